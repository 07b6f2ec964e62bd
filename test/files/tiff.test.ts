import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addon } from '../../lib/backends/native/addon'
import { inspect } from '../../lib/inspect'
import type { CodecError } from '../../lib/errors'
import { readImage, readImageSync } from '../../lib/files'
import { readMetadata } from '../../lib/files/metadata'
import { codecFailureSync } from '../helpers/failures'
import { iccProfile } from '../helpers/icc_profile'
import { tiffFile, type TiffPicture } from '../helpers/tiff_builder'

const hasTiff = addon()?.has('libtiff', 'decoder') ?? false
const ifTiff = hasTiff ? describe : describe.skip
const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-tiff-'))
afterAll(() => rmSync(folder, { recursive: true }))

const [WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, PALETTE, CMYK, YCBCR, LAB, ICC_LAB] = [
  0, 1, 2, 3, 5, 6, 8, 9,
]
const [SIGNED, FLOAT] = [2, 3]
const EXTRA = 338
const [ASSOCIATED, UNASSOCIATED] = [1, 2]

let files = 0
function fileOf(bytes: Uint8Array): string {
  const path = join(folder, `${files++}.tif`)
  writeFileSync(path, bytes)
  return path
}

const read = (picture: TiffPicture) => readImageSync(fileOf(tiffFile(picture)))
const samplesOf = (picture: TiffPicture): number[] => Array.from(read(picture).data)

/** Codes that reach from the lowest to the highest of `bits`. */
const codes = (count: number, bits: number): number[] =>
  Array.from({ length: count }, (_, i) => Math.round(((2 ** bits - 1) * i) / (count - 1)))

const gray = (bits: number, more: Partial<TiffPicture> = {}): TiffPicture => ({
  width: 17,
  height: 5,
  bits,
  samples: 1,
  codes: codes(85, bits),
  photometric: BLACK_IS_ZERO,
  ...more,
})

const scale = (value: number, from: number, to: number): number =>
  Math.floor((value * (2 ** to - 1)) / (2 ** from - 1) + 0.5)

/** The depth that a result has for samples of `bits`. */
const depthOf = (bits: number): number => Math.min(16, Math.max(8, bits))

const layouts: [string, Partial<TiffPicture>][] = [
  ['one strip', {}],
  ['strips', { rowsPerStrip: 2 }],
  ['tiles', { tile: 16 }],
  ['big-endian', { little: false }],
  ['BigTIFF', { big: true }],
  ['BigTIFF, big-endian, tiles', { big: true, little: false, tile: 16 }],
]
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

const colour = (
  samples: number,
  photometric: number,
  given: number[],
  more: Partial<TiffPicture> = {},
): TiffPicture => ({
  width: given.length / samples,
  height: 1,
  bits: 8,
  samples,
  photometric,
  codes: given,
  ...more,
})

ifTiff('colours of TIFF', () => {
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

  it('a palette is RGB, of any depth, with the entries of either convention', () => {
    for (const [bits, factor] of [
      [1, 257],
      [2, 257],
      [4, 256],
      [8, 257],
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

ifTiff('what TIFF says beside the pixels', () => {
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
    expect(read(gray(8, { shorts: { 60000: [1] } })).warnings!.join()).toMatch(/60000/)
    expect(read(gray(8)).warnings).toBeUndefined()
  })
})

ifTiff('what is no TIFF picture here says so', () => {
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
      const { readImageSync } = require(${JSON.stringify(join(__dirname, '../..'))})
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
    for (const line of lines.slice(1)) expect(line).toMatch(/^ERR_UNAVAILABLE tiff: .*libtiff-dev/)
    expect(lines).toHaveLength(4)
  })
})
