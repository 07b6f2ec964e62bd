import { mkdtempSync, rmSync } from 'node:fs'
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
import type { Codec } from '../../lib/codec'
import type { PixelArray, Samples } from '../../lib/image'
import { iccProfile } from '../helpers/icc_profile'
import { exifWith } from '../helpers/exif'
import { makePicture } from '../helpers/pictures'

let folder: string
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'metadata-'))))
afterAll(() => rmSync(folder, { recursive: true }))

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
