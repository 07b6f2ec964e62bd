import { deflateSync } from 'node:zlib'

// Writes TIFF files of every layout, so that each pixel's right value is known.

export interface TiffPicture {
  width: number
  height: number
  bits: number
  samples: number
  /** Sample codes, interleaved; floats as their bits. */
  codes: readonly number[]
  photometric: number
  sampleFormat?: number
  little?: boolean
  big?: boolean
  separate?: boolean
  tile?: number
  rowsPerStrip?: number
  fillOrder?: 1 | 2
  /** Compression 8. */
  deflate?: boolean
  /** What another compression (`shorts` has its number, 259) makes of a block's bytes. */
  compress?: (bytes: readonly number[]) => number[]
  /** Other tags, as 16-bit values. */
  shorts?: Record<number, readonly number[]>
  /** Other tags, as fractions: numerators and denominators. */
  rationals?: Record<number, readonly number[]>
  /** Other tags, as bytes. */
  bytes?: Record<number, Uint8Array>
}

type Tag = [tag: number, type: number, values: readonly number[]]
const [BYTE, SHORT, LONG, RATIONAL, LONG8] = [1, 3, 4, 5, 16]
const typeBytes: Record<number, number> = {
  [BYTE]: 1,
  [SHORT]: 2,
  [LONG]: 4,
  [RATIONAL]: 4,
  [LONG8]: 8,
}

/** Bytes of one value in the file's order. */
function ordered(value: number, size: number, little: boolean): number[] {
  const list = Array.from({ length: size }, (_, i) => Math.floor(value / 256 ** i) % 256)
  return little ? list : list.reverse()
}

/** One row: whole bytes in the file's order, other depths packed from the most significant bit. */
function packed(codes: readonly number[], bits: number, little: boolean): number[] {
  if (bits % 8 === 0) return codes.flatMap((code) => ordered(code, bits / 8, little))
  const text = codes.map((code) => code.toString(2).padStart(bits, '0')).join('')
  const whole = text.padEnd(Math.ceil(text.length / 8) * 8, '0')
  return whole.match(/.{8}/g)!.map((byte) => parseInt(byte, 2))
}

const reversed = (byte: number): number =>
  parseInt(byte.toString(2).padStart(8, '0').split('').reverse().join(''), 2)

/** Sample codes of a block's rows; what is outside of the picture is 0. */
function blockRows(p: TiffPicture, x: number, y: number, w: number, h: number, plane: number) {
  const planes = p.separate ? [plane] : Array.from({ length: p.samples }, (_, s) => s)
  return Array.from({ length: h }, (_, row) =>
    Array.from({ length: w }, (_c, column) => {
      const inside = x + column < p.width && y + row < p.height
      const at = ((y + row) * p.width + x + column) * p.samples
      return planes.map((s) => (inside ? p.codes[at + s]! : 0))
    }).flat(),
  )
}

function blocks(p: TiffPicture): number[][] {
  const w = p.tile ?? p.width
  const h = p.tile ?? p.rowsPerStrip ?? p.height
  const list: number[][] = []
  for (let plane = 0; plane < (p.separate ? p.samples : 1); plane++) {
    for (let y = 0; y < p.height; y += h) {
      for (let x = 0; x < p.width; x += w) {
        const rows = blockRows(p, x, y, w, p.tile ? h : Math.min(h, p.height - y), plane)
        const bytes = rows.flatMap((row) => packed(row, p.bits, p.little ?? true))
        const deflated = p.deflate ? [...deflateSync(Uint8Array.from(bytes))] : bytes
        const stored = p.compress?.(bytes) ?? deflated
        list.push(p.fillOrder === 2 ? stored.map(reversed) : stored)
      }
    }
  }
  return list
}

function tagsOf(p: TiffPicture, offsets: number[], counts: number[]): Tag[] {
  const offsetType = p.big ? LONG8 : LONG
  const same = (value: number): number[] => Array.from({ length: p.samples }, () => value)
  const tags: Tag[] = [
    [256, LONG, [p.width]],
    [257, LONG, [p.height]],
    [258, SHORT, same(p.bits)],
    [259, SHORT, [p.deflate ? 8 : 1]],
    [262, SHORT, [p.photometric]],
    [266, SHORT, [p.fillOrder ?? 1]],
    [277, SHORT, [p.samples]],
    [284, SHORT, [p.separate ? 2 : 1]],
    [339, SHORT, same(p.sampleFormat ?? 1)],
  ]
  if (p.tile) {
    tags.push([322, LONG, [p.tile]], [323, LONG, [p.tile]])
    tags.push([324, offsetType, offsets], [325, offsetType, counts])
  } else {
    tags.push([278, LONG, [p.rowsPerStrip ?? p.height]])
    tags.push([273, offsetType, offsets], [279, offsetType, counts])
  }
  tags.push(
    ...Object.entries(p.shorts ?? {}).map(([tag, values]): Tag => [Number(tag), SHORT, values]),
    ...Object.entries(p.rationals ?? {}).map(([tag, values]): Tag => [
      Number(tag),
      RATIONAL,
      values,
    ]),
    ...Object.entries(p.bytes ?? {}).map(([tag, values]): Tag => [Number(tag), BYTE, [...values]]),
  )
  // A tag of the caller's takes the place of ours.
  return [...new Map(tags.map((tag) => [tag[0], tag])).values()].sort(([a], [b]) => a - b)
}

/** The file: header, blocks, values, directory. */
export function tiffFile(p: TiffPicture): Uint8Array {
  const little = p.little ?? true
  const word = p.big ? 8 : 4
  const number = (value: number, size: number): number[] => ordered(value, size, little)
  const data = blocks(p)
  let at = p.big ? 16 : 8
  const offsets = data.map((block) => (at += block.length) - block.length)
  const tags = tagsOf(
    p,
    offsets,
    data.map(({ length }) => length),
  )
  const body = data.flat()
  const entries = tags.map(([tag, type, values]) => {
    const bytes = values.flatMap((value) => number(value, typeBytes[type]!))
    const outside = bytes.length > word
    const place = outside ? number(at, word) : [...bytes, ...Array<number>(word).fill(0)]
    if (outside) {
      body.push(...bytes)
      at += bytes.length
    }
    const count = type === RATIONAL ? values.length / 2 : values.length
    return [...number(tag, 2), ...number(type, 2), ...number(count, word)].concat(
      place.slice(0, word),
    )
  })
  const order = little ? [0x49, 0x49] : [0x4d, 0x4d]
  const version = p.big ? [...number(43, 2), ...number(8, 2), ...number(0, 2)] : number(42, 2)
  const directory = [...number(tags.length, p.big ? 8 : 2), ...entries.flat(), ...number(0, word)]
  return Uint8Array.from([...order, ...version, ...number(at, word), ...body, ...directory])
}
