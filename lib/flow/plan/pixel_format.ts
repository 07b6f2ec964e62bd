import { CodecError } from '../../errors'
import type { Picture, PixelPicture } from '../../image'
import { choosePixelFormat, isSampled, parsePixelFormat, type PixelFormat } from '../../pixelformat'
import type { Setup } from './setup'

function wantsRgb({ descriptor, options }: Setup, quality: number): boolean {
  if (descriptor.convertsRgb || options.matrix === 'rgb') return true
  return descriptor.lossless?.(options, quality) ?? false
}

function refuse(label: string, format: PixelFormat, names: readonly string[]): never {
  throw new RangeError(
    `${label}: pixelFormat: expected one of ${names.join(', ')}, got '${format.name}'`,
  )
}

/** The formats that `subsampling` and `bitDepth` leave; gray pictures have no chroma to sample. */
function sampledAs(
  { descriptor, options, encoder }: Setup,
  names: readonly string[],
  gray: boolean,
  rgb: boolean,
): readonly string[] {
  const { subsampling, bitDepth } = options
  const depth = bitDepth && (descriptor.carriedIn?.(bitDepth) ?? bitDepth)
  if (descriptor.samplesItself || (subsampling === undefined && bitDepth === undefined))
    return names
  const fits = (name: string): boolean => {
    const format = parsePixelFormat(name)!
    const chroma = gray && format.model === 'gray' ? undefined : subsampling
    const model = !rgb || gray || format.model === 'rgb'
    return model && isSampled(format, { subsampling: chroma, bitDepth: depth })
  }
  const left = names.filter(fits)
  if (left.length > 0) return left
  const asked = [subsampling, bitDepth && `${bitDepth} bit`].filter(Boolean).join(', ')
  throw new RangeError(
    `${descriptor.name}: subsampling, bitDepth: expected what ${encoder} codes${rgb ? ' of RGB' : ''} (${names.join(', ')}), got ${asked}`,
  )
}

export function pixelFormatOf(setup: Setup, picture: Picture, quality: number): PixelFormat {
  const { descriptor, options, encoder } = setup
  const label = descriptor.name
  const names = descriptor.pixelFormats(options, encoder)
  if (picture.kind === 'planes') {
    return names.includes(picture.format.name)
      ? picture.format
      : refuse(label, picture.format, names)
  }
  const rgb = wantsRgb(setup, quality)
  const given = options.pixelFormat
  if (given !== 'auto' && !names.includes(given)) {
    throw new RangeError(
      `${label}: pixelFormat: expected 'auto' or one of ${names.join(', ')}, got '${given}'`,
    )
  }
  const { channels, bitDepth } = picture
  const sampled = given === 'auto' ? sampledAs(setup, names, channels === 1, rgb) : names
  const chosen =
    given === 'auto'
      ? choosePixelFormat(sampled, { channels, bitDepth, rgb })
      : parsePixelFormat(given)
  if (!chosen)
    throw new CodecError('ERR_ENCODE', `${label}: ${encoder} takes none of our pixel formats`)
  return chosen
}

/** What would be lost without a word: alpha, and anything at all where lossless was asked for. */
export function checkLoss(
  setup: Setup,
  picture: Picture,
  format: PixelFormat,
  quality: number,
): void {
  const { descriptor, options } = setup
  if (picture.channels === 4 && !format.alpha) {
    throw new TypeError(
      `${descriptor.name}: ${format.name} carries no alpha; give a background ('#fff') to flatten it, or 3 channels (RGB)`,
    )
  }
  if (!(descriptor.lossless?.(options, quality) ?? false) || picture.kind === 'planes') return
  const { bitDepth: asked } = options
  if (options.pixelFormat === 'auto' && asked !== undefined && picture.bitDepth > asked) {
    throw new RangeError(
      `${descriptor.name}: lossless: ${asked} bits (bitDepth) do not hold samples of ${picture.bitDepth}; readImage and decode give fewer: { bitDepth: ${asked} }`,
    )
  }
  const deep = picture.bitDepth > format.depth
  const converted = options.pixelFormat === 'auto' && format.model !== 'rgb' && picture.channels > 1
  if (deep || converted) {
    throw new RangeError(
      `${descriptor.name}: lossless: no pixel format of ${setup.encoder} holds ${picture.channels} channels of ${picture.bitDepth} bits unchanged`,
    )
  }
  if (!descriptor.clearsTransparent?.includes(setup.encoder) || picture.channels !== 4) return
  if (!hidesColour(picture)) return
  throw new RangeError(
    `${descriptor.name}: lossless: ${setup.encoder} sets the colour of fully transparent pixels to 0; set it before, or use a backend that keeps it (cli)`,
  )
}

/** Whether a pixel's colour would be lost because its alpha is 0. */
function hidesColour(picture: PixelPicture): boolean {
  const { data, width, height, rowStride, columnStride, channelStride } = picture
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = picture.offset + y * rowStride + x * columnStride
      if (data[at + 3 * channelStride] !== 0) continue
      if (data[at] || data[at + channelStride] || data[at + 2 * channelStride]) return true
    }
  }
  return false
}
