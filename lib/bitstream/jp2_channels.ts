import type { Box } from './bmff'
import { be, damaged } from './bytes'
import { j2kSiz } from './j2k'
import { codestreamRange, headerBoxes, isJp2, jp2DecodeMemory, jp2Samples } from './jp2'
import { checkCount } from './parts'
import type { Plain, PlainSamples } from './plain'

// Channels of a JP2 file that are not its components in their order (T.800 I.5.3.4 to I.5.3.6).

const [COLOUR, UNSPECIFIED] = [0, 65535]
/** EnumCS of sYCC, which a bare codestream does not tell. */
const SYCC = 18

/** The colours of a palette: of each column one for each entry. */
interface Palette {
  entries: number
  columns: number
  depth: number
  at(entry: number, column: number): number
}

/** Entries of a palette at the most (T.800 I.5.3.4). */
const MAX_ENTRIES = 1024

/** pclr: how many entries and columns, the depth of each column, the entries. */
function paletteOf(bytes: Uint8Array, { bodyStart, end }: Box): Palette {
  const [entries, columns] = [be(bytes, bodyStart, 2), bytes[bodyStart + 2]!]
  const depths = [...bytes.subarray(bodyStart + 3, bodyStart + 3 + columns)]
  const sizes = depths.map((depth) => ((depth & 127) >= 8 ? 2 : 1))
  const row = sizes.reduce((sum, size) => sum + size, 0)
  const start = bodyStart + 3 + columns
  if (entries > MAX_ENTRIES) throw damaged('JP2', `a palette has ${entries} entries`)
  if (depths.length === 0 || start + entries * row > end) throw damaged('JP2', 'pclr is too short')
  if (depths.some((depth) => depth !== depths[0] || depth > 15)) {
    throw damaged('JP2', 'a palette of signed or unequal depths is not supported')
  }
  const [size] = sizes as [number]
  const at = (entry: number, column: number): number =>
    be(bytes, start + entry * row + column * size, size)
  return { entries, columns, depth: depths[0]! + 1, at }
}

/** Channels that a file maps or defines at the most; those of a picture are four. */
const MAX_CHANNELS = 255

/** cmap: which column of the palette each channel is. */
function columnsOf(bytes: Uint8Array, box: Box | undefined, components: number): number[] {
  checkCount(box ? (box.end - box.bodyStart) / 4 : 0, 'JP2', MAX_CHANNELS, 'mapped channels')
  const starts = []
  for (let at = box?.bodyStart ?? 0; box && at + 4 <= box.end; at += 4) starts.push(at)
  const mapped = starts.every((at) => be(bytes, at, 2) === 0 && bytes[at + 2] === 1)
  if (starts.length > 0 && mapped && components === 1) return starts.map((at) => bytes[at + 3]!)
  throw damaged('JP2', 'a palette beside components without one is not supported')
}

/**
 * cdef: the channels that are shown, in the order of RGBA; undefined where that is all as they come.
 * Opacity is a channel of the picture, whatever it says that it belongs to.
 */
function orderOf(bytes: Uint8Array, box: Box | undefined, channels: number): number[] | undefined {
  if (!box) return undefined
  const count = Math.min(be(bytes, box.bodyStart, 2), Math.floor((box.end - box.bodyStart - 2) / 6))
  checkCount(count, 'JP2', MAX_CHANNELS, 'channel definitions')
  const fields = Array.from({ length: count }, (_, i) => box.bodyStart + 2 + 6 * i)
    .map((at) => [0, 2, 4].map((offset) => be(bytes, at + offset, 2)) as [number, number, number])
    .filter(([channel]) => channel < channels)
  const colours = fields
    .filter(([, type, of]) => type === COLOUR && of >= 1 && of <= 4)
    .sort(([, , a], [, , b]) => a - b)
  if (colours.length !== 1 && colours.length !== 3) return undefined
  const opacity = fields.find(([, type]) => type !== COLOUR && type !== UNSPECIFIED)
  const order = [...colours, ...(opacity ? [opacity] : [])].map(([channel]) => channel)
  const same = order.length === channels && order.every((channel, i) => channel === i)
  return same ? undefined : order
}

