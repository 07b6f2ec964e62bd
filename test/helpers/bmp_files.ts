/** A BMP file with a header of any length. */
export interface BmpFile {
  /** Of the header: 40 has its masks behind it, so has the last of 52. */
  size: number
  bits: number
  compression?: number
  masks?: readonly number[]
  /** Red, green and blue. */
  palette?: readonly (readonly number[])[]
  /** Colours that it says it has. */
  used?: number
  /** From the upmost on, without padding. */
  rows: readonly (readonly number[])[]
  width: number
  height?: number
  down?: boolean
  /** The length that the file says it has, where it is wrong. */
  said?: number
  /** Where it says that its rows begin, where that is wrong. */
  offset?: number
  /** Bytes before the rows. */
  gap?: number
}

function infoOf(file: BmpFile): Buffer {
  const { size, bits, compression = 0, masks = [], used = 0, rows, width, down } = file
  const { height = rows.length } = file
  const info = Buffer.alloc(Math.max(size, 40 + 4 * masks.length))
  info.writeUInt32LE(size, 0)
  info.writeInt32LE(width, 4)
  info.writeInt32LE(down ? -height : height, 8)
  info.writeUInt16LE(1, 12)
  info.writeUInt16LE(bits, 14)
  info.writeUInt32LE(compression, 16)
  info.writeUInt32LE(used, 32)
  masks.forEach((mask, i) => info.writeUInt32LE(mask, 40 + 4 * i))
  return info.subarray(0, size < 40 ? size : undefined)
}

/** OS/2's first header. */
function oldInfoOf({ bits, rows, width }: BmpFile): Buffer {
  const info = Buffer.alloc(12)
  info.writeUInt32LE(12, 0)
  ;[width, rows.length, 1, bits].forEach((value, i) => info.writeUInt16LE(value, 4 + 2 * i))
  return info
}

/** The file: headers, masks, palette, rows. */
export function bmp(file: BmpFile): Uint8Array<ArrayBuffer> {
  const { palette = [], rows, down, compression = 0, gap = 0, size } = file
  const padded = rows.map((row) => [...row, ...Array<number>(-row.length & 3).fill(0)])
  const coded = compression === 1 || compression === 2
  const data = (coded ? rows : down ? padded : padded.toReversed()).flat()
  const info = size === 12 ? oldInfoOf(file) : infoOf(file)
  const colours = palette.flatMap(([r, g, b]) => [b!, g!, r!, ...(size === 12 ? [] : [0])])
  const head = Buffer.alloc(14)
  head.write('BM')
  const offset = file.offset ?? 14 + info.length + colours.length + gap
  head.writeUInt32LE(file.said ?? offset + data.length, 2)
  head.writeUInt32LE(offset, 10)
  return Uint8Array.from([...head, ...info, ...colours, ...Array<number>(gap).fill(17), ...data])
}
