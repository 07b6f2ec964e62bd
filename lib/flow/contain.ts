import type { Backend, Coded, Decoded, OutputFormat } from '../backends/backend'
import type { ContainedFile, Tiles } from '../codecs/container'
import type { ForcedColour } from '../codecs/colour'
import type { SharedOptions } from '../codecs/rows'
import { CodecError } from '../errors'
import type { Picture, PixelPicture, SampleView } from '../image'
import { JoinedTiles, mustJoin } from './joined_tiles'
import { orient } from './orient'
import { narrowed, premultiply, unpremultiply } from './premultiply'
import { parsePixelFormat } from '../pixelformat'
import { planDecode, planEncode } from './plan'
import type { Setup } from './plan/setup'
import { type Steps, together } from '../task'

/** The inner codec, set up for one picture. Its encoder and decoder must be there. */
function innerSetup(backend: Backend, { descriptor }: Setup, given: SharedOptions): Setup {
  const { inner } = descriptor.container!
  const { encoder, decoder, libraries, missing } = backend.support(inner, given)
  if (missing) throw new CodecError('ERR_UNAVAILABLE', `${descriptor.name}: ${missing}`)
  return { descriptor: inner, options: given, encoder: encoder!, decoder: decoder!, libraries }
}

/** The alpha channel as a gray picture, and the colour without it: views, no copies. */
function withoutAlpha(picture: PixelPicture): { colour: PixelPicture; alpha: PixelPicture } {
  const alphaOffset = picture.offset + 3 * picture.channelStride
  return {
    colour: { ...picture, channels: 3 },
    alpha: { ...picture, channels: 1, offset: alphaOffset },
  }
}

/**
 * The same codec for an alpha plane: gray, full range, of the colour's depth. Where the chosen
 * encoder has no gray (SVT-AV1, rav1e), another of the codec's encoders codes the alpha.
 */
function graySetup(backend: Backend, setup: Setup, colourFormat: string): Setup {
  const { descriptor, options } = setup
  const { depth } = parsePixelFormat(colourFormat)!
  const pixelFormat = depth === 8 ? 'gray' : `gray${depth}le`
  const gray: SharedOptions = { ...options, pixelFormat, matrix: 'bt601', range: 'full' }
  const takesGray = (e: string): boolean => descriptor.pixelFormats(gray, e).includes(pixelFormat)
  if (takesGray(setup.encoder)) return { ...setup, options: gray }
  const other = descriptor.encoders.find(
    (encoder) => takesGray(encoder) && !backend.support(descriptor, { ...gray, encoder }).missing,
  )
  if (!other) {
    throw new CodecError(
      'ERR_UNAVAILABLE',
      `${descriptor.name}: no encoder here takes alpha (${pixelFormat})`,
    )
  }
  const own = { ...gray, ...descriptor.unsettled, encoder: other }
  return { ...setup, encoder: other, options: own }
}

/** Codes colour and alpha by the inner codec and writes the file around them. */
export function* encodeContained(
  backend: Backend,
  setup: Setup,
  given: Picture,
  quality: number,
): Steps<Coded> {
  const { descriptor, options } = setup
  const container = descriptor.container!
  const inner = innerSetup(backend, setup, container.innerOptions(options, given))
  const picture = options.premultiplied ? yield* premultiply(given) : given
  const split =
    picture.kind === 'pixels' && picture.channels === 4 ? withoutAlpha(picture) : undefined
  const plan = planEncode(inner, split?.colour ?? picture, quality, descriptor.name)
  const parts = [backend.encode(plan, split?.colour ?? picture)]
  if (split) {
    const gray = graySetup(backend, inner, plan.pixelFormat)
    const { codedWidth, codedHeight } = plan
    const alphaPlan = planEncode(gray, split.alpha, quality, descriptor.name)
    const sameSize = { ...alphaPlan, codedWidth, codedHeight }
    parts.push(backend.encode(sameSize, split.alpha))
  }
  const [colour, alpha] = yield* together(parts)
  const { width, height, pixelFormat } = plan
  const bytes = container.write(
    { stream: colour!.bytes, alpha: alpha?.bytes, width, height, pixelFormat, colour: plan.colour },
    options,
  )
  return { bytes, ms: colour!.ms + (alpha?.ms ?? 0) }
}

/** Pictures in files are cut to their size; codecs code whole blocks. */
const withBlocks = (side: number): number => side + 128

function decodeTile(
  backend: Backend,
  setup: Setup,
  { codec, tileWidth, tileHeight }: Tiles,
  bytes: Uint8Array,
  output: OutputFormat,
  forced?: ForcedColour,
): Steps<Decoded> {
  const { name: label, container } = setup.descriptor
  const { inner, readers } = container!
  const { decoders, strictDecoder } = readers[codec] ?? inner
  const reader = { ...inner, decoders, strictDecoder }
  const { decoder, missing } = backend.support(reader, { ...setup.options, encoder: undefined })
  if (missing) throw new CodecError('ERR_UNAVAILABLE', `${label}: ${missing}`)
  const plan = planDecode({ ...setup, descriptor: inner, decoder: decoder! }, output)
  const full = { ...plan, label, codedPixelFormat: undefined, options: {}, forced }
  const size = { width: withBlocks(tileWidth), height: withBlocks(tileHeight) }
  return backend.decode(full, { bytes, packet: bytes, size })
}

