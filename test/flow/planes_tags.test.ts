import { createCodec } from '../../lib'
import type { PlanarImage } from '../../lib/image'
import { MATRIX_NAMES } from '../../lib/image/matrices'
import { itWhere } from '../helpers/where'

// What planes say of their colour is in the stream, or refused: it was left out without a word.

const planesOf = (change: Partial<PlanarImage>): PlanarImage => ({
  planes: [64 * 64, 32 * 32, 32 * 32].map((length, i) => new Uint8Array(length).fill(90 + 60 * i)),
  width: 64,
  height: 64,
  pixelFormat: 'yuv420p',
  ...change,
})

const CODECS = [
  'webp',
  'jpeg',
  'mjpeg',
  'jpeg2000',
  'bpg',
  'vp9',
  'av1',
  'avif',
  'heic',
  'x264',
  'x265',
]
/** Of those that follow from primaries, one: their way is the same. */
const MATRICES = MATRIX_NAMES.filter((name) => !/^primaries(?!12$)/.test(name))
const RANGES = ['full', 'limited'] as const

describe.each(CODECS)('%s', (name) => {
  const codec = createCodec(name)
  const test = itWhere(codec.available(), `no ${name} here`)

  test.each(MATRICES)('matrix %s comes back, or is refused by name', (matrix) => {
    for (const range of RANGES) {
      let stream: Uint8Array
      try {
        stream = codec.encodeSync(planesOf({ matrix, range }))
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError)
        expect((error as Error).message).toMatch(
          new RegExp(`^${name}: image.(matrix|range): expected`),
        )
        continue
      }
      expect(codec.decodeSync(stream, { as: 'planes' })).toMatchObject({ matrix, range })
    }
  })

  test.each([
    { planes: 1, pixelFormat: 'gray', matrix: 'bt709' },
    { planes: 3, pixelFormat: 'gbrp', matrix: 'bt709', range: 'full' },
    { planes: 3, pixelFormat: 'gbrp', range: 'limited' },
  ] as const)('gray and RGB have no matrix, RGB is full: %p', ({ planes, ...given }) => {
    const [y] = planesOf({}).planes
    const picture = planesOf({ planes: Array.from({ length: planes }, () => y!), ...given })
    const isLimited = 'range' in given && given.range === 'limited'
    let stream: Uint8Array | undefined
    try {
      stream = codec.encodeSync(picture)
    } catch (error) {
      const why = (error as Error).message
      const full = isLimited && why.startsWith(`${name}: image.range: expected 'full'`)
      // libx265 has both, and so have all that are made of it
      const has = { gray: ['x265', 'heic', 'bpg'], gbrp: ['x265', 'heic'] }[given.pixelFormat]
      const lacks = !has.includes(name) && why.startsWith(`${name}: pixelFormat: expected one of`)
      expect([why, full || lacks]).toEqual([why, true])
      return
    }
    expect(isLimited).toBe(false)
    const { pixelFormat } = given
    expect(codec.decodeSync(stream, { as: 'planes' })).toMatchObject({ pixelFormat, range: 'full' })
  })
})

test.each([
  [{ matrix: 'bt470' }, /^image.matrix: expected one of bt601, .*, got 'bt470'/],
  [{ matrix: 9 }, /^image.matrix: expected one of .*, got Number/],
  [{ range: 'pc' }, /^image.range: expected one of full, limited, got 'pc'/],
])('%o is no colour', (change, message) => {
  const given = planesOf(change as unknown as Partial<PlanarImage>)
  expect(() => createCodec('png').encodeSync(given)).toThrow(RangeError)
  expect(() => createCodec('png').encodeSync(given)).toThrow(message)
})
