import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createReadStream } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import {
  createCodec,
  decode,
  encode,
  type FileSource,
  metrics,
  metricsSync,
  QOI,
  readImage,
  readImageSync,
  writeImage,
} from '../../lib/index'
import { allDescriptors } from '../../lib/registry'
import { failure, failureSync } from '../helpers/failures'
import { makePicture, samplesOf } from '../helpers/pictures'
import { fastOptions } from '../helpers/table'

// A picture file is taken wherever a picture is, wherever its bytes are.

const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-source-'))
afterAll(() => rmSync(folder, { recursive: true }))

const image = makePicture({ width: 48, height: 32 })
const qoi = new QOI()
const bad = (value: unknown) => value as never

function shared(bytes: Uint8Array): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(bytes.length)
  new Uint8Array(memory).set(bytes)
  return memory
}

function padded(bytes: Uint8Array): ArrayBuffer {
  const memory = new ArrayBuffer(bytes.length + 5)
  new Uint8Array(memory).set(bytes, 3)
  return memory
}

/** Every kind of source for one file; `sync`: whether the sync calls take it. */
const sources = (path: string): [string, FileSource, boolean][] => {
  const buffer = readFileSync(path)
  const bytes = new Uint8Array(buffer)
  return [
    ['path', path, true],
    ['URL', pathToFileURL(path), true],
    ['file: text', pathToFileURL(path).href, true],
    ['Uint8Array', bytes, true],
    ['Buffer', buffer, true],
    ['ArrayBuffer', bytes.buffer, true],
    ['SharedArrayBuffer', shared(bytes), true],
    ['DataView', new DataView(padded(bytes), 3, bytes.length), true],
    ['Blob', new Blob([bytes]), false],
    ['File', new File([bytes], 'photo'), false],
    ['ReadableStream', new Blob([bytes]).stream(), false],
    ['Node stream', createReadStream(path, { highWaterMark: 100 }), false],
  ]
}

const files = [
  ...['.tiff', '.bmp', '.ppm', '.pam', '.png'],
  ...allDescriptors()
    .map((descriptor) => createCodec(descriptor.name, fastOptions(descriptor)))
    .filter((codec) => codec.available() && codec.backend === 'native')
    .map((codec) => codec.fileExtension),
]

describe.each([...new Set(files)])('a file of %s', (extension) => {
  const path = join(folder, `picture${extension}`)
  beforeAll(() => writeImage(path, image))

  test('gives the same picture from every kind of source', async () => {
    const expected = await readImage(path)
    for (const [name, source, sync] of sources(path)) {
      const found = await readImage(source)
      expect([name, found.shape, samplesOf(found)]).toEqual([
        name,
        expected.shape,
        samplesOf(expected),
      ])
      if (sync) expect(samplesOf(readImageSync(source))).toEqual(samplesOf(expected))
    }
  })

  test('is taken by encode, apply, metrics and decode', async () => {
    const file = readFileSync(path)
    const read = await readImage(path)
    const stream = await qoi.encode(read)
    expect(await qoi.encode(file)).toEqual(stream)
    expect(qoi.encodeSync(file)).toEqual(stream)
    const { bytes, restored } = await qoi.apply(file)
    expect([bytes, restored.shape]).toEqual([stream, read.shape])
    expect(await metrics(read, file, ['mse'])).toEqual({ mse: 0 })
    expect(metricsSync(file, file, ['mse'])).toEqual({ mse: 0 })
    expect(samplesOf(await decode(new Blob([file])))).toEqual(samplesOf(read))
  })
})

