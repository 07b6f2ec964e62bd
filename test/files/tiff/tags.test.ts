import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { inspect } from '../../../lib/probe/inspect'
import type { CodecError } from '../../../lib/errors'
import { readImage, readImageSync } from '../../../lib/files'
import { readMetadata } from '../../../lib/files/metadata'
import { codecFailureSync } from '../../helpers/failures'
import { iccProfile } from '../../helpers/icc_profile'
import { tiffFile, type TiffPicture } from '../../helpers/tiff_builder'
import { CMYK, FLOAT, LAB, colour, gray, layouts } from '../../helpers/tiff_pictures'
import { describeTiff, tiffFolder } from '../../helpers/tiff_files'

const { fileOf, read } = tiffFolder()

describeTiff('what TIFF says beside the pixels', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('orientation %i', async (orientation) => {
    for (const big of [false, true]) {
      const path = fileOf(tiffFile(gray(8, { big, shorts: { 274: [orientation] } })))
      const options = { metadata: true, autoOrient: false }
      const { metadata, shape } = await readImage(path, options)
      expect(metadata!.orientation).toBe(orientation === 1 ? undefined : orientation)
      expect(shape).toEqual([5, 17, 1]) // as stored
      expect((await readImage(path)).shape).toEqual(orientation < 5 ? [5, 17, 1] : [17, 5, 1])
    }
  })

  it('ICC profile and XMP', () => {
    const icc = iccProfile()
    const xmp = Buffer.from('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>')
    const bytes = tiffFile(gray(8, { bytes: { 700: xmp, 34675: icc } }))
    expect(readMetadata(bytes)).toEqual({ icc, xmp: new Uint8Array(xmp) })
  })

  it('every byte is explained', () => {
    for (const [, layout] of layouts) {
      const bytes = tiffFile(gray(8, layout))
      const { format, width, height, sections } = inspect(bytes)
      expect([format, width, height]).toEqual(['tiff', 17, 5])
      expect(sections.reduce((sum, { length }) => sum + length, 0)).toBe(bytes.length)
    }
  })

  it('warnings of libtiff that no pixel depends on', () => {
    const twoUnits = gray(8, { shorts: { 296: [2, 2] } })
    expect(read(twoUnits).warnings!.join()).toMatch(/ResolutionUnit/)
    expect(read(gray(8)).warnings).toBeUndefined()
  })
})

describeTiff('what is no TIFF picture here says so', () => {
  const failure = (bytes: Uint8Array): CodecError =>
    codecFailureSync(() => readImageSync(fileOf(bytes)))

  it.each<[string, TiffPicture, RegExp]>([
    ['a colour filter array', gray(8, { photometric: 32803 }), /photometric interpretation 32803/],
    ['other inks', colour(4, CMYK, [1, 2, 3, 4], { shorts: { 332: [2] } }), /inks other than CMYK/],
    ['complex samples', gray(16, { sampleFormat: 5 }), /complex/],
    ['an unknown compression', gray(8, { shorts: { 259: [60001] } }), /60001/],
    ['L*a*b* of 12 bits', colour(3, LAB, [1, 2, 3], { bits: 12 }), /12 bits/],
  ])('%s', (_name, picture, words) => {
    const bytes = tiffFile(picture)
    const error = failure(bytes)
    expect([error.code, error.message]).toEqual(['ERR_DECODE', expect.stringMatching(words)])
  })

  it('cut anywhere', () => {
    for (const [, layout] of layouts) {
      const bytes = tiffFile(gray(8, layout))
      for (let length = 0; length < bytes.length; length += 7) {
        if (length < 4) continue // no TIFF at all
        expect(failure(bytes.subarray(0, length)).code).toBe('ERR_DECODE')
      }
    }
  })
})

describe('without libtiff', () => {
  it('what FFmpeg reads wrong is refused by name, the rest is read', () => {
    const script = `
      const { readImageSync } = require(${JSON.stringify(join(__dirname, '../../..'))})
      for (const path of process.argv.slice(1)) {
        try { console.log(readImageSync(path).data.join()) }
        catch (error) { console.log(error.code, error.message) }
      }`
    const paths = [gray(8), gray(8, { tile: 16 }), gray(12), gray(16, { sampleFormat: FLOAT })].map(
      (picture) => fileOf(tiffFile(picture)),
    )
    const env = { ...process.env, NODECODECS_NO_ADDON: '1' }
    const { stdout } = spawnSync(process.execPath, ['-e', script, ...paths], {
      env,
      encoding: 'utf8',
    })
    const lines = stdout.trim().split('\n')
    expect(lines[0]).toBe(gray(8).codes.join())
    for (const line of lines.slice(1))
      expect(line).toMatch(/^ERR_UNAVAILABLE .*\d\.tif: tiff: .*libtiff-dev/)
    expect(lines).toHaveLength(4)
  })
})
