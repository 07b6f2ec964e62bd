import type { Codec } from '../codec'
import { type Failure, isResult, type Result, type Row } from './compare'
import { missingLines } from './codecs'
import { qualityLabel } from './describe'
import type { Missing } from './entrants'
import { type Column, columns, grouped, print } from './output'

export interface ComparisonTable {
  rows: readonly Row[]
  means: readonly Result[]
  codecs: readonly Codec[]
  unavailable: readonly Missing[]
}

const right = (title: string): Column => ({ title, align: 'right' })

const heads: readonly Column[] = [
  { title: 'codec' },
  { title: 'backend' },
  { title: 'encoder' },
  { title: 'quality' },
  right('bytes'),
  right('bpp'),
  right('PSNR RGB'),
  right('PSNR 6:1:1'),
  right('encode ms'),
  right('decode ms'),
]

const decibels = (value: number | undefined): string =>
  value === undefined ? '-' : value === Infinity ? 'identical' : value.toFixed(2)

function qualityOf({ codec, backend, quality }: Result, codecs: readonly Codec[]): string {
  const found = codecs.find((one) => one.name === codec && one.backend === backend)!
  return qualityLabel(found, quality)
}

const cells = (row: Result, codecs: readonly Codec[]): string[] => [
  row.codec,
  row.backend,
  row.encoder || '-',
  qualityOf(row, codecs),
  grouped(Math.round(row.bytes)),
  row.bpp.toFixed(3),
  decibels(row.psnr),
  decibels(row['psnr-ycbcr']),
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
  const line = ({ image, codec, backend, error }: Failure): string =>
    `  ${image}${codec ? `: ${codec} (${backend})` : ''}: ${error.message}`
  return failures.length === 0 ? [] : ['', 'Failed:', ...failures.map(line)]
}

/** Prints one table; with several pictures the image is its first column, and means end it. */
export function showComparison({ rows, means, codecs, unavailable }: ComparisonTable): void {
  const several = new Set(rows.map(({ image }) => image)).size > 1
  const line = (row: Row): string[] => (isResult(row) ? cells(row, codecs) : failed(row))
  const named = (row: Row): string[] => (several ? [row.image, ...line(row)] : line(row))
  const table = columns(
    several ? [{ title: 'image' }, ...heads] : heads,
    [...rows, ...means].map(named),
  )
  print([table, ...failureLines(rows), ...missingLines(unavailable)].join('\n'))
}
