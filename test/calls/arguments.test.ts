import { runInNewContext } from 'node:vm'
import { join } from 'node:path'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import {
  createCodec,
  decode,
  type ImageInput,
  inspect,
  JPEG2000,
  metrics,
  PNG,
  readImage,
  readImageSync,
  writeImage,
  writeImageSync,
  X264,
} from '../../lib/index'
import { failure, failureSync } from '../helpers/failures'
import { makePicture } from '../helpers/pictures'
import { allEntries, describeEntries } from '../helpers/table'

// Careless and hostile callers: every mistake is an error at once that names the argument.

const image = makePicture({ width: 16, height: 12 })
const png = new PNG()

/** An object that says of itself that it is a very long Uint8Array. */
const fake = {
  [Symbol.toStringTag]: 'Uint8Array',
  length: 2 ** 40,
  subarray: () => new Uint8Array(0),
} as unknown as Uint8Array

describe('bytes are known by what they are', () => {
  it.each<[string, () => unknown, RegExp]>([
    [
      'decodeSync',
      () => new X264().decodeSync(fake),
      /decode: expected a path, a Uint8Array .*got an object/,
    ],
    ['inspect', () => inspect(fake), /inspect: expected a path, a Uint8Array .*got an object/],
    [
      'a picture',
      () => png.encodeSync({ data: fake, width: 2, height: 2, channels: 3 }),
      /image.data: expected a Uint8Array/,
    ],
  ])('%s', (_, call, message) => {
    const error = failureSync(call)
    expect(error).toMatchObject({ name: 'TypeError' })
    expect(error.message).toMatch(message)
  })

  it('decode', async () => {
    const error = await failure(decode(fake))
    expect(error).toMatchObject({ name: 'TypeError' })
    expect(error.message).toMatch(/decode: expected a path, a Uint8Array .*got an object/)
  })

  it('a length of their own does not count', () => {
    const stream = png.encodeSync(image)
    const longer = Object.defineProperty(stream.slice(), 'length', { value: 2 ** 40 })
    expect(png.decodeSync(longer)).toEqual(png.decodeSync(stream))
    expect(inspect(longer).bytes).toBe(stream.length)
  })

  it('those of another realm are as good as ours', () => {
    const stream = png.encodeSync(image)
    const foreign = runInNewContext('Uint8Array.from(bytes)', { bytes: [...stream] }) as Uint8Array
    expect(inspect(foreign).bytes).toBe(stream.length)
    expect(png.decodeSync(foreign)).toEqual(png.decodeSync(stream))
  })
})

describe('pictures are read once, by index', () => {
  it('planes with a map of their own', () => {
    const planes = [new Uint8Array(16), new Uint8Array(4), new Uint8Array(4)]
    let asked = 0
    const map = () => {
      asked += 1
      return []
    }
    Object.assign(planes, { map })
    const picture = { planes, width: 4, height: 4, pixelFormat: 'yuv420p' }
    const plain = { ...picture, planes: [...planes] }
    const codec = createCodec('x264')
    expect(codec.encodeSync(picture)).toEqual(codec.encodeSync(plain))
    expect(asked).toBe(0)
  })

  it.each<[string, unknown, RegExp]>([
    ['shape', { shape: 'abc', stride: [1, 1], offset: 0, data: new Uint8Array(4) }, /image\.shape/],
    ['stride', { shape: [2, 2], stride: [1], offset: 0, data: new Uint8Array(4) }, /image\.stride/],
    ['offset', { shape: [2, 2], stride: [2, 1], offset: 'a', data: new Uint8Array(4) }, /\.offset/],
    [
      'strides',
      { planes: [new Uint8Array(4)], strides: 7, width: 2, height: 2, pixelFormat: 'gray' },
      /image\.strides/,
    ],
    ['pixelFormat', { planes: [], width: 2, height: 2, pixelFormat: 7 }, /image\.pixelFormat/],
  ])('a bad %s is named', (_, picture, message) => {
    const error = failureSync(() => png.encodeSync(picture as ImageInput))
    expect(['TypeError', 'RangeError']).toContain(error.name)
    expect(error.message).toMatch(message)
  })
})

