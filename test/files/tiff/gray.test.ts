import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addon } from '../../../lib/backends/native/addon'
import { readImageSync } from '../../../lib/files'
import { tiffFile, type TiffPicture } from '../../helpers/tiff_builder'
import { FLOAT, SIGNED, WHITE_IS_ZERO, gray, layouts } from '../../helpers/tiff_pictures'

const hasTiff = addon()?.has('libtiff', 'decoder') ?? false
const ifTiff = hasTiff ? describe : describe.skip
const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-tiff-'))
afterAll(() => rmSync(folder, { recursive: true }))
let files = 0

function fileOf(bytes: Uint8Array): string {
  const path = join(folder, `${files++}.tif`)
  writeFileSync(path, bytes)
  return path
}

const read = (picture: TiffPicture) => readImageSync(fileOf(tiffFile(picture)))
const samplesOf = (picture: TiffPicture): number[] => Array.from(read(picture).data)

const scale = (value: number, from: number, to: number): number =>
  Math.floor((value * (2 ** to - 1)) / (2 ** from - 1) + 0.5)

/** The depth that a result has for samples of `bits`. */
const depthOf = (bits: number): number => Math.min(16, Math.max(8, bits))

const everyDepth = [...Array.from({ length: 16 }, (_, i) => i + 1), 20, 24, 31, 32]

ifTiff('gray TIFF of every depth and layout', () => {
  it.each(everyDepth)('%i bits', (bits) => {
    for (const [, layout] of layouts) {
      const picture = gray(bits, layout)
      const image = read(picture)
      expect(image.shape).toEqual([5, 17, 1])
      expect(image.bitDepth).toBe(depthOf(bits))
      expect(Array.from(image.data)).toEqual(
        picture.codes.map((code) => scale(code, bits, depthOf(bits))),
      )
    }
  })

  it.each([1, 2, 4, 8, 12, 16])('%i bits, 0 is white', (bits) => {
    const top = 2 ** depthOf(bits) - 1
    const expected = samplesOf(gray(bits)).map((value) => top - value)
    expect(samplesOf(gray(bits, { photometric: WHITE_IS_ZERO }))).toEqual(expected)
  })

  it.each([1, 2, 4])('%i bits, FillOrder 2', (bits) => {
    expect(samplesOf(gray(bits, { fillOrder: 2 }))).toEqual(samplesOf(gray(bits)))
  })

  it.each([8, 16, 32])('%i bits, signed: the lowest is black', (bits) => {
    const half = 2 ** (bits - 1)
    const picture = gray(bits)
    const signed = picture.codes.map((code) => (code + half) % 2 ** bits)
    expect(samplesOf({ ...picture, codes: signed, sampleFormat: SIGNED })).toEqual(
      samplesOf(picture),
    )
  })
})

/** Codes of floats: 0, 0.25, 0.5, 1, -1, 2, NaN. */
const floatCodes: Record<number, number[]> = {
  16: [0, 0x3400, 0x3800, 0x3c00, 0xbc00, 0x4000, 0x7e00],
  24: [0, 0x3d0000, 0x3e0000, 0x3f0000, 0xbf0000, 0x400000, 0x7f8000],
  32: [0, 0x3e800000, 0x3f000000, 0x3f800000, 0xbf800000, 0x40000000, 0x7fc00000],
}

ifTiff('floating point TIFF: 0 to 1 is black to white', () => {
  it.each([16, 24, 32])('%i bits', (bits) => {
    for (const little of [true, false]) {
      const picture = gray(bits, {
        width: 7,
        height: 1,
        codes: floatCodes[bits]!,
        sampleFormat: FLOAT,
        little,
      })
      expect(samplesOf(picture)).toEqual([0, 16384, 32768, 65535, 0, 65535, 0])
      expect(read(picture).bitDepth).toBe(16)
    }
  })
})
