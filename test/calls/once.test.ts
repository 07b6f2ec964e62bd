import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ndarray from 'ndarray'
import {
  createCodec,
  decode,
  encode,
  type ImageInput,
  metrics,
  metricsSync,
  PNG,
  probe,
  readImage,
  WebP,
  writeImage,
  writeMetadata,
} from '../../lib/index'
import { once } from '../../lib/options/once'
import { failureSync } from '../helpers/failures'
import { makePicture } from '../helpers/pictures'

// What a caller gives is asked once: what is used is what was checked.

const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-once-'))
afterAll(() => rmSync(folder, { recursive: true }))

const image = makePicture({ width: 16, height: 12 })
const { data, shape, stride, offset } = image
const plain = { data, shape, stride, offset }
const stream = new PNG().encodeSync(image)

/** The same, and how often each of its properties is read. */
function counted<T extends object>(given: T): { given: T; reads: () => Record<string, number> } {
  const reads: Record<string, number> = {}
  const proxy = new Proxy(given, {
    get(target, key, receiver) {
      if (typeof key === 'string') reads[key] = (reads[key] ?? 0) + 1
      return Reflect.get(target, key, receiver) as unknown
    },
  })
  return { given: proxy, reads: () => reads }
}

const more = (reads: Record<string, number>) => Object.entries(reads).filter(([, n]) => n > 1)

describe('options', () => {
  const limits = { timeout: 60_000, maxPixels: 1e6, maxMemory: 2 ** 30, strict: false }
  const webp = new WebP()
  test.each<[string, object, (given: never) => unknown]>([
    ['encode of a codec', { ...limits, quality: 50 }, (given) => webp.encode(image, given)],
    ['encodeSync', { ...limits, quality: 50 }, (given) => webp.encodeSync(image, given)],
    ['a target', { target: { bpp: 4 }, tolerance: 1 }, (given) => webp.encode(image, given)],
    ['apply', { ...limits, quality: 50 }, (given) => webp.apply(image, given)],
    ['decode of a codec', { ...limits, as: 'pixels' }, (given) => new PNG().decode(stream, given)],
    ['encode', { codec: 'webp', quality: 50 }, (given) => encode(image, given)],
    ['decode', { ...limits, codec: 'png' }, (given) => decode(stream, given)],
    ['readImage', { ...limits, metadata: 'keep' }, (given) => readImage(stream, given)],
    ['writeImage', { timeout: 60_000 }, (given) => writeImage(join(folder, 'a.png'), image, given)],
    ['metrics', { ...limits, threads: 1 }, (given) => metrics(image, image, 'mse', given)],
    ['metricsSync', { ...limits, threads: 1 }, (given) => metricsSync(image, image, 'mse', given)],
    ['probe', { timeout: 60_000 }, (given) => probe(stream, given)],
    ['writeMetadata', { orientation: 6 }, (given) => writeMetadata(stream, given)],
    ['a constructor', { effort: 2, pixelFormat: 'yuv420p' }, (given) => new WebP(given)],
    ['createCodec', { tune: 'visual', options: { g: '1' } }, (given) => createCodec('x264', given)],
  ])('of %s', async (_name, options, call) => {
    const { given, reads } = counted(options)
    await call(given as never)
    expect(more(reads())).toEqual([])
    expect(Object.keys(reads())).toEqual(expect.arrayContaining(Object.keys(options)))
  })

  test('that are another value the second time', () => {
    let n = 0
    const given = {
      get quality() {
        n += 1
        return n === 1 ? 50 : -1
      },
    }
    expect(webp.encodeSync(image, given)).toEqual(webp.encodeSync(image, { quality: 50 }))
  })
})

describe('pictures', () => {
  test.each<[string, (given: ImageInput) => unknown]>([
    ['encode', (given) => new PNG().encode(given)],
    ['encodeSync', (given) => new PNG().encodeSync(given)],
    ['apply', (given) => new PNG().apply(given)],
    ['metrics, the first', (given) => metrics(given, image, 'mse')],
    ['metrics, the second', (given) => metrics(image, given, 'mse')],
    ['metricsSync', (given) => metricsSync(given, image, 'mse')],
    ['writeImage', (given) => writeImage(join(folder, 'b.png'), given as never)],
    ['like', (given) => new PNG().decode(stream, { like: given as never })],
  ])('of %s, with their shape', async (_name, call) => {
    const picture = counted({ ...plain, bitDepth: 8 })
    const axes = counted([...shape])
    await call({ ...picture.given, shape: axes.given } as never)
    await call(picture.given as never)
    expect(more(picture.reads())).toEqual(Object.entries(picture.reads()).map(([key]) => [key, 2]))
    expect(Object.entries(axes.reads()).filter(([key, n]) => /^\d+$/.test(key) && n > 1)).toEqual(
      [],
    )
  })
})

describe('once', () => {
  test('keeps what it is: arrays of a class, getters of one, hidden properties', () => {
    class Options {
      #reads = 0
      get quality() {
        return (this.#reads += 1)
      }
    }
    const found = once(new Options())
    expect([found.quality, found.quality, found instanceof Options]).toEqual([1, 1, true])
    expect(Object.keys(found)).toEqual([])
    const array = ndarray(new Uint8Array(12), [2, 2, 3])
    const copy = once(array)
    expect([copy.shape, copy.stride, copy.offset, copy.data === array.data]).toEqual([
      [2, 2, 3],
      [6, 3, 1],
      0,
      true,
    ])
    expect(copy.get(1, 1, 2)).toBe(0)
  })

  test('leaves samples, files, streams and what is no object', () => {
    const things = [new Uint8Array(3), new Blob([]), new URL('file:///a'), 'a', 7, null, undefined]
    for (const thing of [...things, new Blob([]).stream(), [1, 2], new Map()]) {
      expect(once(thing)).toBe(thing)
    }
  })

  test("a getter that throws is the caller's own error", () => {
    const given = {
      get quality(): number {
        throw new Error('mine')
      },
    }
    expect(failureSync(() => new WebP().encodeSync(image, given)).message).toBe('mine')
  })
})
