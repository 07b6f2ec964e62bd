import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readImageSync } from '../../lib'
import { bmpFile, type BmpParts } from '../helpers/bmp_builder'

const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-bmp-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

function read(parts: BmpParts) {
  const path = join(folder, 'picture.bmp')
  writeFileSync(path, bmpFile(parts))
  return readImageSync(path)
}
const words = (...values: number[]): number[] => values.flatMap((v) => [v & 255, v >> 8])
const longs = (...values: number[]): number[] =>
  values.flatMap((v) => [v & 255, (v >> 8) & 255, (v >> 16) & 255, v >>> 24])
const scaled = (value: number, max: number): number => Math.round((value * 255) / max)

describe('bit fields of BMP', () => {
  const fields: [string, number[], number, number[], number[]][] = [
    ['1555', [0x7c00, 0x3e0, 0x1f, 0x8000], 16, words(0xfc00, 0x1f), [255, 0, 0, 255, 0, 0, 255, 0]],
    ['4444', [0xf00, 0xf0, 0xf, 0xf000], 16, words(0x1234, 0xf00f), [34, 51, 68, 17, 0, 0, 255, 255]],
    ['565', [0xf800, 0x7e0, 0x1f, 0], 16, words(0xf800, 0x0403), [255, 0, 0, 0, scaled(32, 63), scaled(3, 31)]],
    ['red and blue change places', [0x1f, 0x7e0, 0xf800, 0], 16, words(0x1f, 0x0800), [255, 0, 0, 0, 0, scaled(1, 31)]],
    ['no blue', [0xff00, 0xff, 0, 0], 16, words(0x1234, 0xff00), [0x12, 0x34, 0, 255, 0, 0]],
    ['of 1 to 9 bits', [0x800, 0x1ff, 0x600, 0xf000], 16, words(0xf8ff, 0x0600), [255, scaled(255, 511), 0, 255, 0, 0, 255, 0]],
    ['2 and 10 bits', [0x3ff00000, 0xffc00, 0x3ff, 0xc0000000], 32, longs(0xffffffff, 0x00100001), [255, 255, 255, 255, 0, 0, 0, 0]],
    ['BGRA', [0xff0000, 0xff00, 0xff, 0xff000000], 32, longs(0x80402010, 1), [64, 32, 16, 128, 0, 0, 1, 0]],
    ['gaps', [0xf0000000, 0xf0000, 0xf00, 0], 32, longs(0xf0000100, 0x000f0000), [255, 0, 17, 0, 255, 0]],
  ] // prettier-ignore
  it.each(fields)('%s', (_name, masks, bits, row, expected) => {
    const image = read({ width: 2, height: 1, bits, compression: 3, masks, data: row })
    expect(image.shape).toEqual([1, 2, masks[3] ? 4 : 3])
    expect(Array.from(image.data)).toEqual(expected)
  })

  it('rows go upward, downward where the height is negative', () => {
    const parts = { width: 1, bits: 16, compression: 3, masks: [0xf00, 0xf0, 0xf, 0xf000] }
    const data = [...words(0xff00), 0, 0, ...words(0xf00f), 0, 0]
    expect(Array.from(read({ ...parts, height: 2, data }).data)).toEqual([0, 0, 255, 255, 255, 0, 0, 255]) // prettier-ignore
    expect(Array.from(read({ ...parts, height: -2, data }).data)).toEqual([255, 0, 0, 255, 0, 0, 255, 255]) // prettier-ignore
  })
})

describe('rows that are missing are ERR_DECODE', () => {
  const rle8 = { width: 4, height: 2, bits: 8, compression: 1 }
  const row = [4, 200]
  const whole: [string, BmpParts][] = [
    ['all rows and an end', { ...rle8, data: [...row, 0, 0, ...row, 0, 1] }],
    ['all rows, no end', { ...rle8, data: [...row, 0, 0, ...row] }],
    ['an end before the last row', { ...rle8, data: [...row, 0, 0, 0, 1] }],
    ['literals', { ...rle8, data: [0, 4, 1, 2, 3, 4, 0, 0, ...row, 0, 1] }],
    ['a jump', { ...rle8, data: [0, 2, 1, 1, 3, 9, 0, 1] }],
    ['RLE4', { ...rle8, bits: 4, compression: 2, data: [4, 0x12, 0, 0, 0, 4, 0x12, 0x34, 0, 1] }],
  ]
  it.each(whole)('%s is shown', (_name, parts) => {
    expect(read(parts).shape).toEqual([2, 4, expect.any(Number)])
  })

  const cut: [string, BmpParts][] = [
    ['nothing', { ...rle8, data: [] }],
    ['one row', { ...rle8, data: row }],
    ['one row and its end', { ...rle8, data: [...row, 0, 0] }],
    ['half of the last row', { ...rle8, data: [...row, 0, 0, 2, 7] }],
    ['half of the literals', { ...rle8, data: [...row, 0, 0, 0, 4, 1, 2] }],
    ['RLE4', { ...rle8, bits: 4, compression: 2, data: [4, 0x12, 0, 0, 2, 0x12] }],
    ['24 bits', { width: 2, height: 2, bits: 24, compression: 0, data: Array<number>(13).fill(7) }],
    ['fields', { width: 2, height: 2, bits: 16, compression: 3, masks: [0xf00, 0xf0, 0xf, 0xf000], data: [1, 2, 3, 4, 5, 6] }],
  ] // prettier-ignore
  it.each(cut)('%s', (_name, parts) => {
    expect(() => read(parts)).toThrow(expect.objectContaining({ code: 'ERR_DECODE' }))
  })
})
