import ndarray from 'ndarray'
import sharp from 'sharp'
import { AVIF } from '../../lib'
import type { PixelArray, Samples } from '../../lib/image'
import { chromium, screenshot } from '../helpers/chromium'
import { codingName, type Coding } from '../helpers/container/codings'
import { fileOf, ourLevels } from '../helpers/container/matrix'
import { makePicture, samplesOf } from '../helpers/pictures'

const SIDE = 64
const COLUMNS = 5

/** RGBA: the upper third transparent, the lower third opaque, between them a ramp. */
function maskedPicture(): PixelArray {
  const { data, shape } = makePicture({ width: 61, height: 43, channels: 4 })
  const masked = data.map((value, i) => {
    const y = Math.floor(i / 4 / 61)
    return i % 4 < 3 ? value : y < 14 ? 0 : y >= 28 ? 255 : 18 * (y - 14)
  })
  return Object.assign(ndarray<Samples>(masked, shape), { bitDepth: 8 })
}

// Chromium cuts deeper YUV to 8 bits before it converts: up to 0.75 levels of each sample, which
// blue's coefficients (1.16 and 2.15 in limited range) enlarge.
const opaque: { coding: Coding; bound: number }[] = [
  { coding: { chroma: '4:4:4', depth: 8 }, bound: 1 },
  { coding: { chroma: '4:4:4', depth: 8, limited: true }, bound: 1 },
  { coding: { chroma: '4:4:4', depth: 8, matrix: 'bt709' }, bound: 1 },
  { coding: { chroma: '4:2:0', depth: 8 }, bound: 2 },
  { coding: { chroma: '4:2:0', depth: 8, limited: true }, bound: 2 },
  { coding: { chroma: '4:2:0', depth: 8, encoder: 'libsvtav1' }, bound: 2 },
  { coding: { chroma: '4:2:2', depth: 8 }, bound: 2 },
  { coding: { chroma: '4:0:0', depth: 8 }, bound: 0 },
  { coding: { chroma: '4:0:0', depth: 8, limited: true }, bound: 1 },
  { coding: { chroma: 'RGB', depth: 8, lossless: true }, bound: 0 },
  { coding: { chroma: 'RGB', depth: 10 }, bound: 1 },
  { coding: { chroma: '4:4:4', depth: 10 }, bound: 4 },
  { coding: { chroma: '4:2:0', depth: 10, matrix: 'bt2020', limited: true }, bound: 6 },
]

const why = chromium ? '' : ' (skipped: no chromium; Debian: apt-get install chromium)'
;(chromium ? describe : describe.skip)(`headless Chromium shows our AVIF${why}`, () => {
  const place = (i: number) => ({ x: (i % COLUMNS) * SIDE, y: Math.floor(i / COLUMNS) * SIDE })
  const masked = maskedPicture()
  let shot: PixelArray
  let files: Uint8Array[]

  /** R, G and B at the pixels of picture `i`. */
  const seen = (i: number): Float64Array => {
    const { x, y } = place(i)
    const part = shot.lo(y, x).hi(43, 61)
    return Float64Array.from(samplesOf(Object.assign(part, { bitDepth: 8 })))
  }

  beforeAll(async () => {
    const alpha = { lossless: true, usage: 'allintra', speed: 8 } as const
    const raw = { width: 61, height: 43, channels: 4 } as const
    const theirs = sharp(samplesOf(masked) as Uint8Array, { raw }).avif({ lossless: true })
    files = [
      ...opaque.map(({ coding }) => fileOf('AVIF', coding)),
      new AVIF(alpha).encodeSync(masked),
      await theirs.toBuffer(),
    ]
    shot = screenshot(
      COLUMNS * SIDE,
      Math.ceil(files.length / COLUMNS) * SIDE,
      files.map((file, i) => ({ file, ...place(i) })),
    )
  }, 120_000)

  test.each(opaque.map((row, i) => ({ name: codingName(row.coding), ...row, i })))(
    '$name: within $bound of our decoder',
    ({ i, bound }) => {
      const expected = ourLevels('AVIF', files[i]!).rgb
      const levels = seen(i)
      const difference = levels.map((v, k) => Math.abs(v - Math.round(expected[k]!)))
      expect(Math.max(...difference)).toBeLessThanOrEqual(bound)
    },
  )

  test('alpha: opaque is opaque and transparent is the page', () => {
    const levels = seen(opaque.length)
    const row = 61 * 3
    expect(levels.subarray(0, 14 * row).every((v) => v === 255)).toBe(true)
    const colours = samplesOf(masked).filter((_, i) => i % 4 !== 3)
    expect(Array.from(levels.subarray(28 * row))).toEqual(Array.from(colours.subarray(28 * row)))
  })

  // Chromium 156 stretches every writer's alpha from 16..235, so a formula would test the browser.
  test('alpha between them: as it shows the file that sharp writes of the same picture', () => {
    expect(seen(opaque.length)).toEqual(seen(opaque.length + 1))
  })
})
