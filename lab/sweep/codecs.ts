import { type Codec, createCodec, defineCodec, type ProgramDescription } from '../../lib/index'
import { programs as knownPrograms } from '../programs/index'
import type { Setup } from '../work/task'
import type { CodecSpec, SweepOptions } from './options'

/** A codec of the plan, set up. */
export interface Entrant {
  label: string
  setup: Setup
  codec: Codec
  quality?: CodecSpec['quality']
}

const named = /^(?:([^=:]+)=)?((?:ffmpeg:)?[^=:]+)(?::([^]*))?$/

const nameIn = (text: string): string => named.exec(text)?.[2] ?? ''

/** A word as the option's type wants it; what does not fit stays text, for the codec to refuse. */
function typed(codec: Codec, key: string, text: string): unknown {
  const type = codec.descriptor.options[key]?.type
  if (type === 'string' || type === 'enum') {
    const row = codec.descriptor.options[key] as { values?: readonly unknown[] }
    return row.values?.find((value) => String(value) === text) ?? text
  }
  if (text === 'true' || text === 'false') return text === 'true'
  return text.trim() !== '' && !Number.isNaN(Number(text)) ? Number(text) : text
}

function optionsOf(name: string, text: string): Record<string, unknown> {
  const codec = createCodec(name)
  const options: Record<string, unknown> = {}
  const inner: Record<string, string> = {}
  for (const part of text.split(',').filter((one) => one !== '')) {
    const [, key, value = 'true'] = /^([^=]+)(?:=([^]*))?$/.exec(part) ?? []
    if (key === undefined) throw new TypeError(`codec ${name}: expected key=value, got '${part}'`)
    if (key.startsWith('options.')) inner[key.slice('options.'.length)] = value
    else options[key] = typed(codec, key, value)
  }
  return Object.keys(inner).length > 0 ? { ...options, options: inner } : options
}

export type Programs = NonNullable<SweepOptions['programs']>

/** A program's description, its name known: the sweep's own first, then the laboratory's. */
export function programOf(name: string, programs: Programs) {
  const given = Object.hasOwn(programs, name) ? programs[name] : undefined
  if (given !== undefined) return { ...given, name }
  return Object.hasOwn(knownPrograms, name) ? knownPrograms[name] : undefined
}

/** The codec of this name, where there is one. */
function known(name: string): Codec | undefined {
  try {
    return createCodec(name)
  } catch {
    return undefined
  }
}

/** A text for each codec: behind options a comma parts codecs where the next word is one. */
function codecsIn(text: string): string[] {
  const found: string[] = []
  let of: Codec | undefined
  let inOptions = false
  for (const piece of text.split(',')) {
    const [, label, name = '', options] = named.exec(piece) ?? []
    const own = label !== undefined || of?.descriptor.options[name] !== undefined
    const next = inOptions && !own ? known(name) : undefined
    if (inOptions && !next) {
      found.push(`${found.pop()},${piece}`)
      continue
    }
    found.push(piece)
    of = next ?? known(name)
    inOptions = options !== undefined
  }
  return found
}

/** `[label=]name[:key=value,...]`; `options.NAME=VALUE` for the encoder's own. */
export function parseCodec(text: string): CodecSpec {
  const several = codecsIn(text)
  if (several.length > 1) {
    const advice = several.map((one) => `--codec ${one}`).join(' ')
    throw new TypeError(
      `codec: expected one codec where there are options, got '${text}'; write ${advice}`,
    )
  }
  const [, label, codec, options] = named.exec(text) ?? []
  if (codec === undefined) {
    throw new TypeError(`codec: expected [label=]name[:key=value,...], got '${text}'`)
  }
  return {
    codec,
    ...(label && { label }),
    ...(options && { options: optionsOf(codec, options) }),
  }
}

/** How options are shown in a label: what the user gave, in the order given. */
const shown = ({ codec, options = {} }: CodecSpec): string => {
  const parts = Object.entries(options).map(([key, value]) =>
    typeof value === 'object' ? `${key}=${JSON.stringify(value)}` : `${key}=${String(value)}`,
  )
  return parts.length > 0 ? `${codec}:${parts.join(',')}` : codec
}

/**
 * The codecs of a sweep, set up and labelled. TypeError or RangeError for unknown names and options
 * and for two curves of the same label.
 */
export function entrantsOf(
  given: readonly (string | CodecSpec)[],
  programs: Programs = {},
): Entrant[] {
  for (const one of given) {
    const program = programOf(typeof one === 'string' ? nameIn(one) : one.codec, programs)
    if (program) defineCodec(program) // createCodec knows it from now on
  }
  const specs = given.map((one) => (typeof one === 'string' ? parseCodec(one) : one))
  if (specs.length === 0) throw new TypeError('codecs: expected at least one')
  const often = (name: string) => specs.filter(({ codec }) => codec === name).length > 1
  const entrants = specs.map((spec) => {
    const { codec: name, options = {}, quality } = spec
    const label = spec.label ?? (often(name) ? shown(spec) : name)
    const codec = createCodec(name, options)
    const program = codec.descriptor.program as ProgramDescription | undefined
    const setup = { codec: name, options, ...(program && { program }) }
    return { label, setup, codec, ...(quality && { quality }) }
  })
  const labels = entrants.map(({ label }) => label)
  const twice = labels.find((label, i) => labels.indexOf(label) !== i)
  if (twice !== undefined) {
    const { codec } = entrants.find(({ label }) => label === twice)!.setup
    throw new RangeError(
      `codecs: two are called '${twice}'; give one another label, as in other=${codec}`,
    )
  }
  return entrants
}
