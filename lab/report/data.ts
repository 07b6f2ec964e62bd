import { bdTable, type BdTable } from '../bd/index'
import { metricMeaning } from '../bd/metric_meaning'
import type { PublishedCurve } from '../bd/published'
import { isResult, type Machine, type PictureOf, type ResultRow, type Row } from '../results/row'
import { msOf } from '../results/times'
import { versionOf } from '../results/curves_apart'
import type { Cost, Failure, MetricInfo, Point, ReportData, Series, ShownPicture } from './model'

export interface DataOptions {
  title?: string
  /** Label of the curve to compare with; default: the first one of the rows. */
  anchor?: string
  /** Curves of means that others have published. */
  published?: readonly PublishedCurve[]
}

/** The first of each key, in their order. */
function unique<T>(items: readonly T[], key: (item: T) => string): T[] {
  const seen = new Set<string>()
  return items.filter((item) => !seen.has(key(item)) && seen.add(key(item)))
}

/** The pictures, and their names apart where two, of merged sweeps, are called alike. */
function picturesOf(rows: readonly ResultRow[]): ShownPicture[] {
  const pictures = unique(rows, ({ picture }) => picture.sha256).map(({ picture }) => picture)
  const counts = new Map<string, number>()
  for (const { name } of pictures) counts.set(name, (counts.get(name) ?? 0) + 1)
  return pictures.map((picture) => {
    const { name: file, sha256 } = picture
    const alone = counts.get(file) === 1
    return { ...picture, file, name: alone ? file : `${file} (${sha256.slice(0, 6)})` }
  })
}

/** The rows with the pictures' names as they are shown. */
function renamed(rows: readonly ResultRow[], pictures: readonly ShownPicture[]): ResultRow[] {
  const names = new Map(pictures.map(({ sha256, name }) => [sha256, name]))
  return rows.map((row) => ({
    ...row,
    picture: { ...row.picture, name: names.get(row.picture.sha256)! },
  }))
}

/** One for each label, in their order; it may have rows of more than one version. */
const seriesOf = (rows: readonly ResultRow[]): Series[] =>
  unique(rows, ({ label }) => label).map(({ label, codec, backend, encoder, options }) => {
    const versions = rows.filter((row) => row.label === label).map(versionOf)
    return { label, codec, backend, encoder, version: [...new Set(versions)].join('; '), options }
  })

/** What stands for a published curve among the series. */
const seriesOfPublished = ({ label, description }: PublishedCurve): Series => ({
  label,
  codec: '',
  backend: 'published',
  encoder: '',
  version: description,
  options: {},
})

/** Every metric of the rows, in the order in which they come. */
function metricsOf(rows: readonly ResultRow[]): MetricInfo[] {
  const names = [...new Set(rows.flatMap(({ metrics }) => Object.keys(metrics)))]
  return names.map((name) => {
    const versions = rows.flatMap(({ metricVersions }) => metricVersions[name] ?? [])
    return { name, ...metricMeaning(name), version: [...new Set(versions)].join(', ') }
  })
}

function costOf(row: ResultRow): Cost {
  const megapixels = (row.picture.width * row.picture.height) / 1e6
  const [encode, decode] = [msOf(row, 'encode') / megapixels, msOf(row, 'decode') / megapixels]
  return { encode, decode, timed: row.times !== undefined }
}

function pointsOf(rows: readonly ResultRow[], series: Series[], pictures: PictureOf[]): Point[] {
  const place = new Map(series.map(({ label }, i) => [label, i]))
  const shown = new Map(pictures.map(({ sha256 }, i) => [sha256, i]))
  return rows.map((row) => ({
    series: place.get(row.label)!,
    picture: shown.get(row.picture.sha256)!,
    quality: row.quality,
    bytes: row.bytes,
    bpp: row.bpp,
    metrics: row.metrics,
    split: row.split,
    cost: costOf(row),
    stream: row.stream,
  }))
}