describe('what sharp gives', () => {
  const { data } = image
  const info = { format: 'raw', width: 48, height: 32, channels: 3 }

  test('raw samples of 8 bit, of 16, and a file', async () => {
    const expected = await qoi.encode(image)
    expect(await qoi.encode({ data: Buffer.from(data as Uint8Array), info })).toEqual(expected)
    const wide = Uint16Array.from(data, (value) => value * 257)
    const odd = Buffer.alloc(wide.byteLength + 1)
    odd.set(new Uint8Array(wide.buffer), 1)
    const png = createCodec('png')
    const { restored } = await png.apply({ data: odd.subarray(1), info })
    expect(restored.bitDepth).toBe(16)
    expect(samplesOf(restored)).toEqual(wide)
    const file = {
      data: Buffer.from(await createCodec('png').encode(image)),
      info: { ...info, format: 'png' },
    }
    expect(await qoi.encode(file)).toEqual(expected)
  })

  test('gray with alpha says how to go on', async () => {
    const two = { data: new Uint8Array(8), info: { width: 2, height: 2, channels: 2 } }
    expect((await failure(qoi.encode(two))).message).toMatch(/channels.*gray with alpha.*sharp/)
  })
})

describe('what is no source, or gives no picture', () => {
  test.each<[string, () => Promise<unknown>, string, RegExp]>([
    ['an address', () => qoi.encode('https://a.b/c.png'), 'TypeError', /https:.*fetch/],
    ['another URL', () => readImage(new URL('http://a.b/c.png')), 'TypeError', /http:.*fetch/],
    ['nothing', () => encode(bad(null)), 'TypeError', /image: expected.*got null/],
    ['a path alone', () => encode('photo.png'), 'TypeError', /encode.*codec: 'avif'.*to:/],
    ['options of null', () => encode('photo.png', bad(null)), 'TypeError', /options.*null/],
    [
      'null for a picture',
      () => encode(bad(null), { codec: 'qoi' }),
      'TypeError',
      /image: expected.*got null/,
    ],
    ['a number for a file', () => decode(bad(7)), 'TypeError', /decode.*path.*Uint8Array.*Number/],
    ['null for a file', () => readImage(bad(null)), 'TypeError', /readImage.*null/],
    ['words', () => readImage(bad(new Uint16Array(4))), 'TypeError', /Uint16Array/],
    [
      'a stream of text',
      () => qoi.encode(bad(Readable.from(['a']))),
      'TypeError',
      /part of the stream.*got String/,
    ],
    ['no picture', () => qoi.encode(Buffer.from('hello')), 'CodecError', /68656c6c6f/],
    ['an empty Blob', () => qoi.encode(new Blob([])), 'CodecError', /there are no bytes/],
    ['no such file', () => qoi.encode('/no/such/file.png'), 'Error', /no\/such\/file\.png/],
  ])('%s', async (_what, call, name, message) => {
    const error = await failure(call())
    expect(error.name).toBe(name)
    expect(error.message).toMatch(message)
  })

  test('the sync calls name what they cannot wait for', () => {
    const blob = new Blob([new Uint8Array(9)])
    for (const call of [() => qoi.encodeSync(blob), () => readImageSync(blob.stream())]) {
      expect(failureSync(call).message).toMatch(/(Blob|stream) is read by the async calls only/)
    }
  })

  test('an abort ends the wait for a stream that gives nothing, and closes it', async () => {
    let closed = false
    const silent = new ReadableStream<Uint8Array>({
      cancel: () => void (closed = true),
      start: (controller) => controller.enqueue(new Uint8Array(3)),
    })
    const signal = AbortSignal.timeout(50)
    const error = await failure(qoi.encode(silent, { signal }))
    expect(error.name).toBe('TimeoutError')
    expect(closed).toBe(true)
  })

  test('an abort by the stream itself, too', async () => {
    const controller = new AbortController()
    async function* silent(): AsyncGenerator<Uint8Array> {
      controller.abort(new Error('gone'))
      yield await new Promise<Uint8Array>(() => undefined)
    }
    expect((await failure(qoi.encode(silent(), controller))).message).toBe('gone')
  })
})

test('a name that looks like an address is a file where it is one', async () => {
  const path = join(folder, 'c:odd.qoi')
  writeFileSync(path, await qoi.encode(image))
  expect(basename(path)).toBe('c:odd.qoi')
  expect((await readImage(path)).shape).toEqual([32, 48, 3])
})
