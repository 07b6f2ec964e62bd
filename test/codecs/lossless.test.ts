import { makeNoise, maxDifference, type PictureSpec, samplesOf } from '../helpers/pictures'
import { allEntries, describeEntries, type Entry, pixelFormats } from '../helpers/table'

// What is lossless is lossless to the bit, on noise, for every depth and channels it accepts.

const sizes = [
  [1, 1],
  [17, 33],
  [130, 67],
] as const

interface Mode {
  name: string
  options: Record<string, unknown>
  quality?: number
}

/** `lossless: true`, and the qualities that the scale calls lossless. */
function modesOf(entry: Entry): Mode[] {
  const { descriptor, make } = entry
  const codec = make()
  const steps = codec.qualitySteps.filter((q) => descriptor.lossless?.(codec.options, q))
  const byQuality = steps.map((quality) => ({ name: `quality ${quality}`, options: {}, quality }))
  if (descriptor.options.lossless?.type !== 'boolean') return byQuality
  return [{ name: 'lossless: true', options: { lossless: true } }, ...byQuality]
}

/** Encoders that have no lossless mode must say so. */
const refused = /lossless/

/** Programs get the samples through the same pipe: one size, fewer depths. */
function specs({ backend }: Entry, bitDepth: number): PictureSpec[] {
  const few = backend !== 'native'
  const channels = few ? ({ 8: [1, 3, 4], 10: [1], 16: [3] }[bitDepth] ?? []) : [1, 3, 4]
  return (few ? sizes.slice(1, 2) : sizes).flatMap(([width, height]) =>
    channels.map((count) => {
      const layout = count === 3 && width > 4 ? 'CHW' : 'HWC'
      return { width, height, channels: count, bitDepth, layout } as const
    }),
  )
}

/** 'exact', or the error's first words. */
async function outcome(entry: Entry, mode: Mode, spec: PictureSpec): Promise<string> {
  const image = makeNoise(spec)
  try {
    const { restored } = await entry.make(mode.options).apply(image, { quality: mode.quality })
    const max = maxDifference(samplesOf(image), samplesOf(restored))
    return max === 0 ? 'exact' : `differs by up to ${max}`
  } catch (error) {
    const { name, message } = error as Error
    const clear = name === 'RangeError' ? refused : /alpha/
    const caller = ['RangeError', 'TypeError'].includes(name)
    return caller && clear.test(message) ? 'refused' : `${name}: ${message}`
  }
}

describeEntries(allEntries, (entry) => {
  const modes = modesOf(entry)
  const formats = pixelFormats(entry)
  if (modes.length === 0) {
    it('has no lossless mode', () => expect(entry.descriptor.options.lossless).toBeUndefined())
    return
  }
  describe.each(modes.map((mode) => [mode.name, mode] as const))('%s', (_, mode) => {
    it.each([8, 10, 12, 16])('%i bit, 1, 3 and 4 channels', async (bitDepth) => {
      const wanted = specs(entry, bitDepth)
      const outcomes = await Promise.all(wanted.map((spec) => outcome(entry, mode, spec)))
      const told = wanted.map(
        ({ width, height, channels }, i) => `${width}x${height}x${channels} ${outcomes[i]}`,
      )
      expect(told.filter((text) => !/ (exact|refused)$/.test(text))).toEqual([])
      // Gray of a depth that the encoder has is never refused.
      const has = formats.some((f) => f.depth >= bitDepth && f.model === 'gray')
      const gray = outcomes.filter((_o, i) => wanted[i]!.channels === 1)
      if (has) expect(gray).toEqual(gray.map(() => 'exact'))
    })
  })
})
