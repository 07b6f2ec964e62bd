import { FLOAT, SIGNED, WHITE_IS_ZERO, gray, layouts } from '../../helpers/tiff_pictures'
import { describeTiff, tiffFolder } from '../../helpers/tiff_files'

const { read, samplesOf } = tiffFolder()

const scale = (value: number, from: number, to: number): number =>
  Math.floor((value * (2 ** to - 1)) / (2 ** from - 1) + 0.5)

/** The depth that a result has for samples of `bits`. */
const depthOf = (bits: number): number => Math.min(16, Math.max(8, bits))

const everyDepth = [...Array.from({ length: 16 }, (_, i) => i + 1), 20, 24, 31, 32]

describeTiff('gray TIFF of every depth and layout', () => {
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

describeTiff('floating point TIFF: 0 to 1 is black to white', () => {
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
