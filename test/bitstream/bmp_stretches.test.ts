import { readImage, readImageSync } from '../../lib'
import { plainBmp } from '../../lib/bitstream/bmp'
import { bmp, type BmpFile } from '../helpers/bmp_files'

// What goes through all pixels of a BMP file rests now and then, within a long row, too.

const PIXELS = 300_000
const shapes: [string, number, number][] = [
  ['one row', PIXELS, 1],
  ['many rows', 1000, PIXELS / 1000],
]

const rowsOf = (width: number, height: number, row: (y: number) => number[]) => ({
  width,
  rows: Array.from({ length: height }, (_, y) => row(y)),
})

/** 4 bits of red, green and blue, of which libavcodec does not know this order. */
const fields = (width: number, height: number): BmpFile => ({
  ...{ size: 56, bits: 16, compression: 3, masks: [0xf0, 0xf00, 0xf000, 0] },
  ...rowsOf(width, height, (y) =>
    Array.from({ length: 2 * width }, (_, i) => (i + 7 * y) & (i % 2 === 0 ? 0xf0 : 0xff)),
  ),
})

const palette = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [9, 9, 9],
]

const bytesOf = (width: number, bits: number) => Math.ceil((width * bits) / 8)

const twoBits = (width: number, height: number): BmpFile => ({
  ...{ size: 40, bits: 2, palette },
  ...rowsOf(width, height, (y) =>
    Array.from({ length: bytesOf(width, 2) }, (_, i) => (i + y) & 0xff),
  ),
})

/** Of 16 colours that it says it has two are there, which all pixels have. */
const shortPalette = (width: number, height: number): BmpFile => ({
  ...{ size: 40, bits: 4, palette: palette.slice(0, 2), used: 16 },
  ...rowsOf(width, height, (y) =>
    Array.from({ length: bytesOf(width, 4) }, (_, i) => ((i + y) % 3 === 0 ? 0x10 : 0x01)),
  ),
})

const sampleOf: Record<string, (file: BmpFile, x: number, y: number) => readonly number[]> = {
  fields({ rows }, x, y) {
    const [low, high] = [rows[y]![2 * x]!, rows[y]![2 * x + 1]!]
    return [low >> 4, high & 15, high >> 4].map((code) => code * 17)
  },
  'two bits': ({ rows }, x, y) => palette[(rows[y]![x >> 2]! >> (6 - 2 * (x % 4))) & 3]!,
  'a short palette': ({ rows }, x, y) => palette[(rows[y]![x >> 1]! >> (4 - 4 * (x % 2))) & 15]!,
}

function restsOf(bytes: Uint8Array): number {
  let rests = 0
  for (const walk = plainBmp(bytes); !walk.next().done;) rests++
  return rests
}

describe.each([
  ['fields', fields],
  ['two bits', twoBits],
  ['a short palette', shortPalette],
] as const)('%s', (name, make) => {
  test.each(shapes)('in %s', async (_, width, height) => {
    const file = make(width, height)
    const bytes = bmp(file)
    const { data, shape } = readImageSync(bytes)
    expect(shape).toEqual([height, width, 3])
    const wanted = new Uint8Array(data.length)
    for (let at = 0; at < PIXELS; at++) {
      wanted.set(sampleOf[name]!(file, at % width, Math.floor(at / width)), 3 * at)
    }
    expect(Buffer.compare(data as Uint8Array, wanted)).toBe(0)
    expect(Buffer.compare((await readImage(bytes)).data as Uint8Array, wanted)).toBe(0)
    expect(restsOf(bytes)).toBeGreaterThanOrEqual(2)
  })
})
