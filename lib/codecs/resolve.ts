import { checkObject, type OptionRows, resolveOptions } from '../options'
import type { Descriptor, Resolved } from './descriptor'
import type { StreamFormat } from './stream'
import { commonRows, type SharedOptions } from './rows'

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
  const options = resolveOptions(rowsOf(descriptor), { ...given }, descriptor.name)
  return options as unknown as SharedOptions
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
