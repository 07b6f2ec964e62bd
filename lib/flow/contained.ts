import type { Backend, Decoded, OutputFormat } from '../backends/backend'
import type { ForcedColour } from '../codecs/colour'
import type { ContainedFile, Tiles } from '../codecs/container'
import { CodecError } from '../errors'
import type { SampleView } from '../image'
import { inDepth } from './arrange'
import { JoinedTiles, mustJoin } from './joined_tiles'
import { orient } from './orient'
import { decodeOverlay } from './overlay'
import { planDecode } from './plan'
import type { Setup } from './plan/setup'
import { unpremultiply } from './premultiply'
import { type Steps, together } from '../task'

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
  if (alpha || image.count !== 1 || moved) {
    throw new TypeError(
      `${setup.descriptor.name}: as: 'planes': this file has alpha, tiles, an overlay or transforms; decode it to pixels`,
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
  return yield* decodeShown(backend, setup, file, output)
}

/** A picture as it is shown: alone, or one of those that an overlay is made of. */
function* decodeShown(
  backend: Backend,
  setup: Setup,
  file: ContainedFile,
  output: OutputFormat,
): Steps<Decoded> {
  const { alpha, overlay } = file
  const channels = output.channels ?? (alpha || overlay?.transparent ? 4 : file.gray ? 1 : 3)
  const bitDepth = output.bitDepth ?? Math.max(8, file.bitDepth)
  const withAlpha = alpha && channels === 4
  // Colour below a low alpha, rounded before the division, would be wrong by dozens of codes.
  const divided = withAlpha && alpha.premultiplied
  const codedDepth = divided ? 16 : bitDepth
  const out = orient(file, channels, codedDepth, output.planarLayout ?? false)
  const { view } = out
  const alphaParts = withAlpha ? placeAlpha(backend, setup, alpha, view) : []
  const colourView = withAlpha ? { ...view, channels: 3 } : view
  const decode = (layer: ContainedFile, wanted: OutputFormat) =>
    decodeShown(backend, setup, layer, wanted)
  const { pixelFormat, matrix, range, ms } = overlay
    ? yield* decodeOverlay(overlay, colourView, decode)
    : yield* decodeTiles(backend, setup, file, colourView, alphaParts)
  if (overlay && withAlpha) yield* decodeParts(alphaParts)
  if (divided) yield* unpremultiply(view)
  const { data: planes, ...size } = out.finish()
  const data: (Uint8Array | Uint16Array)[] = []
  for (const plane of planes) data.push(yield* inDepth(plane, size.width, codedDepth, bitDepth))
  const warnings = file.warnings?.map((warning) => `${setup.descriptor.name}: ${warning}`)
  return { ...size, data, channels, bitDepth, pixelFormat, matrix, range, ms, warnings }
}

/** The colour of one picture into its view, and whatever else is to be decoded beside it. */
function* decodeTiles(
  backend: Backend,
  setup: Setup,
  { image, colour }: ContainedFile,
  into: SampleView,
  beside: readonly Part[],
): Steps<Decoded> {
  const joined = mustJoin(image) ? new JoinedTiles(image) : undefined
  const parts = joined
    ? joinTiles(backend, setup, image, joined, colour)
    : placeTiles(backend, setup, image, into, colour)
  // No spread: a file may have more tiles than a call takes arguments.
  for (const part of beside) parts.push(part)
  const decoded = yield* decodeParts(parts)
  if (joined) yield* joined.convert(backend, setup, into)
  return decoded
}

/** The alpha plane into the fourth channel. */
function placeAlpha(backend: Backend, setup: Setup, alpha: Tiles, view: SampleView): Part[] {
  const plane = { ...view, offset: view.offset + 3 * view.channelStride, channels: 1 }
  return placeTiles(backend, setup, alpha, plane, { matrix: 'bt601', range: 'full' })
}
