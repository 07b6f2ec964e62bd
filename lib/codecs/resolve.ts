import { checkObject, type OptionRows, resolveOptions, shown } from '../options'
import { checkNoFiles } from '../options/file_options'
import type { Descriptor, Resolved } from './descriptor'
import type { StreamFormat } from './stream'
import { commonRows, type SharedOptions } from './rows'

type AvOptions = NonNullable<SharedOptions['options']>

/** All options of a codec. */
export const rowsOf = ({ options }: Pick<Descriptor, 'options'>): OptionRows => ({
  ...commonRows,
  ...options,
})

/**
 * The caller's options, checked, with the codec's defaults.
 * @throws TypeError or RangeError
 */
export function resolve(descriptor: Descriptor, given: object): SharedOptions {
  checkObject(given, `new ${descriptor.className}`)
  const rows = rowsOf(descriptor)
  const named = inNewNames(descriptor, withoutToldEncoder(descriptor, rows, { ...given }))
  const resolved = resolveOptions(rows, named, descriptor.name)
  if (resolved.options) checkNoFiles(resolved.options as AvOptions, descriptor.name)
  for (const [old, { of, values }] of Object.entries(descriptor.olderNames ?? {})) {
    const same = Object.entries(values).find(([, value]) => value === resolved[of])?.[0]
    resolved[old] = rows[old]?.type === 'boolean' ? same === 'true' : same
  }
  return resolved as unknown as SharedOptions
}

/**
 * A codec's own `options` tell its encoder also where there is no choice of one, and may be given back:
 * it is taken where it is the codec's.
 */
function withoutToldEncoder(
  { name, encoders, cli, templates }: Descriptor,
  rows: OptionRows,
  given: Record<string, unknown>,
): Record<string, unknown> {
  if (!('encoder' in given) || 'encoder' in rows) return given
  const { encoder, ...others } = given
  const program = cli?.encoder.program ?? templates?.encode.command[0]
  const known = [...new Set([...encoders, ...(program === undefined ? [] : [program])])]
  if (encoder === undefined || known.includes(encoder as string)) return others
  const expected = known.length > 0 ? known.join(' or ') : 'none'
  throw new RangeError(`${name}: encoder: expected ${expected}, got ${shown(encoder)}`)
}

/**
 * What was given under an option's older name, under the new one too. Both are there where a codec's
 * own `options` are given back.
 */
function inNewNames({ name, olderNames = {} }: Descriptor, given: Record<string, unknown>) {
  for (const [old, { of, values }] of Object.entries(olderNames)) {
    if (given[old] === undefined) continue
    const value = String(given[old])
    const now = Object.hasOwn(values, value) ? values[value] : undefined
    if (given[of] !== undefined && given[of] !== now) {
      throw new TypeError(`${name}: ${old}, ${of}: two names of one option, expected one of them`)
    }
    if (now !== undefined) given[of] = now // others the old name's row refuses
  }
  return given
}

/** The stream format that the options chose: the first one by default. */
export const formatOf = ({ formats }: Descriptor, { format }: SharedOptions): StreamFormat =>
  formats[format ?? ''] ?? Object.values(formats)[0]!

/**
 * Options for the codec inside a container: its own defaults, what both have in common as the caller
 * gave it, and what the container decides.
 */
export function innerOptions<R extends OptionRows>(
  inner: Descriptor & { options: R },
  outer: SharedOptions,
  given: Partial<Omit<Resolved<R>, 'matrix'>> & Pick<SharedOptions, 'matrix'>,
): SharedOptions {
  const { ffmpegPath, threads, maxPixels, maxMemory, maxOutputBytes, options } = outer
  const shared = { ffmpegPath, threads, maxPixels, maxMemory, maxOutputBytes, options }
  return { ...resolve(inner, shared), ...given }
}
