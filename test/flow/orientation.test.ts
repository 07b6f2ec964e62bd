import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ndarray from 'ndarray'
import { AVIF, HEIC, JXL, X265, readImage, writeImage } from '../../lib'
import { writeHeif } from '../../lib/bitstream/heif'
import type { PixelArray, Samples } from '../../lib/image'
import { exifOrientation } from '../../lib/metadata/orientation'
import { arrayLevels, libheif } from '../helpers/container/readers'
import { largest } from '../helpers/container/matrix'
import { describeWith } from '../helpers/heif_programs'
import { exifWith } from '../helpers/exif'
import { makePicture, samplesOf } from '../helpers/pictures'

let folder: string
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'metadata-'))))
afterAll(() => rmSync(folder, { recursive: true }))

const quick = { usage: 'allintra', speed: 8 } as const

const picture = (): PixelArray => {
  const { data, shape } = makePicture({ width: 48, height: 32 })
  return Object.assign(ndarray<Samples>(data.slice(), shape), { bitDepth: 8 })
}

/** Exif 2.32 section 4.6.4: where the stored pixel (x, y) of a w x h picture is shown. */
const shownAt: Record<number, (x: number, y: number, w: number, h: number) => number[]> = {
  1: (x, y) => [x, y],
  2: (x, y, w) => [w - 1 - x, y],
  3: (x, y, w, h) => [w - 1 - x, h - 1 - y],
  4: (x, y, _w, h) => [x, h - 1 - y],
  5: (x, y) => [y, x],
  6: (x, y, _w, h) => [h - 1 - y, x],
  7: (x, y, w, h) => [h - 1 - y, w - 1 - x],
  8: (x, y, w) => [y, w - 1 - x],
}

describe('orientation', () => {
  const stored = picture()
  const [height, width] = stored.shape as [number, number]

  const expectShown = (restored: PixelArray, orientation: number): void => {
    const wrong: number[][] = []
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const [u, v] = shownAt[orientation]!(x, y, width, height) as [number, number]
        for (let c = 0; c < 3; c++) {
          if (restored.get(v, u, c) !== stored.get(y, x, c)) wrong.push([x, y, c])
        }
      }
    }
    expect(wrong).toEqual([])
  }

  describe.each([
    ['AVIF', new AVIF({ ...quick, lossless: true })],
    ['HEIC', new HEIC({ preset: 'ultrafast', lossless: true })],
    ['JXL', new JXL({ lossless: true, effort: 1 })],
  ])('%s, whose readers do not look into the Exif, gets upright pixels', (_name, codec) => {
    test.each([1, 2, 3, 4, 5, 6, 7, 8])('%d', async (orientation) => {
      const bytes = await codec.encode(stored, { metadata: { exif: exifWith(orientation) } })
      const restored = await codec.decode(bytes, { metadata: true })
      expect(restored.shape).toEqual(orientation < 5 ? [height, width, 3] : [width, height, 3])
      expectShown(restored, orientation)
      expect(exifOrientation(restored.metadata!.exif!)).toBe(1)
      expect(restored.metadata!.orientation).toBeUndefined()
    })
  })

  test('a JPEG file keeps it in the Exif, and its pixels as they are', async () => {
    const [path, avif] = [join(folder, 'six.jpg'), join(folder, 'six.avif')]
    await writeImage(path, Object.assign(picture(), { metadata: { exif: exifWith(6) } }))
    const image = await readImage(path, { metadata: true, autoOrient: false })
    expect(image.shape).toEqual([height, width, 3])
    expect(image.metadata!.orientation).toBe(6)
    expect((await readImage(path)).shape).toEqual([width, height, 3])
    await writeImage(avif, image)
    const shown = await readImage(avif, { metadata: true })
    expect(shown.shape).toEqual([width, height, 3])
    await writeImage(path, shown)
    const back = await readImage(path, { metadata: true })
    expect(back.shape).toEqual([width, height, 3])
    expect(exifOrientation(back.metadata!.exif!)).toBe(1)
  })

  // As an iPhone has it: the turn as a property, and once more in the Exif, where it does not count.
  test('a turned HEIC that has it in its Exif too is turned once', async () => {
    const stream = new X265({ preset: 'ultrafast', lossless: true }).encodeSync(stored)
    const file = writeHeif({
      ...{ codec: 'hevc', stream, width, height, irot: 3 },
      exif: exifWith(6),
    })
    const heic = join(folder, 'turned.heic')
    writeFileSync(heic, file)
    const image = await readImage(heic, { metadata: true })
    expectShown(image, 6)
    expect(exifOrientation(image.metadata!.exif!)).toBe(1)
    const jpeg = join(folder, 'turned.jpg')
    await writeImage(jpeg, image)
    const { exif } = (await readImage(jpeg, { metadata: true })).metadata!
    expect(exifOrientation(exif!)).toBe(1)
  })

  test('planes are not turned', async () => {
    const codec = new AVIF({ ...quick, lossless: true })
    const planes = await codec.decode(await codec.encode(stored), { as: 'planes' })
    const bytes = await codec.encode(planes, { metadata: { exif: exifWith(6) } })
    const again = await codec.decode(bytes, { as: 'planes', metadata: true })
    expect([again.width, again.height]).toEqual([width, height])
  })
})

describeWith(['heif-convert'], 'libheif shows the turned picture upright', () => {
  test.each(['.avif', '.heic'])('%s', async (extension) => {
    const path = join(folder, `upright${extension}`)
    await writeImage(path, Object.assign(picture(), { metadata: { exif: exifWith(8) } }))
    const coding = { chroma: 'RGB', depth: 8 } as const
    const theirs = await libheif.pixels(readFileSync(path), coding)
    expect(largest(arrayLevels(await readImage(path)).rgb, theirs.rgb)).toBe(0)
    const corner = Array.from(theirs.rgb.subarray(0, 3))
    expect(corner).toEqual(Array.from(samplesOf(picture()).subarray(47 * 3, 48 * 3)))
  })
})
