import { metricTitle } from '../chart/metric_axis'
import { escaped } from '../chart/svg'
import type { Failure, ReportData } from '../model'
import { type Table } from '../view'
import { tableMarkup } from './markup'

const settings = (options: Record<string, unknown>): string =>
  Object.entries(options)
    .filter(([name, value]) => value !== undefined && !/^max|^backend$|^timeout$/.test(name))
    .map(
      ([name, value]) =>
        `${name}=${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
    )
    .join(' ')

const codecs = ({ series }: ReportData): Table => ({
  caption: 'Codecs',
  columns: ['codec', 'encoder', 'backend', 'versions', 'settings'].map((title) => ({ title })),
  rows: series.map((s) => [s.label, s.encoder, s.backend, s.version, settings(s.options)]),
})

const pictures = ({ pictures: shown }: ReportData): Table => ({
  caption: 'Pictures',
  columns: ['picture', 'size', 'samples', 'SHA-256 of the samples', 'source', 'licence'].map(
    (title) => ({ title }),
  ),
  rows: shown.map(({ name, width, height, channels, bitDepth, sha256, source, licence }) => [
    name,
    `${width} × ${height}`,
    `${channels} × ${bitDepth} bit`,
    sha256.slice(0, 16),
    source ?? '',
    licence ?? '',
  ]),
})

const metrics = ({ metrics: shown }: ReportData): Table => ({
  caption: 'Metrics',
  columns: ['metric', 'better', 'computed by'].map((title) => ({ title })),
  rows: shown.map(({ name, better, version }) => [metricTitle(name), better, version]),
})

/** Failed points of one line that are written out. */
const MOST_FAILURES = 12

/** `jpeg 10, 20; webp 50`, or how many there are. */
function pointsOf(failed: readonly Failure[]): string {
  const labels = [...new Set(failed.map(({ label }) => label))]
  if (failed.length > MOST_FAILURES) return `${failed.length} points, of ${labels.join(', ')}`
  const qualitiesOf = (of: string) =>
    [...new Set(failed.flatMap(({ label, quality }) => (label === of ? [quality] : [])))].sort(
      (a, b) => a - b,
    )
  return labels.map((label) => `${label} ${qualitiesOf(label).join(', ')}`).join('; ')
}

/** A line a reason, of each picture. */
function failures({ failures: all }: ReportData): Table {
  const groups = new Map<string, Failure[]>()
  for (const one of all) {
    const id = `${one.picture} ${one.message}`
    groups.set(id, [...(groups.get(id) ?? []), one])
  }
  return {
    caption: 'Points that failed',
    columns: ['picture', 'codec and quality', 'why'].map((title) => ({ title })),
    rows: [...groups.values()].map((failed) => [
      failed[0]!.picture,
      pointsOf(failed),
      failed[0]!.message,
    ]),
  }
}

/** Lines of warnings that are written out. */
const MOST_WARNINGS = 6

function warned({ warnings }: ReportData): string[] {
  const lines = warnings.slice(0, MOST_WARNINGS).map(({ message, points }) => {
    return `${message} (${points} point${points > 1 ? 's' : ''})`
  })
  const left = warnings.length - lines.length
  return left > 0 ? [...lines, `And ${left} more such warnings, in the results.`] : lines
}

function conventions(data: ReportData): string[] {
  const machines = data.machines.map(
    ({ cpu, cores, os, node }) => `${cpu}, ${cores} cores, ${os}, Node ${node}`,
  )
  return [
    'Mean curves: the arithmetic means of bits per pixel and of the metric over the pictures that all codecs shown have, at one quality of the codec’s own scale.',
    ...(data.bd[0] ? [data.bd[0].convention] : []),
    `Measured on ${machines.join('; ')}.`,
    ...warned(data),
  ]
}

/** What must be known to repeat it. */
export function footMarkup(data: ReportData): string {
  const told = [codecs(data), pictures(data), metrics(data)]
  const failed = data.failures.length
    ? `<div class="table">${tableMarkup(failures(data))}</div>`
    : ''
  return `<section id="made"><header><h2>How it was made</h2></header>
<ul class="notes">${conventions(data)
    .map((line) => `<li>${escaped(line)}</li>`)
    .join('')}</ul>
${failed}
<details><summary>Codecs, pictures and metrics</summary>${told.map((table) => `<div class="table">${tableMarkup(table)}</div>`).join('')}</details>
<p class="script"><button type="button" id="points">Save all points as JSON</button></p>
</section>`
}
