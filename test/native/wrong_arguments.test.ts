import { addon } from '../../lib/backends/native/addon'

// Every function of the addon, called with every part of its arguments replaced by what does not
// belong there: an error of the caller's that names it, never a crash, a hang or a read past the end.

type Call = (...words: unknown[]) => unknown

const native = addon()!
const settings = { threads: 1, intensityTarget: 80 }
const samples = (channels: number) => new Uint8Array(64 * channels)

function view(channels: number) {
  const strides = { rowStride: 8 * channels, columnStride: channels, channelStride: 1 }
  return {
    data: samples(channels),
    offset: 0,
    width: 8,
    height: 8,
    channels,
    bitDepth: 8,
    ...strides,
  }
}

const encoding = {
  label: 'x',
  engine: 'libav',
  encoder: 'rawvideo',
  options: { threads: 1 },
  pixelFormat: 'rgb24',
  width: 8,
  height: 8,
  matrix: 'bt601',
  range: 'full',
  bitstreamFilter: '',
  keep: false,
  codedAs: { depth: 0, addend: 0 },
}
const coded = {
  ...{ depth: 8, depths: [8], max: 0, scaledFrom: 0, lowBytes: false, lowWords: false, model: '' },
  ...{ labRange: [1, 1, 1], labOffset: [0, 0, 0], labWhite: [0, 0], premultiplied: false },
  ...{ order: [0], palette: { colours: [0, 255], channels: 1, depth: 8 }, before: [0, 0] },
}
const colour = { matrix: 'bt601', range: 'full' }
const decoding = {
  ...{ label: 'x', engine: 'libav', decoder: 'rawvideo', maxPixels: 64, profile: false },
  options: { video_size: '8x8', pixel_format: 'gray' },
  ...{ codedPixelFormat: 'gray', untagged: colour, forced: colour, coded },
}
const output = {
  ...{ planes: false, planarLayout: false, channels: 1, bitDepth: 8, width: 8, height: 8 },
  into: view(1),
}
const gray = { ...encoding, pixelFormat: 'gray' }
const planes = { planes: [{ data: samples(1), stride: 8 }], width: 8, height: 8 }

/** An encode is used up by its call. */
const NEW = 'new'
const encodeNew: Call = (pending, abort) =>
  (native.encode as Call)(pending === NEW ? native.createEncode(encoding, view(3)) : pending, abort)

/** What each takes, by its names in lib/backends/native/addon.ts. */
const takes: Record<string, [Call, Record<string, unknown>][]> = {
  createEncode: [[native.createEncode as Call, { request: encoding, picture: view(3) }]],
  encode: [[encodeNew, { pending: NEW, abort: new Uint8Array(1) }]],
  encodeOwned: [
    [native.encodeOwned as Call, { request: encoding, picture: view(3), abort: new Uint8Array(1) }],
  ],
  encodeSync: [
    [native.encodeSync as Call, { request: encoding, picture: view(3) }],
    [native.encodeSync as Call, { request: gray, picture: planes }],
  ],
  decode: [
    [
      native.decode as Call,
      { request: decoding, output, bytes: samples(1), abort: new Uint8Array(1) },
    ],
  ],
  decodeSync: [[native.decodeSync as Call, { request: decoding, output, bytes: samples(1) }]],
  fingerprint: [
    [native.fingerprint as Call, { samples: view(3) }],
    [native.fingerprint as Call, { samples: planes.planes }],
  ],
  quantise: [
    [
      native.quantise as Call,
      { floats: new Float32Array(64), bitDepth: 8, out: new Uint8Array(64) },
    ],
  ],
  arrange: [
    [
      native.arrange as Call,
      { view: view(3), table: undefined, planar: true, from: 0, to: 8, out: samples(3) },
    ],
  ],
  flatten: [
    [native.flatten as Call, { view: view(4), colour: [0, 0, 0], from: 0, to: 8, out: samples(3) }],
  ],
  has: [[native.has as Call, { name: 'png', kind: 'encoder' }]],
  describe: [[native.describe as Call, { name: 'png', kind: 'encoder' }]],
  versions: [[native.versions as Call, {}]],
  metrics: [
    [
      native.metrics as Call,
      { a: view(3), b: view(3), names: ['mse'], settings, abort: new Uint8Array(1) },
    ],
  ],
  metricsSync: [
    [native.metricsSync as Call, { a: view(3), b: view(3), names: ['mse'], settings }],
    [native.metricsSync as Call, { a: [view(1)], b: [view(1)], names: ['xpsnr'], settings }],
  ],
}

