import {
  ASSOCIATED,
  BLACK_IS_ZERO,
  CMYK,
  EXTRA,
  ICC_LAB,
  LAB,
  PALETTE,
  RGB,
  UNASSOCIATED,
  YCBCR,
  colour,
} from '../../helpers/tiff_pictures'
import { describeTiff, tiffFolder } from '../../helpers/tiff_files'

const { samplesOf } = tiffFolder()

describeTiff('colours of TIFF', () => {
  const rgb = [255, 0, 0, 10, 20, 30, 0, 128, 255]

  it.each([
    ['interleaved', {}],
    ['planes', { separate: true }],
    ['planes in tiles', { separate: true, tile: 16 }],
  ])('RGB, %s', (_name, layout) => {
    expect(samplesOf(colour(3, RGB, rgb, layout))).toEqual(rgb)
    const deep = rgb.map((value) => value * 257)
    expect(samplesOf(colour(3, RGB, deep, { bits: 16, ...layout }))).toEqual(deep)
  })

  it('a fourth sample of RGB is alpha, unless ExtraSamples says otherwise', () => {
    const rgba = [200, 100, 50, 128, 1, 2, 3, 0]
    expect(samplesOf(colour(4, RGB, rgba))).toEqual(rgba)
    const withExtra = (kind: number) => colour(4, RGB, rgba, { shorts: { [EXTRA]: [kind] } })
    expect(samplesOf(withExtra(UNASSOCIATED))).toEqual(rgba)
    expect(samplesOf(withExtra(0))).toEqual([200, 100, 50, 1, 2, 3])
  })

  it.each([8, 16])('alpha that is multiplied in is divided out, %i bits', (bits) => {
    const top = 2 ** bits - 1
    const half = (top + 1) / 2
    const codesOf = [half, half / 2, 0, half, 0, 0, 0, 0, top, 5, 7, top]
    const picture = colour(4, RGB, codesOf, { bits, shorts: { [EXTRA]: [ASSOCIATED] } })
    const quarter = Math.floor(((half / 2) * top) / half + 0.5)
    expect(samplesOf(picture)).toEqual([top, quarter, 0, half, 0, 0, 0, 0, top, 5, 7, top])
  })

  it('gray with alpha', () => {
    const picture = colour(2, BLACK_IS_ZERO, [9, 255, 7, 0], { shorts: { [EXTRA]: [2] } })
    expect(samplesOf(picture)).toEqual([9, 9, 9, 255, 7, 7, 7, 0])
  })

  it('CMYK is what is left of white, in 8 and 16 bits, and planes', () => {
    const cmyk = [0, 0, 0, 0, 255, 0, 0, 0, 0, 255, 0, 51, 0, 0, 0, 255]
    const expected = [255, 255, 255, 0, 255, 255, 204, 0, 204, 0, 0, 0]
    expect(samplesOf(colour(4, CMYK, cmyk))).toEqual(expected)
    expect(samplesOf(colour(4, CMYK, cmyk, { separate: true }))).toEqual(expected)
    const deep = colour(4, CMYK, cmyk.map((v) => v * 257), { bits: 16 }) // prettier-ignore
    expect(samplesOf(deep)).toEqual(expected.map((v) => v * 257))
  })

  it.each([8, 16])('inks that alpha is multiplied into, %i bits', (bits) => {
    const top = 2 ** bits - 1
    const fifth = top / 5
    // Cyan and black at a fifth of alpha; no ink; what has no alpha stays.
    const inks = [
      ...[fifth, 0, 0, 0, fifth],
      ...[0, 0, 0, fifth, fifth],
      ...[0, 0, 0, 0, top],
      ...[0, 0, top, 0, 0],
    ]
    const picture = colour(5, CMYK, inks, { bits, shorts: { [EXTRA]: [ASSOCIATED] } })
    expect(samplesOf(picture)).toEqual([
      ...[0, top, top, fifth],
      ...[0, 0, 0, fifth],
      ...[top, top, top, top],
      ...[top, top, 0, 0],
    ])
  })

  it('a palette is RGB, of any depth, with the entries of any convention', () => {
    for (const [bits, factor] of [
      [1, 257],
      [2, 257],
      [4, 256],
      [8, 257],
      [8, 1], // bytes where words should be, as libtiff's own tools read them
    ]) {
      // prettier-ignore
      const entries = 2 ** bits!
      const channel = (c: number) =>
        Array.from({ length: entries }, (_, i) => ((i * 7 + c * 50) % 256) * factor!)
      const map = [channel(0), channel(1), channel(2)]
      const picture = colour(1, PALETTE, [1, 0], { bits, shorts: { 320: map.flat() } })
      const expected = [1, 0].flatMap((i) => map.map((c) => c[i]! / factor!))
      expect(samplesOf(picture)).toEqual(expected)
    }
  })

  it('a palette with alpha is RGBA', () => {
    const map = [0, 1, 2].flatMap((c) => Array.from({ length: 256 }, (_, i) => ((i + c) % 256) * 257)) // prettier-ignore
    const picture = colour(2, PALETTE, [3, 255, 100, 17], {
      shorts: { 320: map, [EXTRA]: [UNASSOCIATED] },
    })
    expect(samplesOf(picture)).toEqual([3, 4, 5, 255, 100, 101, 102, 17])
  })

  // Lindbloom's calculator, D50, Bradford: L 53.24 a 80.09 b 67.20 is sRGB red.
  it('CIE L*a*b* and ICC L*a*b*, 8 and 16 bits', () => {
    const near = (values: number[], expected: number[], most: number) =>
      values.forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(most))
    near(samplesOf(colour(3, LAB, [255, 0, 0, 0, 0, 0, 137, 81, 70])), [255, 255, 255, 0, 0, 0, 255, 0, 0], 9) // prettier-ignore
    near(samplesOf(colour(3, ICC_LAB, [255, 128, 128, 137, 209, 198])), [255, 255, 255, 255, 0, 0], 9) // prettier-ignore
    const deep = colour(3, LAB, [65535, 0, 0, 35566, 20692, 17877], { bits: 16 })
    near(samplesOf(deep), [65535, 65535, 65535, 65535, 0, 0], 600)
  })

  // L 32.30 a 79.19 b -107.86 of D65 is sRGB blue; of D50 it is none of sRGB.
  it('CIE L*a*b* of the white that the file says', () => {
    const lab = [255, 0, 0, 82, 79, 256 - 108]
    const white = (x: number, y: number) =>
      colour(3, LAB, lab, { rationals: { 318: [x, 10_000, y, 10_000] } })
    const [r, g, b] = samplesOf(white(3127, 3290)).slice(3)
    expect([r! < 12, g! < 12, b! > 250]).toEqual([true, true, true])
    expect(samplesOf(white(3127, 3290)).slice(0, 3)).toEqual([255, 255, 255])
    expect(samplesOf(white(3457, 3585)).slice(3)).toEqual(samplesOf(colour(3, LAB, lab)).slice(3))
    expect(() => samplesOf(white(9000, 3000))).toThrow('white point')
  })

  it('uncompressed YCbCr, by libtiff', () => {
    const picture = colour(3, YCBCR, [0, 128, 128, 255, 128, 128, 76, 85, 255], {
      shorts: { 530: [1, 1] },
    })
    const values = samplesOf(picture)
    expect(values.slice(0, 6)).toEqual([0, 0, 0, 255, 255, 255])
    expect(values[6]).toBeGreaterThan(250)
    expect(Math.max(values[7]!, values[8]!)).toBeLessThan(5)
  })
})
