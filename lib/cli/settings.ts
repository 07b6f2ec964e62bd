import { InvalidArgumentError } from 'commander'
import type { Descriptor } from '../codecs/descriptor'
import { rowsOf } from '../codecs/resolve'
import type { OptionRow } from '../options'
import { allDescriptors } from '../registry'

/** One `--set`: `preset=slow`, `x265.preset=slow`, `lossless` (= true), `options.tune=psnr`. */
export interface Setting {
  /** The codec that it is for; undefined: all of the call. */
  codec?: string
  key: string
  value: string
}

export const settingHelp =
  'a codec option, repeatable; KEY alone is KEY=true; options.NAME=VALUE for the ' +
  "encoder's own (see: nodecodecs help CODEC)"

const isCodec = (name: string): boolean =>
  name.startsWith('ffmpeg:') || allDescriptors().some((descriptor) => descriptor.name === name)

/** Commander's parser of a repeatable option. */
export function parseSetting(text: string, previous: readonly Setting[] = []): Setting[] {
  const [, path, value = 'true'] = /^([^=]+)(?:=([^]*))?$/.exec(text) ?? []
  if (path === undefined) throw new InvalidArgumentError('Expected KEY=VALUE.')
  const dot = path.indexOf('.')
  const codec = path.slice(0, Math.max(0, dot))
  if (!isCodec(codec)) return [...previous, { key: path, value }]
  return [...previous, { codec, key: path.slice(dot + 1), value }]
}

/**
 * A word of the command line as the row's type. What does not fit stays text: the library's own
 * check then says what was expected.
 */
function typed(row: OptionRow | undefined, text: string): unknown {
  switch (row?.type) {
    case 'int':
    case 'number':
      return text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text)
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : text
    case 'enum':
      return row.values.find((value) => String(value) === text) ?? text
    case 'string':
    case 'dictionary':
    case undefined:
      return text
  }
}

/** What the settings say for this codec; unknown names stay in, for the constructor to refuse. */
export function optionsFor(
  descriptor: Descriptor,
  settings: readonly Setting[],
): Record<string, unknown> {
  const rows = rowsOf(descriptor)
  const options: Record<string, unknown> = {}
  const inner: Record<string, string> = {}
  for (const { codec, key, value } of settings) {
    if (codec !== undefined && codec !== descriptor.name) continue
    if (key.startsWith('options.')) inner[key.slice('options.'.length)] = value
    else options[key] = typed(rows[key], value)
  }
  return Object.keys(inner).length ? { ...options, options: inner } : options
}

/** RangeError for a setting of a codec that has no part in the call. */
export function checkSettings(settings: readonly Setting[], names: readonly string[]): void {
  for (const { codec, key } of settings) {
    if (codec === undefined || names.includes(codec)) continue
    throw new RangeError(`--set ${codec}.${key}: expected one of ${names.join(', ')}, got ${codec}`)
  }
}
