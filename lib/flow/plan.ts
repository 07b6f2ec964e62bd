import type { DecodePlan, EncodePlan, OutputFormat } from '../backends/backend'
import type { Colour, Descriptor, Libraries } from '../codecs/descriptor'
import { formatOf } from '../codecs/resolve'
import { colourRows, type SharedOptions } from '../codecs/rows'
import { CodecError } from '../errors'
import type { Picture, PixelPicture } from '../image'
import { choosePixelFormat, isSampled, parsePixelFormat, type PixelFormat } from '../pixelformat'

/** A codec as it is set up: its descriptor, its resolved options and the coders that serve it. */
export interface Setup {
  descriptor: Descriptor
  options: SharedOptions
  encoder: string
  decoder: string
  libraries?: Libraries
}

const defaultColour: Colour = { matrix: 'bt601', range: 'full' }

// H.273 code points by libavutil's names: sRGB's primaries and transfer, and the matrix.
const matrixTags = {
  bt601: 'smpte170m',
  bt709: 'bt709',
  bt2020: 'bt2020nc',
  ycgco: 'ycgco',
  fcc: 'fcc',
  smpte240m: 'smpte240m',
} as const

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
  // JPEG and BPG have rows of these names for themselves: their encoders sample, and are given RGB.
  const own = descriptor.options.subsampling !== colourRows.subsampling
  if (own || (subsampling === undefined && bitDepth === undefined)) return names
  const fits = (name: string): boolean => {
    const format = parsePixelFormat(name)!
    const chroma = gray && format.model === 'gray' ? undefined : subsampling
    const model = !rgb || gray || format.model === 'rgb'
    return model && isSampled(format, { subsampling: chroma, bitDepth })
  }
  const left = names.filter(fits)
  if (left.length > 0) return left
  const asked = [subsampling, bitDepth && `${bitDepth} bit`].filter(Boolean).join(', ')
  throw new RangeError(
    `${descriptor.name}: subsampling, bitDepth: expected what ${encoder} codes${rgb ? ' of RGB' : ''} (${names.join(', ')}), got ${asked}`,
  )
}

