import { readImage, readImageSync } from '../../../lib/files'
import { codecFailure, codecFailureSync } from '../../helpers/failures'
import { tiffFile, type TiffPicture } from '../../helpers/tiff_builder'
import { FLOAT, gray } from '../../helpers/tiff_pictures'
import { describeTiff, tiffFolder } from '../../helpers/tiff_files'

// A file of some hundred bytes may say what it likes of its tiles and strips: each is in memory as
// a whole.
const { fileOf } = tiffFolder()
const MIB = 2 ** 20

const peak = (): number => process.resourceUsage().maxRSS / 1024 // MiB

/** A gray picture of 17 x 5 in one tile of this side. */
const tiled = (side: number, compression: number): TiffPicture =>
  gray(8, { shorts: { 259: [compression], 322: [side], 323: [side], 324: [8], 325: [85] } })

describeTiff('limits of TIFF', () => {
  it.each([
    ['raw', 1],
    ['LZW', 5],
    ['JPEG', 7],
    ['deflate', 8],
    ['PackBits', 32773],
  ])('a tile far larger than its picture, %s', async (_name, compression) => {
    const path = fileOf(tiffFile(tiled(32768, compression)))
    const before = peak()
    for (const options of [{}, { maxPixels: 1000 }, { maxPixels: 1e9, maxMemory: 2 ** 34 }]) {
      const error = await codecFailure(() => readImage(path, options))
      expect(error.code).toBe('ERR_LIMIT')
      expect(error.message).toMatch(/a tile or strip of 32768x32768 pixels in a picture of 17x5$/)
    }
    expect(peak() - before).toBeLessThan(200)
  })

  it('a tile that is larger than its picture, as tiles are, within any limit', () => {
    const picture = gray(8, { tile: 256 })
    const { data } = readImageSync(fileOf(tiffFile(picture)), { maxPixels: 17 * 5 })
    expect(Array.from(data)).toEqual(picture.codes)
  })

  it('samples without number: a strip takes no more than the picture may', () => {
    const side = 400
    const codes = Array<number>(64).fill(0)
    const many = {
      width: 1,
      height: 1,
      bits: 64,
      samples: 64,
      photometric: 1,
      sampleFormat: FLOAT,
      codes,
    }
    const shorts = { 256: [side], 257: [side] }
    const path = fileOf(tiffFile({ ...many, rowsPerStrip: side, deflate: true, shorts }))
    const error = codecFailureSync(() => readImageSync(path, { maxPixels: side ** 2 }))
    expect(error.code).toBe('ERR_LIMIT')
    expect(error.message).toContain(`a tile or strip of 400x400 pixels takes more memory`)
  })

  it('maxPixels and maxMemory, each by its name', () => {
    const path = fileOf(tiffFile(gray(8, {})))
    const failureOf = (options: object) => codecFailureSync(() => readImageSync(path, options))
    expect(failureOf({ maxPixels: 84 })).toMatchObject({ code: 'ERR_LIMIT' })
    expect(failureOf({ maxPixels: 84 }).message).toContain('maxPixels (84)')
    expect(readImageSync(path, { maxPixels: 85 }).shape).toEqual([5, 17, 1])
    const large = fileOf(tiffFile(gray(8, { shorts: { 256: [400], 257: [400] } })))
    const error = codecFailureSync(() => readImageSync(large, { maxMemory: MIB }))
    expect(error).toMatchObject({ code: 'ERR_LIMIT' })
    expect(error.message).toContain('maxMemory (1048576 bytes')
  })
})
