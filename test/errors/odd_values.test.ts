import { metrics, PNG, WebP } from '../../lib/index'
import { failure } from '../helpers/failures'

// Values that cannot be written into a message as they are: the message names the argument all the same.

const image = { data: new Uint8Array(48), width: 4, height: 4, channels: 3 }
const circle: Record<string, unknown> = {}
circle.itself = circle
const odd: [string, unknown][] = [
  ['an object without a prototype', Object.create(null)],
  ['a circle', circle],
  ['a BigInt', 1n],
  ['an object with a BigInt', { a: 1n }],
  ['a symbol', Symbol('s')],
  [
    'a getter that throws',
    {
      get a() {
        throw new Error('its own')
      },
    },
  ],
]

describe.each(odd)('%s', (_, value) => {
  const given = value as never
  const calls: [string, RegExp, () => Promise<unknown>][] = [
    ['threads', /png: threads: expected an integer/, async () => new PNG({ threads: given })],
    ['an entry of options', /png: options\.a: /, async () => new PNG({ options: { a: given } })],
    ['quality', /webp: quality: expected/, () => new WebP().encode(image, { quality: given })],
    ['signal', /signal: expected an AbortSignal/, () => new PNG().encode(image, { signal: given })],
    ['width', /image\.width: expected/, () => new PNG().encode({ ...image, width: given })],
    ['background', /background: expected/, () => new PNG().encode(image, { background: given })],
    [
      'to',
      /encode: to: expected a path or a file: URL/,
      () => new PNG().encode(image, { to: given }),
    ],
    ['a metric', /metric '.*' is not known/, () => metrics(image, image, [given])],
  ]
  it.each(calls)('as %s', async (_name, message, call) => {
    const error = await failure(call())
    expect(error.name).toBe('TypeError')
    expect(error.message).toMatch(message)
    expect(error.message).not.toMatch(/Cannot convert|serialize|circular|its own/)
  })
})
