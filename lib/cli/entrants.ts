import { backends } from '../backends/index'
import { Codec } from '../codec'
import type { Descriptor } from '../codecs/descriptor'
import { unknownName } from '../options'
import { allDescriptors, findDescriptor } from '../registry'
import { checkSettings, optionsFor, type Setting } from './settings'

/** One `--quality`: for a codec, or for all. */
export interface Quality {
  codec?: string
  quality: number
}

export interface EntrantOptions {
  codec?: string[]
  backend?: string[]
  quality?: Quality[]
  set?: Setting[]
  effort?: number
}

/** A codec on a backend that cannot run here. */
export interface Missing {
  codec: string
  backend: string
  /** Why, and what to install. */
  reason: string
}

function chosenBackends({ name, backends: own }: Descriptor, given: EntrantOptions) {
  const { backend: wanted, codec: named } = given
  const chosen = own.filter((backend) => wanted?.includes(backend) ?? true)
  if (chosen.length > 0 || !named) return chosen
  throw new RangeError(`${name}: backend: expected ${own.join(', ')}, got ${wanted?.join(', ')}`)
}

function qualityOf(name: string, qualities: readonly Quality[]): number | undefined {
  const own = qualities.findLast(({ codec }) => codec === name)
  return (own ?? qualities.findLast(({ codec }) => codec === undefined))?.quality
}

function check({ backend = [], quality = [], set = [] }: EntrantOptions, names: string[]): void {
  const known = Object.keys(backends)
  for (const name of backend) if (!known.includes(name)) throw unknownName('backend', name, known)
  checkSettings(set, names)
  const common = quality.filter(({ codec }) => codec === undefined)
  if (common.length > 1) {
    const values = common.map((one) => one.quality).join(',')
    throw new TypeError(
      `--quality: expected one for all codecs, got ${values}; several make a curve: nodecodecs sweep --quality ${values}`,
    )
  }
  for (const { codec } of quality) {
    if (codec !== undefined && !names.includes(codec))
      throw unknownName('--quality: codec', codec, names)
  }
}

/** Every codec and backend that the options ask for, set up. TypeError, RangeError for mistakes. */
export function entrants(given: EntrantOptions): Codec[] {
  const descriptors = given.codec?.map(findDescriptor) ?? allDescriptors()
  check(
    given,
    descriptors.map(({ name }) => name),
  )
  return descriptors.flatMap((descriptor) =>
    chosenBackends(descriptor, given).map((backend) => {
      const quality = qualityOf(descriptor.name, given.quality ?? [])
      // Of those that have it: the others know one way alone.
      const effort = 'effort' in descriptor.options ? given.effort : undefined
      const options = {
        ...(effort !== undefined && { effort }),
        ...optionsFor(descriptor, given.set ?? []),
      }
      return new Codec(descriptor, {
        ...options,
        backend,
        ...(quality !== undefined && { quality }),
      })
    }),
  )
}

/** Why a codec is not available, as `codecs()` says it, for its own options. */
export function missingOf({ name, backend, descriptor, options }: Codec): Missing {
  const { missing } = backends[backend].support(descriptor, options)
  return { codec: name, backend, reason: missing ?? 'unknown' }
}