const wrong = (): unknown[] => [
  ...[null, NaN, -1, 0, 1.5, 17, 2 ** 31, 2 ** 32 + 8, -(2 ** 63), Infinity, 3n, true, '', 'none'],
  ...[Symbol('s'), () => 1, {}, [], [NaN], [null], [2 ** 40, -1, 9], new Array(2 ** 32 - 1)],
  ...[new Uint8Array(0), new Uint8Array(3), new Uint16Array(2), new Float32Array(1)],
  ...[new Float64Array(1), new BigInt64Array(1), new DataView(new ArrayBuffer(8))],
  ...[
    'Float16Array' in globalThis
      ? new (Reflect.get(globalThis, 'Float16Array') as typeof Float32Array)(64)
      : 1,
  ],
]

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'list'
  return ArrayBuffer.isView(value) ? value.constructor.name : typeof value
}

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)

/** The value with one part replaced, for every part of it; and that part's name. */
function* replaced(
  value: unknown,
  by: unknown,
  name: string,
): Generator<[unknown, string, unknown]> {
  yield [by, name, value]
  if (!isPlain(value)) return
  for (const [key, part] of Object.entries(value)) {
    const own = Array.isArray(value) ? name : key
    for (const [changed, place, before] of replaced(part, by, own)) {
      const copy: unknown = Array.isArray(value) ? [...(value as unknown[])] : { ...value }
      Reflect.set(copy as object, key, changed)
      yield [copy, place, before]
    }
  }
}

/** Whether the part has to be refused for its type alone; objects are asked for what they lack. */
function isOtherKind(by: unknown, before: unknown, place: string): boolean {
  const isOption = ['threads', 'video_size', 'pixel_format'].includes(place)
  if (isOption && ['string', 'number', 'boolean'].includes(typeof by)) return false
  const isObject = (typeof by === 'object' && by !== null) || typeof by === 'function'
  return !isObject && typeof by !== typeof before
}

async function outcome(call: Call, words: unknown[]): Promise<Error | undefined> {
  try {
    await call(...words)
    return undefined
  } catch (error) {
    return error as Error
  }
}

const isOurs = (error: Error): boolean =>
  ['TypeError', 'RangeError'].includes(error.name) ||
  /^ERR_/.test(String(Reflect.get(error, 'code')))

test('each function of the addon is tried', () => {
  const functions = Object.entries(native).filter(([, value]) => typeof value === 'function')
  expect(Object.keys(takes).sort()).toEqual(functions.map(([name]) => name).sort())
})

const calls = Object.entries(takes).flatMap(([name, ways]) =>
  ways.map(([call, words]) => [name, call, words] as const),
)

test.each(calls)('%s says which of its arguments is wrong', async (_name, call, words) => {
  expect(await outcome(call, Object.values(words))).toBeUndefined()
  for (const by of wrong()) {
    for (const argument of Object.keys(words)) {
      for (const [changed, place, before] of replaced(words[argument], by, argument)) {
        const error = await outcome(call, Object.values({ ...words, [argument]: changed }))
        const where = `${argument}, ${place} = ${typeof by === 'object' ? kindOf(by) : String(by)}`
        if (error && !isOurs(error)) throw new Error(`${where}: ${error.stack}`)
        if (before === undefined || !isOtherKind(by, before, place)) continue
        const told = [error?.name, error?.message.includes(place)]
        expect([where, error?.message, ...told]).toEqual([where, error?.message, 'TypeError', true])
      }
    }
  }
})

test.each(calls)('%s without arguments, and with one too few', async (name, call, words) => {
  const all = Object.values(words)
  for (let count = 0; count < all.length; count++) {
    const error = await outcome(call, all.slice(0, count))
    if (error && !isOurs(error)) throw error
  }
  if (all.length > 0 && name !== 'encode') {
    expect(await outcome(call, [])).toMatchObject({ name: 'TypeError' })
  }
})
