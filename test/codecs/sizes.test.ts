import { type LayoutName, makePicture, psnr, samplesOf } from '../helpers/pictures'
import {
  allEntries,
  describeEntries,
  type Entry,
  isLossless,
  nearBest,
  pixelFormats,
} from '../helpers/table'

// Every codec x backend x depth x channels x layout x size: what comes back is what went in.

type Size = readonly [width: number, height: number]

const odd: Size = [17, 33]
const small: readonly Size[] = [
  [1, 1],
  [5, 3],
  [1, 4096],
  [4096, 1],
]
/** Several bands, tiles and blocks of every coder, and odd. */
const large: Size = [513, 263]
/** At the best lossy quality; 4:2:0 of a smooth picture included. */
const floor = 40
const depths = [8, 10, 16] as const
const layouts: Record<number, readonly LayoutName[]> = {
  1: ['HWC', 'CHW', '1HWC', 'HW'],
  3: ['HWC', 'CHW', '1HWC', '1CHW'],
  4: ['HWC', 'CHW', '1HWC'],
}

interface Case {
  size: Size
  depth: number
  channels: number
  layout: LayoutName
}

/** Programs cost processes, and what is theirs shows in a few. */
const fewCases: readonly Case[] = [
  { size: [1, 1], depth: 8, channels: 3, layout: 'HWC' },
  { size: odd, depth: 10, channels: 1, layout: 'HW' },
  { size: odd, depth: 16, channels: 4, layout: '1HWC' },
  { size: [4096, 1], depth: 16, channels: 3, layout: 'CHW' },
  { size: large, depth: 8, channels: 3, layout: 'CHW' },
]

/** Layouts are our own code's: all of them at one size, each once at the others. */
function casesOf({ backend }: Entry): readonly Case[] {
  if (backend !== 'native') return fewCases
  return depths.flatMap((depth, i) =>
    [1, 3, 4].flatMap((channels, j) => {
      const own = layouts[channels]!
      const make = (size: Size, layout = own[(i + j) % own.length]!): Case => {
        // A last axis of 1, 3 or 4 counts as channels: such narrow pictures have no CHW.
        const narrow = [1, 3, 4].includes(size[0])
        return { size, depth, channels, layout: narrow ? 'HWC' : layout }
      }
      const cases = [...small.map((size) => make(size)), ...own.map((layout) => make(odd, layout))]
      return (i + j) % 3 === 0 ? [...cases, make(large)] : cases
    }),
  )
}

/** What the table says of a picture: the error that it must give, if any. */
function expectedError(entry: Entry, { size, depth, channels }: Case, lossless: boolean) {
  const formats = pixelFormats(entry)
  const [width, height] = size
  // Files of two pictures (AVIF, HEIC, BPG) carry alpha beside any format.
  const alpha = channels !== 4 || entry.descriptor.container !== undefined
  const fitting = alpha ? formats : formats.filter((f) => f.alpha)
  if (fitting.length === 0) return { type: 'TypeError', message: /carries no alpha/ }
  const deepest = Math.max(...fitting.map((f) => f.depth))
  if (lossless && depth > deepest) return { type: 'RangeError', message: /lossless/ }
  const codec = entry.make()
  const encoder = String(codec.options.encoder ?? '')
  const limit = entry.descriptor.geometry(codec.options, encoder, fitting[0]!.name)
  if (width > limit.maxWidth || height > limit.maxHeight) {
    return { type: 'CodecError', message: /more than the \d+/ }
  }
  return undefined
}

const name = ({ size, depth, channels, layout }: Case): string =>
  `${size.join('x')} ${layout} x${channels} ${depth} bit`

async function check(entry: Entry, one: Case): Promise<string[]> {
  const codec = entry.make()
  const quality = nearBest(entry, codec)
  const [width, height] = one.size
  const image = makePicture({ width, height, ...one, bitDepth: one.depth })
  const expected = expectedError(entry, one, isLossless(entry, codec, quality))
  const problem = (what: string) => [`${name(one)}: ${what}`]
  try {
    const { restored, bytes } = await codec.apply(image, { quality })
    if (expected) return problem(`expected ${expected.type} ${expected.message}, it worked`)
    const found = [...restored.shape, restored.bitDepth, restored.data.constructor.name]
    const wanted = [...image.shape, one.depth, image.data.constructor.name]
    if (found.join() !== wanted.join())
      return problem(`${found.join()} instead of ${wanted.join()}`)
    const db = psnr(samplesOf(image), samplesOf(restored), one.depth)
    if (db < floor) return problem(`${db.toFixed(2)} dB`)
    if (entry.backend !== 'native') return []
    const alone = codec.decodeSync(bytes)
    const [h, w] = alone.shape
    return h === height && w === width ? [] : problem(`decode gave ${alone.shape.join()}`)
  } catch (error) {
    const { name: type, message } = error as Error
    if (expected?.type === type && expected.message.test(message)) return []
    return problem(`${type}: ${message}`)
  }
}

describeEntries(allEntries, (entry) => {
  const groups = new Map<string, Case[]>()
  for (const one of casesOf(entry)) {
    const key = `${one.size.join('x')}`
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  it.each([...groups])(
    '%s: same shape, depth and type, or the error of the table',
    async (_, all) => {
      const problems = await Promise.all(all.map((one) => check(entry, one)))
      expect(problems.flat()).toEqual([])
    },
  )
})
