import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ndarray from 'ndarray'
import {
  AV1,
  AVIF,
  BPG,
  HEIC,
  JPEG,
  JPEG2000,
  JXL,
  MJPEG,
  PNG,
  VP9,
  WebP,
  X264,
  X265,
  readImage,
  writeImage,
  type Metadata,
} from '../../lib'
import { writeHeif } from '../../lib/bitstream/heif'
import type { Codec } from '../../lib/codec'
import type { PixelArray, Samples } from '../../lib/image'
import { exifOrientation } from '../../lib/metadata/orientation'
import { arrayLevels, largest, libheif } from '../helpers/container/matrix'
import { describeWith } from '../helpers/heif_programs'
import { iccProfile } from '../helpers/icc_profile'
import { makePicture, samplesOf } from '../helpers/pictures'

let folder: string
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'metadata-'))))
afterAll(() => rmSync(folder, { recursive: true }))

/** Exif with an orientation and nothing else: TIFF's header and one entry. */
const exifWith = (orientation: number): Uint8Array =>
  Uint8Array.from([
    ...[0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1],
    ...[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0],
    ...[0, 0, 0, 0],
  ])
const xmp = Buffer.from(
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' +
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:source>a test</dc:source>' +
    '</rdf:Description></rdf:RDF></x:xmpmeta>',
)
const given = { icc: iccProfile(), exif: exifWith(1), xmp }
// The ICC profile of JPEG XL is inside of its codestream, which libavcodec's encoder writes.
const withoutProfile = { exif: given.exif, xmp }

const quick = { usage: 'allintra', speed: 8 } as const
const carriers: [name: string, codec: Codec, metadata: Metadata][] = [
  ['AVIF', new AVIF(quick), given],
  ['HEIC', new HEIC({ preset: 'ultrafast' }), given],
  ['BPG', new BPG({ method: 1 }), given],
  ['JPEG', new JPEG(), given],
  ['MJPEG', new MJPEG(), given],
  ['PNG', new PNG(), given],
  ['WebP', new WebP(), given],
  ['JPEG2000', new JPEG2000({ lossless: true }), given],
  ['JXL', new JXL(), withoutProfile],
]

const picture = (): PixelArray => {
  const { data, shape } = makePicture({ width: 48, height: 32 })
  return Object.assign(ndarray<Samples>(data.slice(), shape), { bitDepth: 8 })
}

const plain = ({ icc, exif, xmp: packet }: Metadata): Record<string, Buffer | undefined> => ({
  icc: icc && Buffer.from(icc),
  exif: exif && Buffer.from(exif),
  xmp: packet && Buffer.from(packet),
})

describe.each(carriers)('%s', (_name, codec, metadata) => {
  test('carries what encode is given, and decode gives it back where asked', async () => {
    const bytes = await codec.encode(picture(), { metadata })
    const decoded = await codec.decode(bytes, { metadata: true })
    expect(plain(decoded.metadata!)).toEqual(plain(metadata))
    expect((await codec.decode(bytes)).metadata?.icc).toEqual(decoded.metadata!.icc)
    expect((await codec.decode(bytes, { metadata: false })).metadata).toBeUndefined()
    const bare = await codec.decode(await codec.encode(picture()))
    expect(Array.from(decoded.data)).toEqual(Array.from(bare.data))
  })

  test("carries the image's own; `metadata: {}` leaves it out", async () => {
    const image = Object.assign(picture(), { metadata })
    const decoded = await codec.decode(await codec.encode(image), { metadata: true })
    expect(plain(decoded.metadata!)).toEqual(plain(metadata))
    const without = await codec.encode(image, { metadata: {} })
    expect(without).toHaveLength((await codec.encode(picture())).length)
  })

  test('nothing of it is in a file that it was not put into', async () => {
    const bytes = await codec.encode(picture())
    expect(plain((await codec.decode(bytes, { metadata: true })).metadata!)).toEqual(plain({}))
  })
})

describe.each([
  ['X264', new X264({ preset: 'ultrafast' })],
  ['X265', new X265({ preset: 'ultrafast' })],
  ['AV1', new AV1(quick)],
  ['VP9', new VP9({ speed: 8 })],
  ['J2K', new JPEG2000({ format: 'j2k' })],
])('the elementary stream of %s', (_name, codec) => {
  test('leaves metadata out, and says so of what it is given', async () => {
    const bare = await codec.encode(picture())
    const image = Object.assign(picture(), { metadata: given })
    expect(Buffer.compare(await codec.encode(image), bare)).toBe(0)
    const { warnings } = await codec.encode(picture(), { metadata: given })
    expect(warnings!.join()).toMatch(/cannot hold the ICC profile/)
  })
})

const noExiftool = spawnSync('exiftool', ['-ver']).error
  ? ' (skipped: no exiftool; Debian: libimage-exiftool-perl)'
  : ''
;(noExiftool ? describe.skip : describe)(`exiftool reads ours${noExiftool}`, () => {
  test.each(carriers)('%s', async (_name, codec, metadata) => {
    const path = join(folder, `exiftool${codec.fileExtension}`)
    await codec.encode(picture(), { metadata: { ...metadata, exif: exifWith(3) }, to: path })
    const tags = ['-Orientation', '-XMP-dc:Source', '-ICC_Profile:ProfileDescription']
    const { stdout } = spawnSync('exiftool', ['-j', '-n', '-G', ...tags, path])
    const [found] = JSON.parse(stdout.toString()) as Record<string, unknown>[]
    // AVIF, HEIC and JPEG XL got upright pixels.
    const upright = ['.avif', '.heic', '.jxl'].includes(codec.fileExtension)
    expect(found).toMatchObject({
      'EXIF:Orientation': upright ? 1 : 3,
      'XMP:Source': 'a test',
      ...(metadata.icc && { 'ICC_Profile:ProfileDescription': 'test RGB' }),
    })
  })
})

describe('from file to file by readImage and writeImage', () => {
  test('through every format and back', async () => {
    const names = ['a.png', 'b.avif', 'c.heic', 'd.webp', 'e.jp2', 'f.bpg', 'g.jpg']
    await writeImage(join(folder, names[0]!), Object.assign(picture(), { metadata: given }))
    for (const [i, name] of names.slice(1).entries()) {
      const image = await readImage(join(folder, names[i]!), { metadata: true })
      expect([name, plain(image.metadata!)]).toEqual([name, plain(given)])
      await writeImage(join(folder, name), image)
    }
    const last = await readImage(join(folder, 'g.jpg'), { metadata: true })
    expect(plain(last.metadata!)).toEqual(plain(given))
    expect(last.metadata!.orientation).toBe(1)
  })

  test('nothing travels that was not asked for', async () => {
    const [from, to] = [join(folder, 'from.png'), join(folder, 'to.avif')]
    await writeImage(from, Object.assign(picture(), { metadata: given }))
    const image = await readImage(from)
    expect(plain(image.metadata!)).toEqual(plain({ icc: given.icc }))
    await writeImage(to, image)
    const { metadata } = await readImage(to, { metadata: true })
    expect(plain(metadata!)).toEqual(plain({ icc: given.icc }))
  })
})

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
