import type { Codec } from '../codec'
import { commonRows } from '../codecs/rows'
import type { Descriptor } from '../codecs/descriptor'
import type { QualityScale } from '../codecs/encoding'
import { resolve } from '../codecs/resolve'
import type { OptionRow, OptionRows } from '../options'
import { columns } from './output'

/** The scale with default options and the preferred encoder. */
export function defaultScale(descriptor: Descriptor): QualityScale {
  return descriptor.quality(resolve(descriptor, {}), descriptor.encoders[0] ?? '')
}

/** "QP 51..0", worst to best. */
export function scaleOf(descriptor: Descriptor): string {
  const { name, steps } = defaultScale(descriptor)
  return steps.length === 1 ? name : `${name} ${steps[0]}..${steps.at(-1)}`
}

/** "QP 37", "distance 1.5", "lossless"; "-" where the codec has no scale. */
export function qualityLabel({ descriptor, options }: Codec, quality: number): string {
  const { name, steps } = descriptor.quality(options, String(options.encoder ?? ''))
  if (descriptor.lossless?.(options, quality)) return 'lossless'
  return steps.length === 1 ? '-' : `${name} ${quality}`
}

/** The values that a row takes: "1..64", "true, false", "yuv444p | ...". */
function valuesOf(row: OptionRow): string {
  switch (row.type) {
    case 'int':
    case 'number':
      return Number.isFinite(row.min) ? `${row.min}..${row.max}` : 'number'
    case 'boolean':
      return 'true, false'
    case 'enum':
      return row.values.join(', ')
    case 'string':
      return 'text'
    case 'dictionary':
      return 'options.NAME=VALUE'
  }
}

/** Breaks a text between words. */
export function wrap(text: string, width: number): string {
  const lines: string[] = ['']
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!
    if (line !== '' && line.length + 1 + word.length > width) lines.push(word)
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
  }
  return lines.join('\n')
}

function optionTable(rows: OptionRows): string {
  const heads = ['option', 'values', 'default', ''].map((title) => ({ title }))
  const cells = Object.entries(rows).map(([key, row]) => [
    key,
    wrap(valuesOf(row), 34),
    row.default === undefined ? '-' : String(row.default),
    wrap(row.help, 48),
  ])
  return columns(heads, cells)
}

/** The options that are the codec's own, and those that all have. */
export function describeCodec(descriptor: Descriptor): string {
  const { name, className, help, backends, encoders, formats } = descriptor
  const own = Object.keys(descriptor.options).length > 0
  const extensions = Object.values(formats).map(({ extension }) => extension)
  return [
    `${name} (class ${className}): ${help}`,
    '',
    `backends: ${backends.join(', ')}`,
    ...(encoders.length ? [`encoders: ${encoders.join(', ')}`] : []),
    `files:    ${[...new Set(extensions)].join(', ')}`,
    `quality:  ${scaleOf(descriptor)} (worst to best)`,
    ...(own ? ['', 'Its own options:', optionTable(descriptor.options)] : []),
    '',
    'Options of every codec:',
    optionTable(commonRows),
    '',
    `Example: nodecodecs encode photo.png photo${extensions[0]} --codec ${name}${exampleSet(descriptor)}`,
  ].join('\n')
}

function exampleSet({ options }: Descriptor): string {
  const entry = Object.entries(options).find(([, row]) => row.type === 'enum')
  return entry && entry[1].type === 'enum' ? ` --set ${entry[0]}=${entry[1].values.at(-1)}` : ''
}
