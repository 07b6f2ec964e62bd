import type { Codec } from '../codec'
import { type Failure, isResult, type Result, type Row } from './comparison_row'
import { missingLines } from './codecs'
import { qualityLabel } from './describe'
import type { Missing } from './entrants'
import { type Column, columns, grouped, print } from './output'
import { inSwitches } from './wording'

export interface ComparisonTable {
  rows: readonly Row[]
  means: readonly Result[]
  codecs: readonly Codec[]
  unavailable: readonly Missing[]
  /** Where a metric was matched: its name, above the column of what was reached. */
  metric?: string
  /** Further metrics, each a column. */
  metrics?: readonly string[]
  /** One line on what the table compares. */
  note?: string
}

const right = (title: string): Column => ({ title, align: 'right' })

const headsOf = ({ metric, metrics = [] }: ComparisonTable): readonly Column[] => [
  { title: 'codec' },
  { title: 'backend' },
  { title: 'encoder' },
  { title: 'quality' },
  right('bytes'),
  right('bpp'),
  ...(metric === undefined ? [] : [right(metric)]),
  right('PSNR RGB'),
  right('PSNR 6:1:1'),
  ...metrics.map(right),
  right('encode ms'),
  right('decode ms'),
]

const decibels = (value: number | undefined): string =>
  value === undefined ? '-' : value === Infinity ? 'identical' : value.toFixed(2)

function reachedText({ reached }: Result): string {
  if (reached === undefined) return '-'
  return Number.isFinite(reached) ? reached.toPrecision(4) : 'identical'
}

function qualityOf({ codec, backend, quality }: Result, codecs: readonly Codec[]): string {
  const found = codecs.find((one) => one.name === codec && one.backend === backend)!
  return qualityLabel(found, quality)
}

const valueText = (value: number | null | undefined): string =>
  value === undefined ? '-' : (value?.toPrecision(4) ?? 'identical')

const cells = (row: Result, { codecs, metric, metrics = [] }: ComparisonTable): string[] => [
  row.codec,
  row.backend,
  row.encoder || '-',
  qualityOf(row, codecs),
  grouped(Math.round(row.bytes)),
  row.bpp.toFixed(3),
  ...(metric === undefined ? [] : [reachedText(row)]),
  decibels(row.psnr),
  decibels(row['psnr-ycbcr']),
  ...metrics.map((name) => valueText(row.metrics?.[name])),
  row.encodeMs.toFixed(1),
  row.decodeMs.toFixed(1),
]

const failed = ({ codec = '-', backend = '-', encoder = '-', error }: Failure): string[] => [
  codec,
  backend,
  encoder,
  `failed${error.code ? `: ${error.code}` : ''}`,
]

function failureLines(rows: readonly Row[]): string[] {
  const failures = rows.filter((row): row is Failure => !isResult(row))
  const line = ({ image, codec, backend, error }: Failure): string => {
    const own = codec ? `${image}: ${codec} (${backend}): ` : `${image}: `
    const told = inSwitches(error.message)
    return `  ${told.startsWith(own) ? '' : own}${told}`
  }
  return failures.length === 0 ? [] : ['', 'Failed:', ...failures.map(line)]
}

/** Prints one table; with several pictures the image is its first column, and means end it. */
export function showComparison(table: ComparisonTable): void {
  const { rows, means, unavailable, note } = table
  const several = new Set(rows.map(({ image }) => image)).size > 1
  const line = (row: Row): string[] => (isResult(row) ? cells(row, table) : failed(row))
  const named = (row: Row): string[] => (several ? [row.image, ...line(row)] : line(row))
  const heads = headsOf(table)
  const text = columns(
    several ? [{ title: 'image' }, ...heads] : heads,
    [...rows, ...means].map(named),
  )
  const notes = note === undefined ? [] : ['', note]
  print([text, ...notes, ...failureLines(rows), ...missingLines(unavailable)].join('\n'))
}
