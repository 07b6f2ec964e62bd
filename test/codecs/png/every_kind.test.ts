import { PNG } from '../../../lib'
import { addon } from '../../../lib/backends/native/addon'
import { channelsOf, pngFile, type PngPicture } from '../../helpers/png_builder'

// Every colour type in every depth, interlaced or not, by every filter, of every width and height from
// 1 to 33: the samples that were written, and those of libavcodec's own decoder.

const kinds = [
  ...([1, 2, 4, 8, 16] as const).map((depth) => ({ type: 0, depth }) as const),
  ...([1, 2, 4, 8] as const).map((depth) => ({ type: 3, depth }) as const),
  ...([2, 4, 6] as const).flatMap((type) =>
    ([8, 16] as const).map((depth) => ({ type, depth }) as const),
  ),
]

/** Each width once, each height once. */
const sizes = Array.from({ length: 33 }, (_, i) => ({ width: i + 1, height: ((i * 7) % 33) + 1 }))

/** Each filter alone with a fifth of the sizes, all together with every one. */
const filters = [
  ...[0, 1, 2, 3, 4].map(
    (filter) =>
      [`filter ${filter}`, () => filter, sizes.filter((_, i) => i % 5 === filter)] as const,
  ),
  ['every filter', (y: number) => (y * 3 + 4) % 5, sizes] as const,
]

let seed = 1
/** Of Numerical Recipes' generator: the same in every run. */
const random = (below: number): number => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
  return Math.floor((seed / 2 ** 32) * below)
}
const bytes = (count: number) => Uint8Array.from({ length: count }, () => random(256))

type Kind = (typeof kinds)[number]

/** Few samples far from each other and many alike: both that predictors hit and miss, and keys. */
function samplesFor({ type, depth }: Kind, pixels: number, key: readonly number[]): number[] {
  const channels = channelsOf(type)
  return Array.from({ length: pixels }, () => {
    const isKey = key.length > 0 && random(3) === 0
    return Array.from({ length: channels }, (_, c) => (isKey ? key[c]! : random(2 ** depth)))
  }).flat()
}

interface Made {
  picture: PngPicture
  /** Of each pixel, in the result's depth. */
  expected: number[]
  channels: number
}

function palettePicture(
  kind: Kind,
  size: { width: number; height: number },
  alphas: boolean,
): Made {
  const samples = samplesFor(kind, size.width * size.height, [])
  const palette = bytes(3 * (2 ** kind.depth - (kind.depth > 1 ? 1 : 0))) // the last is missing
  const transparency = alphas ? bytes(2 ** (kind.depth - 1)) : undefined
  if (transparency) transparency[0] = 7
  const expected = samples.flatMap((i) => [
    ...(3 * i < palette.length ? palette.subarray(3 * i, 3 * i + 3) : [0, 0, 0]),
    ...(transparency ? [transparency[i] ?? 255] : []),
  ])
  const picture = { ...kind, ...size, samples, palette, ...(transparency && { transparency }) }
  return { picture, expected, channels: transparency ? 4 : 3 }
}

function make(kind: Kind, size: { width: number; height: number }, keyed: boolean): Made {
  const { type, depth } = kind
  if (type === 3) return palettePicture(kind, size, keyed)
  const stored = channelsOf(type)
  const key = keyed ? Array.from({ length: stored }, () => random(2 ** depth)) : []
  const samples = samplesFor(kind, size.width * size.height, key)
  const gray = type === 0 || type === 4
  const scale = depth < 8 ? 255 / (2 ** depth - 1) : 1
  const opaque = depth === 16 ? 65535 : 255
  const channels = keyed || type === 4 || type === 6 ? 4 : stored
  const expected = Array.from({ length: size.width * size.height }, (_, i) => {
    const pixel = samples.slice(i * stored, (i + 1) * stored)
    const colours = pixel.slice(0, gray ? 1 : 3).map((sample) => sample * scale)
    const isKey = keyed && pixel.every((sample, c) => sample === key[c])
    const alpha = type === 4 || type === 6 ? pixel.at(-1)! : isKey ? 0 : opaque
    return channels < 4 ? colours : [...(gray ? Array(3).fill(colours[0]!) : colours), alpha]
  }).flat() as number[]
  const transparency = Uint8Array.from(key.flatMap((value) => [value >> 8, value & 255]))
  const picture = { ...kind, ...size, samples, ...(keyed && { transparency }) }
  return { picture, expected, channels }
}

const cases = kinds.flatMap((kind) =>
  [false, true]
    .filter((keyed) => !keyed || kind.type < 4) // tRNS is for those without alpha
    .flatMap((keyed) => [false, true].map((interlaced) => ({ kind, keyed, interlaced }))),
)

const native = addon()
const codec = new PNG()

/** By libavcodec's decoder, which knows no transparent gray below 8 bits. */
function byLibav(file: Uint8Array) {
  const request = { label: 'png', engine: 'libav', decoder: 'png' } as Parameters<
    NonNullable<typeof native>['decodeSync']
  >[0]
  return native!.decodeSync(request, {}, file).data[0]!
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
  Buffer.from(buffer, byteOffset, byteLength)

/** toEqual takes a hundred times as long. */
const isSame = (a: ArrayBufferView, b: ArrayBufferView): boolean => bytesOf(a).equals(bytesOf(b))

describe.each(cases)(
  'colour type $kind.type of $kind.depth bits, tRNS $keyed, interlaced $interlaced',
  ({ kind, keyed, interlaced }) => {
    it.each(filters)('%s', (_name, filter, some) => {
      for (const size of some) {
        const { picture, expected, channels } = make(kind, size, keyed)
        const file = pngFile({ ...picture, interlaced, filter })
        const { shape, data } = codec.decodeSync(file)
        expect(shape).toEqual([size.height, size.width, channels])
        const wanted = (kind.depth > 8 ? Uint16Array : Uint8Array).from(expected)
        expect([size, isSame(data, wanted)]).toEqual([size, true])
        if (native && !(keyed && kind.type === 0 && kind.depth < 8)) {
          expect([size, isSame(data, byLibav(file))]).toEqual([size, true])
        }
      }
    })
  },
)
