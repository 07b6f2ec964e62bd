import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createCodec,
  decode,
  encode,
  type EncodedBytes,
  JPEG,
  type MetadataChoice,
  metrics,
  PNG,
  readImage,
  readImageSync,
  readMetadata,
  writeImage,
  writeMetadata,
} from '../../lib/index'
import { parseBackground } from '../../lib/flow/flatten'
import { exifOrientation } from '../../lib/metadata/orientation'
import { allDescriptors } from '../../lib/registry'
import { failure } from '../helpers/failures'
import { makePicture, samplesOf } from '../helpers/pictures'
import { fastOptions } from '../helpers/table'

// What becomes of a file's ICC, Exif, XMP and orientation in every call: the table of docs/metadata.md.

const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-metadata-'))
afterAll(() => rmSync(folder, { recursive: true }))

const [width, height] = [24, 16]
const stored = makePicture({ width, height, texture: 1 })
/** As much of a profile as readers look at: length, colour space, signature. */
function profile(length: number, space: string): Uint8Array {
  const bytes = Uint8Array.from({ length }, (_, i) => (i * 7) % 251)
  bytes.set([0, 0, length >> 8, length & 255])
  bytes.set(Buffer.from(space), 16)
  bytes.set(Buffer.from('acsp'), 36)
  return bytes
}
const icc = profile(200, 'RGB ')
const xmp = new Uint8Array(Buffer.from('<x:xmpmeta/>'))
const exifWith = (orientation: number): Uint8Array =>
  Uint8Array.from([
    ...[0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1],
    ...[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0],
  ])

/** Where stored (x, y) of a 24x16 picture is shown, by its definition (Exif 2.32 section 4.6.4). */
const shownAt: Record<number, (x: number, y: number) => [number, number]> = {
  1: (x, y) => [x, y],
  2: (x, y) => [width - 1 - x, y],
  3: (x, y) => [width - 1 - x, height - 1 - y],
  4: (x, y) => [x, height - 1 - y],
  5: (x, y) => [y, x],
  6: (x, y) => [height - 1 - y, x],
  7: (x, y) => [height - 1 - y, width - 1 - x],
  8: (x, y) => [y, width - 1 - x],
}

const png = new PNG()
const plain = png.encodeSync(stored)
const photo = (orientation = 6) => writeMetadata(plain, { icc, xmp, exif: exifWith(orientation) })
const kinds = (bytes: Uint8Array) => {
  const found = readMetadata(bytes)
  return (['icc', 'exif', 'xmp'] as const).filter((kind) => found[kind])
}

describe.each([1, 2, 3, 4, 5, 6, 7, 8])('orientation %i', (orientation) => {
  test('comes out upright of every call, async and sync', async () => {
    const file = photo(orientation)
    const results = [
      await readImage(file),
      readImageSync(file),
      await png.decode(file),
      png.decodeSync(file),
      await decode(file),
      (await png.apply(file)).restored,
      png.applySync(file).restored,
      await readImage(await png.encode(file)),
      await readImage(png.encodeSync(file)),
    ]
    for (const { shape } of results) {
      expect(shape).toEqual(orientation < 5 ? [height, width, 3] : [width, height, 3])
    }
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const [u, v] = shownAt[orientation]!(x, y)
        for (const shown of results) expect(shown.get(v, u, 1)).toBe(stored.get(y, x, 1))
      }
    }
    for (const shown of results) expect(samplesOf(shown)).toEqual(shown.data)
    expect(await metrics(file, results[0]!, ['mse'])).toEqual({ mse: 0 })
  })

  test('autoOrient: false leaves pixels and Exif as they are', async () => {
    const read = await readImage(photo(orientation), { autoOrient: false, metadata: 'keep' })
    expect([read.shape, samplesOf(read)]).toEqual([[height, width, 3], samplesOf(stored)])
    const copy = await png.encode(photo(orientation), { autoOrient: false, metadata: 'keep' })
    expect(readMetadata(copy).orientation).toBe(orientation)
    expect(samplesOf(png.decodeSync(copy, { autoOrient: false }))).toEqual(samplesOf(stored))
  })
})