const failuresOf = (rows: readonly Row[]): Failure[] =>
  rows.flatMap((row) =>
    isResult(row)
      ? []
      : [
          {
            label: row.label,
            picture: row.picture.name,
            quality: row.quality,
            message: row.error.message,
          },
        ],
  )

function warningsOf(rows: readonly ResultRow[]): ReportData['warnings'] {
  const points = new Map<string, number>()
  for (const message of rows.flatMap(({ metricWarnings = [] }) => metricWarnings)) {
    points.set(message, (points.get(message) ?? 0) + 1)
  }
  return [...points].map(([message, count]) => ({ message, points: count }))
}

const machinesOf = (rows: readonly ResultRow[]): Machine[] =>
  unique(
    rows.map(({ machine }) => machine),
    ({ host, cpu, os, node }) => [host, cpu, os, node].join(),
  )

/** More BD-rates than this, of all pairs on all pictures, would outgrow the points: one anchor only. */
const MOST_RATES = 50_000

function bdTables(
  rows: readonly ResultRow[],
  series: readonly Series[],
  metrics: readonly MetricInfo[],
  anchor: string,
  published: readonly PublishedCurve[],
): BdTable[] {
  if (series.length < 2) return []
  const others = series.map(({ label }) => label).filter((label) => label !== anchor)
  const names = metrics.map(({ name }) => name)
  const pictures = new Set(rows.map(({ picture }) => picture.sha256)).size
  const rates = series.length * others.length * names.length * pictures
  const anchors = rates > MOST_RATES ? [anchor] : [anchor, ...others]
  return anchors.map((label) => bdTable(rows, { anchor: label, metrics: names, published }))
}

function timingOf(rows: readonly ResultRow[]): ReportData['timing'] {
  const times = rows.find((row) => row.times)?.times
  return times && { rounds: times.encode.rounds, machine: times.machine }
}

/** Sentences for rows of which none succeeded. */
function nothing(rows: readonly Row[]): RangeError {
  const [failed] = failuresOf(rows)
  const why = failed ? `, only ${rows.length} that failed: ${failed.message}` : ''
  return new RangeError(`results: there is no measured point in them${why}`)
}

function checkAnchor(anchor: string | undefined, labels: readonly string[]): string {
  if (anchor === undefined) return labels[0]!
  if (labels.includes(anchor)) return anchor
  throw new RangeError(`anchor: expected one of ${labels.join(', ')}, got '${anchor}'`)
}

const titleOf = (series: readonly Series[], pictures: readonly PictureOf[]): string =>
  `${series.length} codec${series.length > 1 ? 's' : ''} on ${pictures.length === 1 ? pictures[0]!.name : `${pictures.length} pictures`}`

/** What the page is made of, from rows. RangeError where there is no point to be shown. */
export function reportData(rows: readonly Row[], options: DataOptions = {}): ReportData {
  const { published = [] } = options
  const given = rows.filter(isResult)
  if (given.length === 0) throw nothing(rows)
  const pictures = picturesOf(given)
  const results = renamed(given, pictures)
  const measured = seriesOf(results)
  const series = [...measured, ...published.map(seriesOfPublished)]
  const anchor = checkAnchor(
    options.anchor,
    series.map(({ label }) => label),
  )
  const metrics = metricsOf(results)
  const timing = timingOf(results)
  return {
    title: options.title ?? titleOf(series, pictures),
    measured: results.reduce((last, { at }) => (at > last ? at : last), ''),
    version: [...new Set(results.map(({ versions }) => versions.nodecodecs))].join(', '),
    series,
    pictures,
    metrics,
    points: pointsOf(results, series, pictures),
    published: published.map((curve, i) => ({ series: measured.length + i, curve })),
    failures: failuresOf(rows),
    warnings: warningsOf(results),
    machines: machinesOf(results),
    ...(timing && { timing }),
    bd: bdTables(results, series, metrics, anchor, published),
    gallery: null,
  }
}
