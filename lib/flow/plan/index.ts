import type { DecodePlan, EncodePlan, OutputFormat } from '../../backends/backend'
import type { Descriptor } from '../../codecs/descriptor'
import type { Libraries } from '../../codecs/encoding'
import { formatOf } from '../../codecs/resolve'
import type { SharedOptions } from '../../codecs/rows'
import type { Size } from '../../bitstream/bytes'
import { CodecError } from '../../errors'
import type { Picture } from '../../image'
import type { PixelFormat } from '../../pixelformat'
import type { Setup } from './setup'
import { checkLoss, pixelFormatOf } from './pixel_format'
import { colourOf, colourTags, defaultColour } from './colour'

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

/** What is coded of a picture of this size: more where the encoder has steps or a smallest size. */
export function codedSize(setup: Setup, { width, height }: Size, pixelFormat: string): Size {
  const { descriptor, options, encoder } = setup
  const g = descriptor.geometry(options, encoder, pixelFormat)
  return {
    width: roundUp(Math.max(width, g.minWidth ?? 1), g.multipleOfWidth),
    height: roundUp(Math.max(height, g.minHeight ?? 1), g.multipleOfHeight),
  }
}

function checkSize(setup: Setup, picture: Picture, format: PixelFormat): void {
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
}

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
  checkSize(setup, picture, format)
  const coded = codedSize(setup, picture, format.name)
  const encoder = descriptor.encoderFor?.(format.name) ?? setup.encoder
  const { libraries } = setup
  const options = settled(descriptor, setup.options, encoder, libraries)
  const colour = colourOf(setup, picture, label)
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
    codedWidth: coded.width,
    codedHeight: coded.height,
    options: mergeOptions({ ...common, ...settings.options }, options.options ?? {}),
    bitstreamFilter: settings.bitstreamFilter,
    codedAs: picture.kind === 'pixels' ? settings.codedAs : undefined,
    icc: setup.icc,
    keep: mayKeep(setup, encoder, coded.width * coded.height),
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
  const pixelFormats = descriptor.pixelFormats(options, setup.encoder)
  return {
    label: descriptor.name,
    engine: setup.decoder === descriptor.decoders[0] ? (descriptor.engine ?? 'libav') : 'libav',
    decoder: setup.decoder,
    demuxer: formatOf(descriptor, options).demuxer ?? descriptor.name,
    options: descriptor.decode?.(options, setup.decoder, output.planes ?? false) ?? {},
    maxPixels: options.maxPixels,
    untagged: descriptor.untagged ?? descriptor.colour ?? defaultColour,
    profile: descriptor.codesProfile,
    output,
    programs: descriptor.cli,
    templates: descriptor.templates,
    extension: formatOf(descriptor, options).extension,
    pixelFormats,
    codedSize: (size) => codedSize(setup, size, pixelFormats[0]!),
    resolved: options,
  }
}