describe('what is written', () => {
  const other = profile(150, 'RGB ')
  test.each<[MetadataChoice | undefined, string[]]>([
    [undefined, ['icc']],
    ['keep', ['icc', 'exif', 'xmp']],
    ['drop', []],
    [{}, []],
    [{ icc: false, xmp: true }, ['xmp']],
    [{ exif: true }, ['exif']],
    [{ icc: other }, ['icc']],
    [{ icc: null }, []],
  ])('of a file by metadata: %p', async (metadata, expected) => {
    const bytes = await png.encode(photo(), { metadata })
    expect(kinds(bytes)).toEqual(expected)
    expect(png.encodeSync(photo(), { metadata })).toEqual(bytes)
    const found = readMetadata(bytes)
    expect(found.orientation ?? 1).toBe(1)
    if (found.exif) expect(exifOrientation(found.exif)).toBe(1)
    const own = typeof metadata === 'object' && metadata.icc
    if (found.icc) expect(found.icc).toEqual(own instanceof Uint8Array ? own : icc)
    const { bytes: applied } = await png.apply(photo(), { metadata })
    expect(kinds(applied)).toEqual(metadata === undefined ? [] : expected)
  })

  test('readImage to writeImage keeps the profile, and all where that was asked for', async () => {
    const path = join(folder, 'out.png')
    await writeImage(path, await readImage(photo()))
    expect((await readImage(path, { metadata: true })).metadata).toEqual({ icc })
    await writeImage(path, await readImage(photo(), { metadata: 'keep' }))
    const { metadata } = await readImage(path, { metadata: true })
    expect(Object.keys(metadata!).sort()).toEqual(['exif', 'icc', 'orientation', 'xmp'])
    expect(metadata!.orientation).toBe(1)
    await writeImage(path, await readImage(photo(), { metadata: 'drop' }))
    expect((await readImage(path)).metadata).toBeUndefined()
  })

  test('every codec goes on where its file cannot hold something, and says so', async () => {
    for (const descriptor of allDescriptors()) {
      const codec = createCodec(descriptor.name, fastOptions(descriptor))
      if (!codec.available() || codec.backend !== 'native') continue
      const bytes: EncodedBytes = await codec.encode(photo(), { metadata: 'keep' })
      const left = ['icc', 'exif', 'xmp'].filter((kind) => !kinds(bytes).includes(kind as 'icc'))
      expect([codec.name, bytes.warnings?.length ?? 0]).toEqual([codec.name, left.length])
      for (const text of bytes.warnings ?? [])
        expect(text).toMatch(/cannot hold the (ICC|Exif|XMP)/)
      expect((await codec.decode(bytes)).shape).toEqual([width, height, 3])
    }
  })

  test('a profile of other colours than the pixels is left out', async () => {
    const cmyk = writeMetadata(plain, { icc: profile(200, 'CMYK') })
    const bytes: EncodedBytes = await png.encode(cmyk)
    expect([kinds(bytes), bytes.warnings]).toEqual([[], [expect.stringMatching(/CMYK/)]])
  })

  test('a target of bytes counts what is written beside the picture', async () => {
    const big = writeMetadata(plain, { icc: profile(3000, 'RGB ') })
    const bytes = await new JPEG().encode(big, { target: { bytes: 3900 } })
    expect(bytes.length).toBeGreaterThan(3200)
    expect(bytes.length).toBeLessThanOrEqual(3900)
  })

  test('damaged metadata is left out with a warning, and an error where it was asked for', async () => {
    const whole = writeMetadata(new JPEG().encodeSync(stored), { icc })
    const at = Buffer.from(whole).indexOf('ICC_PROFILE') + 12
    const damaged = Uint8Array.from(whole)
    damaged[at] = 9
    expect((await readImage(damaged)).warnings).toEqual([
      expect.stringMatching(/metadata.*damaged/),
    ])
    expect(await failure(readImage(damaged, { metadata: true }))).toMatchObject({
      code: 'ERR_DECODE',
    })
  })

  test.each([['all'], [7], [null], [{ gps: true }], [{ icc: 'x' }]])(
    'metadata: %p is a TypeError',
    async (metadata) => {
      const error = await failure(png.encode(photo(), { metadata: metadata as never }))
      expect([error.name, error.message]).toEqual(['TypeError', expect.stringMatching(/^metadata/)])
    },
  )
})

describe('background', () => {
  const clear = makePicture({ width: 9, height: 7, channels: 4 })
  const jpeg = new JPEG({ subsampling: '4:4:4' })

  test.each([8, 10, 16])('flattens alpha of %i bit, rounded to the nearest', async (bitDepth) => {
    const picture = makePicture({ width: 9, height: 7, channels: 4, bitDepth })
    const { restored } = await png.apply(picture, { background: '#3070f0' })
    const max = 2 ** bitDepth - 1
    const below = [0x30, 0x70, 0xf0].map((c) => Math.round((c * max) / 255))
    const scale = restored.bitDepth === bitDepth ? 1 : NaN
    for (let y = 0; y < 7; y++) {
      for (let x = 0; x < 9; x++) {
        const alpha = picture.get(y, x, 3) / max
        for (let c = 0; c < 3; c++) {
          const exact = picture.get(y, x, c) * alpha + below[c]! * (1 - alpha)
          expect(Math.abs(restored.get(y, x, c) * scale - exact)).toBeLessThanOrEqual(0.5 + 1e-6)
        }
      }
    }
  })

  test('is what the error for alpha names; a file is flattened too', async () => {
    expect((await failure(jpeg.encode(clear))).message).toMatch(/alpha.*background/)
    const bytes = await encode(png.encodeSync(clear), {
      codec: 'jpeg',
      background: [255, 255, 255],
    })
    expect((await decode(bytes)).shape).toEqual([7, 9, 3])
  })

  test('colours, and what is none', () => {
    expect(parseBackground('#fff')).toEqual([255, 255, 255])
    expect(parseBackground('#0a0B0c')).toEqual([10, 11, 12])
    expect(parseBackground('white')).toEqual([255, 255, 255])
    for (const wrong of ['#ffff', 'whitish', 7, [1, 2], null]) {
      expect(() => parseBackground(wrong)).toThrow(TypeError)
    }
    expect(() => parseBackground([0, 0, 256])).toThrow(RangeError)
  })
})
