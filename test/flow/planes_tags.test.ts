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

  test('gray and RGB have no matrix', () => {
    const [y] = planesOf({}).planes
    const gray = { planes: [y!], pixelFormat: 'gray', matrix: 'bt709' as const }
    for (const given of [
      gray,
      { planes: [y!, y!, y!], pixelFormat: 'gbrp', range: 'full' as const },
    ]) {
      const { refused } = attempt(() => codec.encodeSync(planesOf(given)))
      expect(refused ?? 'pixelFormat').toContain('pixelFormat')
    }
  })
})

function attempt(run: () => unknown): { refused?: string } {
  try {
    run()
    return {}
  } catch (error) {
    return { refused: (error as Error).message }
  }
}

test.each([
  [{ matrix: 'bt470' }, /^image.matrix: expected one of bt601, .*, got 'bt470'/],
  [{ matrix: 9 }, /^image.matrix: expected one of .*, got Number/],
  [{ range: 'pc' }, /^image.range: expected one of full, limited, got 'pc'/],
])('%o is no colour', (change, message) => {
  const given = planesOf(change as unknown as Partial<PlanarImage>)
  expect(() => createCodec('png').encodeSync(given)).toThrow(RangeError)
  expect(() => createCodec('png').encodeSync(given)).toThrow(message)
})
