import { codecFailureSync } from '../../helpers/failures'
import { readImageSync } from '../../../lib/files'
import { probeSync } from '../../../lib/probe'
import { tiffFile, type TiffPicture } from '../../helpers/tiff_builder'
import { ASSOCIATED, CMYK, colour, EXTRA, FLOAT, gray, LAB, layouts, PALETTE, RGB, SIGNED, UNASSOCIATED, WHITE_IS_ZERO } from '../../helpers/tiff_pictures' // prettier-ignore
import { describeTiff, tiffFolder } from '../../helpers/tiff_files'

const { fileOf, read, samplesOf } = tiffFolder()

const PREDICTOR = 317

/** The picture with each sample as the difference from its left neighbour of the same block. */
function differenced(p: TiffPicture): TiffPicture {
  const codes = p.codes.map((code, i) => {
    const column = Math.floor(i / p.samples) % p.width
    const first = column % (p.tile ?? p.width) === 0
    return first ? code : (code - p.codes[i - p.samples]! + 2 ** p.bits) % 2 ** p.bits
  })
  return { ...p, codes, shorts: { ...p.shorts, [PREDICTOR]: [2] } }
}

describeTiff('horizontal differencing that libtiff leaves as it is', () => {
  const depths = [1, 2, 3, 4, 6, 8, 10, 12, 14, 16, 24, 32]
  it.each(layouts)('gray of every depth in %s', (_, layout) => {
    for (const bits of depths) {
      const plain = gray(bits, layout)
      expect(samplesOf(differenced(plain))).toEqual(samplesOf(plain))
      expect(read(differenced(plain)).warnings).toBeUndefined()
    }
  })

  it('of every depth below Deflate, too', () => {
    for (const bits of depths) {
      const plain = gray(bits, { deflate: true, rowsPerStrip: 2 })
      expect(samplesOf(differenced(plain))).toEqual(samplesOf(plain))
    }
  })

  it('signed samples, RGB together and in planes, white as 0', () => {
    const rgb = colour(3, RGB, [9, 4000, 7, 100, 3, 2222, 4095, 0, 1], { bits: 12 })
    const kinds = [
      gray(8, { sampleFormat: SIGNED }),
      gray(12, { sampleFormat: SIGNED }),
      gray(12, { photometric: WHITE_IS_ZERO }),
      rgb,
      { ...rgb, separate: true },
    ]
    for (const plain of kinds) expect(samplesOf(differenced(plain))).toEqual(samplesOf(plain))
  })

  it.each([
    ['floating point differences', gray(32, { sampleFormat: FLOAT, shorts: { [PREDICTOR]: [3] } })],
    ['of integers, of floats', gray(32, { sampleFormat: FLOAT, shorts: { [PREDICTOR]: [2] } })],
  ])('%s are refused by name', (_, picture) => {
    const error = codecFailureSync(() => readImageSync(fileOf(tiffFile(picture))))
    expect(error).toMatchObject({ code: 'ERR_DECODE' })
    expect(error.message).toMatch(/predictor \d with .* is not supported/)
  })
})

describeTiff('probe says what decode gives', () => {
  const extra = (...kinds: number[]) => ({ shorts: { [EXTRA]: kinds } })
  it.each<[string, TiffPicture]>([
    ...[1, 2, 4, 7, 8, 9, 10, 12, 14, 15, 16, 17, 24, 32].map((bits): [string, TiffPicture] => [
      `${bits} bits`,
      gray(bits),
    ]),
    ['signed', gray(12, { sampleFormat: SIGNED })],
    ['half floats', gray(16, { sampleFormat: FLOAT })],
    ['floats', gray(32, { sampleFormat: FLOAT })],
    ['white as 0', gray(12, { photometric: WHITE_IS_ZERO })],
    ['RGB', colour(3, RGB, [1, 2, 3])],
    ['RGB and a fourth sample', colour(4, RGB, [1, 2, 3, 4])],
    ['RGBA', colour(4, RGB, [1, 2, 3, 4], extra(UNASSOCIATED))],
    ['RGBA, premultiplied', colour(4, RGB, [1, 2, 3, 4], extra(ASSOCIATED))],
    ['RGB and something else', colour(4, RGB, [1, 2, 3, 4], extra(0))],
    ['RGB, something else and alpha', colour(5, RGB, [1, 2, 3, 4, 5], extra(0, 2))],
    ['gray and alpha', colour(2, 1, [1, 2], extra(UNASSOCIATED))],
    ['gray and something else', colour(2, 1, [1, 2], extra(0))],
    ['CMYK', colour(4, CMYK, [1, 2, 3, 4])],
    ['CMYK and alpha', colour(5, CMYK, [1, 2, 3, 4, 5], extra(UNASSOCIATED))],
    ['CMYK of 12 bits', colour(4, CMYK, [1, 2, 3, 4], { bits: 12 })],
    ['L*a*b*', colour(3, LAB, [100, 2, 3])],
    ['a palette', colour(1, PALETTE, [1, 2], { shorts: { 320: Array<number>(768).fill(257) } })],
  ])('%s', (_, picture) => {
    const bytes = tiffFile(picture)
    const { shape, bitDepth = 8 } = read(picture)
    const probed = probeSync(bytes)
    expect(probed).toMatchObject({ width: picture.width, height: picture.height, bitDepth })
    expect(probed.channels).toBe(shape[2])
  })
})