/** Decoding a tile, not begun. */
type Part = () => Steps<Decoded>

/** Every tile as it is coded, to be joined. */
function joinTiles(
  backend: Backend,
  setup: Setup,
  tiles: Tiles,
  joined: JoinedTiles,
  forced?: ForcedColour,
): Part[] {
  return Array.from(
    { length: tiles.count },
    (_, i) =>
      function* (): Steps<Decoded> {
        const { tileWidth, tileHeight } = tiles
        const output = { planes: true, width: tileWidth, height: tileHeight }
        const tile = yield* decodeTile(backend, setup, tiles, tiles.tile(i), output, forced)
        joined.add(i, tile)
        return { ...tile, data: [] }
      },
  )
}

/** Every tile of one plane, to be set into its place of the destination. */
function placeTiles(
  backend: Backend,
  setup: Setup,
  tiles: Tiles,
  into: SampleView,
  forced?: ForcedColour,
): Part[] {
  const { columns, tileWidth, tileHeight, width, height, count, tile } = tiles
  return Array.from({ length: count }, (_, i) => () => {
    const x = (i % columns) * tileWidth
    const y = Math.floor(i / columns) * tileHeight
    const place: SampleView = {
      ...into,
      offset: into.offset + y * into.rowStride + x * into.columnStride,
      width: Math.min(tileWidth, width - x),
      height: Math.min(tileHeight, height - y),
    }
    return decodeTile(backend, setup, tiles, tile(i), { into: place }, forced)
  })
}

/** Tiles that are read and decoded side by side: a file may have 65,025 of its own length each. */
const TILES_AT_ONCE = 8

/** Decodes all parts; what the first one is, and the time of all. */
function* decodeParts(parts: readonly Part[]): Steps<Decoded> {
  let first: Decoded | undefined
  let ms = 0
  for (let at = 0; at < parts.length; at += TILES_AT_ONCE) {
    const begun = parts.slice(at, at + TILES_AT_ONCE).map((part) => part())
    const decoded = yield* together(begun)
    first ??= decoded[0]
    ms += decoded.reduce((sum, part) => sum + part.ms, 0)
  }
  return { ...first!, ms }
}

function* planesOf(backend: Backend, setup: Setup, file: ContainedFile): Steps<Decoded> {
  const { image, alpha, transforms, width, height } = file
  // A crop at the upper left is how an encoder that needs even sizes got its true size.
  const moved = transforms.some((t) => t.type !== 'clap' || t.x > 0 || t.y > 0)
  if (alpha || image.count > 1 || moved) {
    throw new TypeError(
      `${setup.descriptor.name}: as: 'planes': this file has alpha, tiles or transforms; decode it to pixels`,
    )
  }
  const output = { planes: true, width, height }
  return yield* decodeTile(backend, setup, image, image.tile(0), output, file.colour)
}

/** Reads the file and decodes its colour and alpha into one picture. */
export function* decodeContained(
  backend: Backend,
  setup: Setup,
  bytes: Uint8Array,
  output: OutputFormat,
): Steps<Decoded> {
  const { descriptor, options } = setup
  const file = descriptor.container!.read(bytes, options.maxPixels)
  if (output.planes) return yield* planesOf(backend, setup, file)
  const { image, alpha } = file
  const channels = output.channels ?? (alpha ? 4 : file.gray ? 1 : 3)
  const bitDepth = output.bitDepth ?? Math.max(8, file.bitDepth)
  const withAlpha = alpha && channels === 4
  // Colour below a low alpha, rounded before the division, would be wrong by dozens of codes.
  const divided = withAlpha && alpha.premultiplied
  const codedDepth = divided ? 16 : bitDepth
  const out = orient(file, channels, codedDepth, output.planarLayout ?? false)
  const { view } = out
  const colourView = withAlpha ? { ...view, channels: 3 } : view
  const joined = mustJoin(image) ? new JoinedTiles(image) : undefined
  const parts = joined
    ? joinTiles(backend, setup, image, joined, file.colour)
    : placeTiles(backend, setup, image, colourView, file.colour)
  if (withAlpha) {
    const offset = view.offset + 3 * view.channelStride
    const full: ForcedColour = { matrix: 'bt601', range: 'full' }
    const plane = { ...view, offset, channels: 1 }
    // No spread: a file may have more tiles than a call takes arguments.
    for (const part of placeTiles(backend, setup, alpha, plane, full)) parts.push(part)
  }
  const { pixelFormat, matrix, range, ms } = yield* decodeParts(parts)
  if (joined) yield* joined.convert(backend, setup, colourView)
  if (divided) yield* unpremultiply(view)
  const { data: planes, ...size } = out.finish()
  const data: (Uint8Array | Uint16Array)[] = []
  for (const plane of planes) data.push(yield* narrowed(plane, codedDepth, bitDepth))
  const warnings = file.warnings?.map((warning) => `${descriptor.name}: ${warning}`)
  return { ...size, data, channels, bitDepth, pixelFormat, matrix, range, ms, warnings }
}
