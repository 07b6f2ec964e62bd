import { createCodec } from '../../lib/index'
import type { Entrant } from './codecs'
import { DEFAULT_POINTS, type Qualities, type SweepOptions } from './options'

const isList = (value: unknown): value is Qualities => value === 'all' || Array.isArray(value)

function chosen(entrant: Entrant, { quality }: SweepOptions): Qualities | undefined {
  if (entrant.quality !== undefined) return entrant.quality
  if (quality === undefined || isList(quality)) return quality
  const byName = quality
  return byName[entrant.label] ?? byName[entrant.setup.codec]
}

/** RangeError for a value outside of the codec's scale: its own constructor checks. */
function checkQualities({ setup, label }: Entrant, values: readonly number[]): void {
  for (const quality of values) {
    try {
      createCodec(setup.codec, { ...setup.options, quality })
    } catch (error) {
      // a sweep has no target, which the codec's own message goes on to advise
      const message = (error as Error).message.replace(/; target: .*/s, '')
      const own = message.startsWith(`${label}: `)
      throw new RangeError(own ? message : `${label}: ${message}`)
    }
  }
}

/** A codec's qualities, each once, worst first where they are spread. */
export function qualitiesOf(entrant: Entrant, options: SweepOptions): number[] {
  const { points = DEFAULT_POINTS } = options
  const values = chosen(entrant, options)
  if (values === undefined) return entrant.codec.qualityPoints(points)
  if (values === 'all') return [...entrant.codec.qualitySteps]
  checkQualities(entrant, values)
  return [...new Set(values)]
}

/** TypeError for qualities of a codec that has no part in the sweep. */
export function checkNames(entrants: readonly Entrant[], { quality }: SweepOptions): void {
  if (quality === undefined || isList(quality)) return
  const known = entrants.flatMap(({ label, setup }) => [label, setup.codec])
  for (const name of Object.keys(quality)) {
    if (!known.includes(name)) {
      throw new TypeError(
        `quality: no codec '${name}'; there are ${[...new Set(known)].join(', ')}`,
      )
    }
  }
}

/** `37,32`, `all`, or `x265=37,32;webp=10,50`. */
export function parseQualities(text: string): NonNullable<SweepOptions['quality']> {
  const values = (list: string): Qualities => {
    if (list === 'all') return list
    const numbers = list.split(',').map((one) => (one.trim() === '' ? NaN : Number(one)))
    if (numbers.some(Number.isNaN)) {
      throw new TypeError(`quality: expected numbers, 'all' or CODEC=N,N;CODEC=N, got '${text}'`)
    }
    return numbers
  }
  if (!text.includes('=')) return values(text)
  const parts = text.split(';').map((part) => {
    const at = part.indexOf('=')
    return [part.slice(0, Math.max(0, at)).trim(), values(part.slice(at + 1))] as const
  })
  return Object.fromEntries(parts)
}