/** The colours in the order of the result, scaled to 8 or 16 bits. */
function shown(palette: Palette, columns: readonly number[]): PlainSamples['palette'] {
  if (columns.some((column) => column >= palette.columns) || columns.length > 4) {
    throw damaged('JP2', 'cmap names a column that the palette has not')
  }
  const [white, full] = [2 ** palette.depth - 1, palette.depth > 8 ? 65535 : 255]
  const scaled = (value: number): number =>
    Math.floor((Math.min(value, white) * full) / white + 0.5)
  const entries = Array.from({ length: palette.entries }, (_, entry) => entry)
  const colours = entries.flatMap((entry) =>
    columns.map((column) => scaled(palette.at(entry, column))),
  )
  return { colours, channels: columns.length, depth: palette.depth > 8 ? 16 : 8 }
}

interface Channels {
  order?: number[] | undefined
  palette?: PlainSamples['palette']
}

/** What the boxes say of the channels; undefined: they are the components. ERR_DECODE by name. */
export function jp2Channels(bytes: Uint8Array): Channels | undefined {
  if (!isJp2(bytes)) return undefined
  const header = headerBoxes(bytes)
  const find = (name: string) => header.find(({ type }) => type === name)
  const { components, depth } = jp2Samples(bytes)
  const table = find('pclr')
  if (!table) {
    const order = orderOf(bytes, find('cdef'), components)
    return order && { order }
  }
  if (depth > 8) throw damaged('JP2', `palette indices of ${depth} bits are not supported`)
  const columns = columnsOf(bytes, find('cmap'), components)
  const order = orderOf(bytes, find('cdef'), columns.length) ?? columns.map((_, i) => i)
  const palette = shown(
    paletteOf(bytes, table),
    order.map((channel) => columns[channel]!),
  )
  return { palette }
}

/** Of each colr box that a reader here follows, whether it says sYCC. */
const syccBoxes = (bytes: Uint8Array): boolean[] =>
  headerBoxes(bytes)
    .filter(({ type, bodyStart }) => type === 'colr' && [1, 2, 5].includes(bytes[bodyStart]!))
    .map(({ bodyStart }) => bytes[bodyStart] === 1 && be(bytes, bodyStart + 3, 4) === SYCC)

/** Whether the file says that its components, of one size, are YCbCr: the first colr box counts. */
export function isWholeSycc(bytes: Uint8Array): boolean {
  if (!isJp2(bytes) || !syccBoxes(bytes)[0]) return false
  const { components } = j2kSiz(bytes, codestreamRange(bytes).start)
  return components.length >= 3 && components.every(({ dx, dy }) => dx === 1 && dy === 1)
}

/** Whether decoders, which follow the last colr box, would take a picture for what it is not. */
function isAmbiguous(bytes: Uint8Array): boolean {
  const [first, ...others] = isJp2(bytes) ? syccBoxes(bytes) : []
  return others.some((sycc) => sycc !== first)
}

/**
 * The codestream alone, where a decoder would make of the boxes something else than they say, with
 * what they say beside it.
 */
export function plainJp2(bytes: Uint8Array): Plain | undefined {
  const channels = jp2Channels(bytes) ?? (isAmbiguous(bytes) ? {} : undefined)
  if (!channels) return undefined
  const { start, end } = codestreamRange(bytes)
  const { model, labRange, labOffset, labWhite, premultiplied } = jp2Samples(bytes)
  const said = { model, labRange, labOffset, labWhite, premultiplied }
  const colour = !channels.palette && isWholeSycc(bytes) ? { ...said, model: 'ycc' as const } : said
  return { bytes: bytes.subarray(start, end), warnings: [], coded: { ...colour, ...channels } }
}

/** Bytes per pixel of decoding: a palette's colours are another frame, and the result. */
export function jp2Memory(bytes: Uint8Array): number {
  const { palette } = jp2Channels(bytes) ?? {}
  const colours = palette ? 2 * palette.channels * (palette.depth / 8) : 0
  return jp2DecodeMemory(bytes) + colours
}