function pixelFormatOf(setup: Setup, picture: Picture, quality: number): PixelFormat {
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
function checkLoss(setup: Setup, picture: Picture, format: PixelFormat, quality: number): void {
  const { descriptor, options } = setup
  if (picture.channels === 4 && !format.alpha) {
    throw new TypeError(
      `${descriptor.name}: ${format.name} carries no alpha; give a background ('#fff') to flatten it, or 3 channels (RGB)`,
    )
  }
  if (!(descriptor.lossless?.(options, quality) ?? false) || picture.kind === 'planes') return
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

/**
 * The options with what `effort` decides filled in: the encoder's own settings, where given, count
 * more.
 * @throws RangeError for a value that the encoder has no setting for
 */
export function settled(
  descriptor: Descriptor,
  options: SharedOptions,
  encoder: string,
  libraries?: Libraries,
): SharedOptions {
  if (!descriptor.settle) return options
  return { ...options, ...descriptor.settle(options, encoder, libraries) }
}

const roundUp = (value: number, multiple = 1): number => Math.ceil(value / multiple) * multiple

function codedSize(setup: Setup, picture: Picture, format: PixelFormat) {
  const { descriptor, options, encoder } = setup
  const g = descriptor.geometry(options, encoder, format.name)
  for (const side of ['width', 'height'] as const) {
    const max = side === 'width' ? g.maxWidth : g.maxHeight
    if (picture[side] > max) {
      throw new CodecError(
        'ERR_LIMIT',
        `${descriptor.name}: ${side} ${picture[side]} is more than the ${max} that ${encoder || 'it'} can code`,
      )
    }
  }
  return {
    codedWidth: roundUp(Math.max(picture.width, g.minWidth ?? 1), g.multipleOfWidth),
    codedHeight: roundUp(Math.max(picture.height, g.minHeight ?? 1), g.multipleOfHeight),
  }
}

/** The colour that the samples get: the format's only one, else the options'. */
function colourOf({ descriptor, options }: Setup, picture: Picture): Colour {
  if (descriptor.colour) return descriptor.colour
  const own = picture.kind === 'planes' ? picture : undefined
  const matrix = own?.matrix ?? options.matrix
  return {
    // 'rgb' needs no matrix; gray samples are read as BT.601 luma.
    matrix: matrix === 'rgb' || matrix === undefined ? 'bt601' : matrix,
    range: own?.range ?? options.range ?? defaultColour.range,
  }
}

function colourTags(colour: Colour, format: PixelFormat) {
  if (format.model === 'rgb') {
    return { color_range: 'pc', colorspace: 'rgb', ...sRgb }
  }
  const tags = {
    color_range: colour.range === 'full' ? 'pc' : 'tv',
    colorspace: matrixTags[colour.matrix],
  }
  // Chroma is the mean of its luma samples: it lies between them.
  const subsampled = format.chromaShiftX + format.chromaShiftY > 0
  return { ...tags, ...sRgb, ...(subsampled && { chroma_sample_location: 'center' }) }
}
const sRgb = { color_primaries: 'bt709', color_trc: 'iec61966-2-1' }

/** `a=1:b=2` dictionaries are joined, so that the caller's keys come on top of ours. */
function mergeOptions(
  ours: Record<string, string | number | undefined>,
  theirs: Record<string, string | number | boolean>,
): Record<string, string | number> {
  const merged: Record<string, string | number> = {}
  for (const [key, value] of Object.entries(ours)) if (value !== undefined) merged[key] = value
  for (const [key, value] of Object.entries(theirs)) {
    const before = merged[key]
    const after = typeof value === 'boolean' ? Number(value) : value
    const join = key.endsWith('-params') && typeof before === 'string'
    merged[key] = join ? `${before}:${after}` : after
  }
  return merged
}

// Above this, opening an encoder is a few percent of coding, and its memory is worth giving back.
const KEPT_PIXELS = 256 * 256

/** Only what we have set up ourselves is known to code every picture like the first. */
function mayKeep({ descriptor, options }: Setup, encoder: string, pixels: number): boolean {
  if (!descriptor.reusable?.includes(encoder) || options.threads !== 1) return false
  return pixels <= KEPT_PIXELS && options.options === undefined
}

/**
 * Decides one encode in full.
 * @throws TypeError, RangeError or CodecError `ERR_LIMIT`
 */
export function planEncode(
  setup: Setup,
  picture: Picture,
  quality: number,
  label = setup.descriptor.name,
): EncodePlan {
  const { descriptor } = setup
  const format = pixelFormatOf(setup, picture, quality)
  checkLoss(setup, picture, format, quality)
  const coded = codedSize(setup, picture, format)
  const encoder = descriptor.encoderFor?.(format.name) ?? setup.encoder
  const { libraries } = setup
  const options = settled(descriptor, setup.options, encoder, libraries)
  const colour = colourOf(setup, picture)
  const { width, height, channels, bitDepth } = picture
  const info = { width, height, channels, bitDepth, pixelFormat: format.name, libraries }
  const settings = descriptor.encode(options, quality, encoder, info)
  const engine = descriptor.engine ?? 'libav'
  const common =
    engine === 'libav' ? { threads: options.threads, ...colourTags(colour, format) } : {}
  return {
    label,
    engine,
    encoder,
    pixelFormat: format.name,
    width,
    height,
    ...coded,
    options: mergeOptions({ ...common, ...settings.options }, options.options ?? {}),
    bitstreamFilter: settings.bitstreamFilter,
    codedAs: picture.kind === 'pixels' ? settings.codedAs : undefined,
    keep: mayKeep(setup, encoder, coded.codedWidth * coded.codedHeight),
    colour,
    quality,
    programs: descriptor.cli,
    templates: descriptor.templates,
    extension: formatOf(descriptor, options).extension,
    resolved: options,
  }
}

/** Decides one decode in full. */
export function planDecode(setup: Setup, output: OutputFormat): DecodePlan {
  const { descriptor, options } = setup
  return {
    label: descriptor.name,
    engine: descriptor.engine ?? 'libav',
    decoder: setup.decoder,
    demuxer: formatOf(descriptor, options).demuxer ?? descriptor.name,
    options: descriptor.decode?.(options, setup.decoder, output.planes ?? false) ?? {},
    maxPixels: options.maxPixels,
    untagged: descriptor.untagged ?? descriptor.colour ?? defaultColour,
    output,
    programs: descriptor.cli,
    templates: descriptor.templates,
    extension: formatOf(descriptor, options).extension,
    pixelFormats: descriptor.pixelFormats(options, setup.encoder),
    resolved: options,
  }
}
