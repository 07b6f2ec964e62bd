import { isResult, type Row } from './comparison_row'
import { visibleLine } from './visible'

// Cells as RFC 4180 has them, in quotes where they need them. A row is a line, whatever a file is called,
// and a line ends as those of other programs do: it is read by awk as often as by a table.

const quoted = (value: string): string =>
  /[",]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value

const line = (values: readonly (string | number | null | undefined)[]): string =>
  `${values.map((value) => quoted(visibleLine(String(value ?? '')))).join(',')}\n`

/** What is printed first. */
export const csvHead = (metrics: readonly string[]): string =>
  line([
    ...['image', 'codec', 'backend', 'encoder', 'quality', 'bytes', 'bpp', 'psnr', 'psnr-ycbcr'],
    ...metrics,
    ...['encodeMs', 'decodeMs', 'error'],
  ])

/** One row of the comparison; `inf` for identical pictures' decibels. */
export function csvLine(row: Row, metrics: readonly string[]): string {
  const { image, codec, backend, encoder, quality } = row
  const run = [image, codec, backend, encoder, quality]
  if (!isResult(row)) {
    return line([...run, '', '', '', '', ...metrics.map(() => ''), '', '', row.error.message])
  }
  const shown = (value: number | undefined) => (value === Infinity ? 'inf' : value)
  const values = metrics.map((name) => row.metrics?.[name])
  const psnr = [shown(row.psnr), shown(row['psnr-ycbcr'])]
  return line([...run, row.bytes, row.bpp, ...psnr, ...values, row.encodeMs, row.decodeMs, ''])
}