describe('metadata', () => {
  const carriers = allEntries.filter(
    ({ descriptor, backend }) =>
      backend === 'native' && Object.values(descriptor.formats).some(({ kind }) => kind.metadata),
  )
  const text = '<x:xmpmeta>Grüße, 世界</x:xmpmeta>'
  describeEntries(carriers, ({ make }) => {
    const codec = make()
    it('XMP may be a string: it is written in UTF-8', () => {
      const stream = codec.encodeSync(image, { metadata: { xmp: text } })
      const { metadata } = codec.decodeSync(stream, { metadata: true })
      expect(Buffer.from(metadata!.xmp!).toString()).toBe(text)
    })

    it.each<[string, object]>([
      ['metadata.exif', { exif: 'abc' }],
      ['metadata.icc', { icc: [1, 2] }],
      ['metadata.xmp', { xmp: {} }],
      ['metadata.iptc', { iptc: new Uint8Array(3) }],
    ])('%s of no use is a TypeError that names it', async (name, metadata) => {
      const error = await failure(codec.encode(image, { metadata }))
      expect(error).toMatchObject({ name: 'TypeError' })
      expect(error.message).toContain(name)
    })

    it('so is that of the image', () => {
      const own = Object.assign(makePicture({ width: 8, height: 8 }), { metadata: { icc: 'x' } })
      const error = failureSync(() => codec.encodeSync(own as unknown as ImageInput))
      expect(error).toMatchObject({ name: 'TypeError' })
      expect(error.message).toContain('image.metadata.icc')
    })
  })
})

describe('readImage, writeImage and metrics', () => {
  let folder = ''
  let path = ''
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'nodecodecs-arguments-'))
    path = join(folder, 'a.png')
    await writeImage(path, image)
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it.each<[string, () => unknown, string, RegExp]>([
    [
      'an unknown option',
      () => readImageSync(path, { maxPixel: 9 } as object),
      'TypeError',
      /readImage: option 'maxPixel'.*'maxPixels'/,
    ],
    [
      'a bad option',
      () => readImageSync(path, { maxPixels: -1 }),
      'RangeError',
      /readImage: maxPixels/,
    ],
    [
      'a path that is none',
      () => readImageSync(7 as unknown as string),
      'TypeError',
      /readImage: expected a path/,
    ],
    [
      'a signal that is none',
      () => readImageSync(path, { signal: {} as AbortSignal }),
      'TypeError',
      /readImage: signal/,
    ],
    [
      'no options',
      () => readImageSync(path, null as unknown as object),
      'TypeError',
      /readImage: options/,
    ],
    [
      'an unknown option',
      () => writeImageSync(path, image, { quality: 1 } as object),
      'TypeError',
      /writeImage: option 'quality'/,
    ],
    ['a bad timeout', () => writeImageSync(path, image, { timeout: 0 }), 'RangeError', /timeout/],
  ])('%s', (_, call, name, message) => {
    const error = failureSync(call)
    expect(error.name).toBe(name)
    expect(error.message).toMatch(message)
  })

  const limited: [string, () => Promise<unknown>][] = [
    ['readImage', () => readImage(path, { maxPixels: 10 })],
    ['encode', () => png.encode(path)],
    ['encode with a limit', () => new PNG({ maxPixels: 10 }).encode(path)],
    ['apply', () => new PNG({ maxPixels: 10 }).apply(path)],
    ['decode', () => decode(path, { options: { maxPixels: 10 } })],
    ['metrics', () => metrics(path, path, ['mse'], { maxPixels: 10 })],
  ]
  it.each(limited.filter(([name]) => name !== 'encode'))(
    '%s keeps to maxPixels',
    async (_, call) => {
      expect(await failure(call())).toMatchObject({ code: 'ERR_LIMIT' })
    },
  )

  it('all of them take an unknown option of metrics as a mistake', async () => {
    const error = await failure(metrics(path, path, ['mse'], { thread: 2 } as object))
    expect(error.message).toMatch(/metrics: option 'thread'.*'threads'/)
  })

  it('an aborted signal ends them', async () => {
    const signal = AbortSignal.abort(new Error('enough'))
    expect(await failure(readImage(path, { signal }))).toMatchObject({ message: 'enough' })
    expect(await failure(writeImage(path, image, { signal }))).toMatchObject({ message: 'enough' })
  })
})

it('planes of a damaged JPEG 2000 are ERR_DECODE, whatever depth it claims', () => {
  const codec = new JPEG2000()
  const stream = codec.encodeSync(image, { quality: codec.qualitySteps.at(-1)! })
  const siz = Buffer.from(stream).indexOf(Buffer.from([0xff, 0x51]))
  for (const depth of [37, 81, 127, 255]) {
    const bad = stream.slice()
    bad[siz + 40] = depth
    for (const as of ['planes', 'pixels'] as const) {
      const error = failureSync(() => codec.decodeSync(bad, { as: as as 'planes' }))
      expect(error).toMatchObject({ code: 'ERR_DECODE' })
    }
  }
})
