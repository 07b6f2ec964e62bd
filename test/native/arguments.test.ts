import { addon } from '../../lib/backends/native/addon'
import { failureSync } from '../helpers/failures'
import { itWhere } from '../helpers/where'

// The addon can be called without lib/: a getter that runs while it reads its arguments may take
// away the memory of one that was read before. Every message below comes from a length of 0: what
// counts is the memory's size at the end.

const native = addon()
const W = 1024
const H = 1024

const detach = (array: Uint8Array) =>
  void structuredClone(array, { transfer: [array.buffer as ArrayBuffer] })

const request = {
  label: 'x',
  engine: 'libav',
  encoder: 'rawvideo',
  options: {},
  pixelFormat: 'rgb24',
  width: W,
  height: H,
  matrix: 'bt601',
  range: 'full',
}

function viewOf(data: Uint8Array, channels: number) {
  const rowStride = W * channels
  const strides = { rowStride, columnStride: channels, channelStride: 1 }
  return { width: W, height: H, channels, bitDepth: 8, ...strides, data, offset: 0 }
}

/** The object with a getter in a property's place. */
const trap = <T extends object>(target: T, name: string, get: () => unknown): T =>
  Object.defineProperty(target, name, { get, enumerable: true })

const raw = (size: string) => ({
  label: 'x',
  engine: 'libav',
  decoder: 'rawvideo',
  options: { video_size: size, pixel_format: 'gray' },
})

const attacks: Record<string, (a: NonNullable<typeof native>) => unknown> = {
  'pixels: a getter of offset detaches data'(a) {
    const data = new Uint8Array(W * H * 3)
    const pixels = trap(viewOf(data, 3), 'offset', () => (detach(data), 0))
    return a.encodeSync(request, pixels)
  },
  'pixels: a getter of offset shrinks a resizable buffer'(a) {
    const buffer: ArrayBuffer & { resize?(size: number): void } = new (
      ArrayBuffer as unknown as new (size: number, options: object) => ArrayBuffer
    )(W * H * 3, { maxByteLength: W * H * 3 })
    const pixels = viewOf(new Uint8Array(buffer), 3)
    return a.encodeSync(
      request,
      trap(pixels, 'offset', () => (buffer.resize!(0), 0)),
    )
  },
  'planes: the stride of the last detaches the first'(a) {
    const planes = [0, 1, 2].map(() => ({ data: new Uint8Array(W * H), stride: W }))
    trap(planes[2]!, 'stride', () => (detach(planes[0]!.data), W))
    const picture = { planes, width: W, height: H }
    return a.encodeSync({ ...request, pixelFormat: 'yuv444p' }, picture)
  },
  'planes: a stride whose product with the rows overflows'(a) {
    const planes = [0, 1, 2].map(() => ({ data: new Uint8Array(W), stride: 2 ** 62 }))
    return a.encodeSync({ ...request, pixelFormat: 'yuv444p' }, { planes, width: W, height: 5 })
  },
  'metrics: the second picture detaches the first'(a) {
    const data = new Uint8Array(W * H)
    const second = trap(viewOf(new Uint8Array(W * H), 1), 'width', () => (detach(data), W))
    return a.metricsSync(viewOf(data, 1), second, ['mse'], { threads: 1, intensityTarget: 80 })
  },
  'metrics: a getter of a setting detaches both pictures'(a) {
    const [first, second] = [new Uint8Array(W * H), new Uint8Array(W * H)]
    const settings = trap({ threads: 1, intensityTarget: 80 }, 'threads', () => {
      detach(first)
      detach(second)
      return 1
    })
    return a.metricsSync(viewOf(first, 1), viewOf(second, 1), ['mse'], settings)
  },
  'decode: a getter of the request detaches the bytes'(a) {
    const bytes = new Uint8Array(1 << 24)
    const object = trap(raw('64x64'), 'maxPixels', () => (detach(bytes), 1e9))
    return a.decodeSync(object, {}, bytes)
  },
  'decode: a getter of the request detaches where the pixels go'(a) {
    const into = viewOf(new Uint8Array(W * H), 1)
    const object = trap(raw(`${W}x${H}`), 'label', () => (detach(into.data), 'x'))
    return a.decodeSync(object, { into }, new Uint8Array(W * H))
  },
  'decode: bytes of another type'(a) {
    return a.decodeSync(raw('64x64'), {}, new Float64Array(512) as unknown as Uint8Array)
  },
  'metrics: a list of names that says 2^32 - 1'(a) {
    const names = new Array<string>(2 ** 32 - 1)
    const pixels = viewOf(new Uint8Array(W * H), 1)
    return a.metricsSync(pixels, pixels, names, { threads: 1, intensityTarget: 80 })
  },
}

const test = itWhere(native !== undefined, 'no native addon')
test.each(Object.keys(attacks))('%s', (name) => {
  const error = failureSync(() => attacks[name]!(native!))
  expect(error.message).toMatch(/of its 0 samples|too short|no picture|Uint8Array|too many|Invalid/)
})

test('an abort flag that is no byte is a TypeError', async () => {
  const call = () => native!.decode(raw('64x64'), {}, new Uint8Array(64 * 64), new Uint8Array(0))
  expect(failureSync(call)).toMatchObject({ name: 'TypeError', message: /abort/ as unknown })
  await Promise.resolve()
})

test('the picture of rawvideo comes back where nothing is hostile', () => {
  const bytes = Uint8Array.from({ length: 64 * 64 }, (_, i) => i)
  const { data } = native!.decodeSync(raw('64x64'), {}, bytes)
  expect(data[0]).toEqual(bytes)
})
