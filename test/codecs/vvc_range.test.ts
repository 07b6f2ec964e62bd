import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { planEncode } from '../../lib/flow/plan'
import { toPicture } from '../../lib/image'
import { codecs, readImage, VVC } from '../../lib/index'

// VVC has one range here: what its encoders write into a stream, and what a stream without a word
// about it is of (H.274 infers vui_full_range_flag to be 0).

const shared = process.env.NODECODECS_STREAMS ?? join(__dirname, '../../../shared/streams')
const names = ['gray.vvc', 'odd.vvc', 'kodim23_420_q27.vvc', 'kodim23_420_q37.vvc'] as const
const there = existsSync(shared)
const needs = there ? '' : ': needs ../shared/streams'
const decodes = (of: string) =>
  codecs().some(({ name, backend, decoder }) => name === 'vvc' && backend === of && decoder)
const [native, program] = [decodes('native'), decodes('ffmpeg')]
const source = join(process.env.NODECODECS_IMAGES ?? join(shared, '../images'), 'kodim23.png')

type Samples = ArrayLike<number>
/** Of red, green and blue in luma. */
type Weights = readonly [number, number, number]
const BT601: Weights = [0.299, 0.587, 0.114]
const BT709: Weights = [0.2126, 0.7152, 0.0722]
/** Black and white in 10 bits. */
type Range = readonly [number, number]
const LIMITED: Range = [64, 940]
const FULL: Range = [0, 1023]

const read = (name: string) => new Uint8Array(readFileSync(join(shared, name)))

test('the one range is limited, in planes too', () => {
  const codec = new VVC()
  expect(codec.options).toMatchObject({ range: 'limited' })
  expect(() => new VVC({ range: 'full' as 'limited' })).toThrow(RangeError)
  const planes = [new Uint16Array(32 * 16), new Uint16Array(16 * 8), new Uint16Array(16 * 8)]
  const picture = { planes, width: 32, height: 16, pixelFormat: 'yuv420p10le' }
  const { descriptor, options } = codec
  const plan = (range?: 'full' | 'limited') =>
    planEncode(
      { descriptor, options, encoder: 'libvvenc', decoder: 'vvc' },
      toPicture({ ...picture, range }),
      32,
      'vvc',
    )
  expect(plan().colour).toEqual({ matrix: 'bt601', range: 'limited' })
  expect(plan('limited').options).toMatchObject({ color_range: 'tv' })
  expect(() => plan('full')).toThrow(
    "image.range: expected 'limited', which all of its streams have, got 'full'",
  )
})

const weighted = ([r, g, b]: Weights, data: Samples, i: number) =>
  r * data[3 * i]! + g * data[3 * i + 1]! + b * data[3 * i + 2]!

/** Mean square of the differences of luma, 0 to 255, to that of RGB. */
function lumaError(codes: Samples, [black, white]: Range, data: Samples, kr: Weights): number {
  const luma = Float64Array.from(codes, (code) => (255 * (code - black)) / (white - black))
  return luma.reduce((sum, y, i) => sum + (y - weighted(kr, data, i)) ** 2, 0) / luma.length
}

describe.each([
  ['native', native],
  ['ffmpeg', program],
] as const)('the range of streams that do not say it, by %s', (backend, can) => {
  const codec = new VVC({ backend })
  const all = there && can ? test.each(names) : test.skip.each(names)
  all(`%s is shown as limited${can ? needs : ': needs FFmpeg 7.1'}`, async (name) => {
    const { planes, range } = await codec.decode(read(name), { as: 'planes' })
    expect(range).toBe('limited')
    const { data, shape } = await codec.decode(read(name), { bitDepth: 8 })
    if (shape[2] === 1) return
    expect(lumaError(planes[0]!, LIMITED, data, BT601)).toBeLessThan(9)
  })

  const coded = existsSync(source) && there && can ? test : test.skip
  coded(
    `limited is what was coded${can ? ': needs ../shared' : ': needs FFmpeg 7.1'}`,
    async () => {
      const { data } = await readImage(source)
      const { planes } = await codec.decode(read('kodim23_420_q27.vvc'), { as: 'planes' })
      const error = (range: Range) => lumaError(planes[0]!, range, data, BT709)
      expect(10 * Math.log10(error(FULL) / error(LIMITED))).toBeGreaterThan(6) // dB
    },
  )
})
