import { InvalidArgumentError, Option } from 'commander'
import {
  type BdEntry,
  type BdMethod,
  type BdTable,
  bdTable,
  isResult,
  type MatchAt,
  type MatchTable,
  matchTable,
  readResults,
} from '../index'
import { type AddCommand, list, type Tools, whole } from './tools'

const examples = `
Negative: fewer bytes than the anchor at equal quality. RESULTS are sweeps' folders, results.jsonl, or
curves that others published, as CompressAI's JSON, which may be the anchor or a test.

Examples:
  $ nodecodecs bd-rate results --anchor x265
  $ nodecodecs bd-rate results --anchor x265 --metrics ssimulacra2 --per-picture
  $ nodecodecs bd-rate results --anchor jpeg --at ssim=0.95       at equal score
  $ nodecodecs bd-rate results --anchor jpeg --at bpp=0.5 --metrics psnr   at equal bytes
  $ nodecodecs bd-rate results learned.json --anchor x265 --json`

interface Options {
  anchor?: string
  metrics?: string[]
  method: BdMethod
  hull?: boolean
  perPicture?: boolean
  seed?: number
  at?: { name: string; value: number }
  json?: boolean
}

const percent = (value: number | null): string =>
  value === null ? '-' : `${value > 0 ? '+' : ''}${value.toFixed(2)} %`

const interval = ({ interval: found }: BdEntry): string =>
  found ? `${percent(found[0])} to ${percent(found[1])}` : '-'

const right = (title: string) => ({ title, align: 'right' }) as const

function entriesTable({ entries }: BdTable, tools: Tools): string {
  const heads = [
    { title: 'curve' },
    { title: 'metric' },
    right('mean'),
    right('median'),
    right('95 % interval'),
    right('pictures'),
    right('averaged curve'),
  ]
  const rows = entries.map((entry) => [
    entry.label,
    entry.metric,
    percent(entry.mean),
    percent(entry.median),
    interval(entry),
    String(entry.count),
    percent(entry.ofAverage),
  ])
  return tools.columns(heads, rows)
}

function picturesTable({ entries }: BdTable, tools: Tools): string {
  const heads = [{ title: 'curve' }, { title: 'metric' }, { title: 'picture' }, right('BD-rate')]
  const rows = entries.flatMap(({ label, metric, pictures }) =>
    pictures.map(({ picture, bdRate, reason }) => [
      label,
      metric,
      picture,
      bdRate === null ? (reason ?? '-') : percent(bdRate),
    ]),
  )
  return tools.columns(heads, rows)
}

function timesTable({ times }: BdTable, tools: Tools): string {
  const shown = (value: number) => (value < 0.1 ? value.toPrecision(2) : value.toFixed(2))
  const factor = (value: number | null) => (value === null ? '-' : `${shown(value)} x`)
  const heads = [{ title: 'curve' }, right('encode'), right('decode'), { title: 'taken in' }]
  const rows = times.map((one) => [one.label, factor(one.encode), factor(one.decode), one.source])
  return tools.columns(heads, rows)
}

/** Within 80 columns or so, as prose is. */
const wrapped = (text: string): string => text.replace(/(.{1,98})(?: |$)/g, '$1\n').trimEnd()

/** A line a text, with the curves and metrics of which it is true: an anchor's fault is everybody's. */
function notes({ entries }: BdTable): string[] {
  const told = new Map<string, Map<string, string[]>>()
  for (const { label, metric, warnings, ofAverageReason } of entries) {
    const average = ofAverageReason === undefined ? [] : [`averaged curve: ${ofAverageReason}`]
    for (const whole of [...warnings, ...average]) {
      const [, text, count] = /^(.*?)(?: \((\d+ of \d+) pictures\))?$/.exec(whole)!
      const metrics = told.get(text!) ?? new Map<string, string[]>()
      const name = count === undefined ? label : `${label} ${count}`
      told.set(text!, metrics.set(metric, [...(metrics.get(metric) ?? []), name]))
    }
  }
  const lines = [...told].map(([text, metrics]) => `- ${text}: ${whose(metrics)}`)
  return lines.map((line) => wrapped(line).replace(/\n/g, '\n  '))
}

/** `webp, jxl in psnr, ms-ssim; av1 in psnr`: the curves of each metric, alike ones together. */
function whose(metrics: ReadonlyMap<string, readonly string[]>): string {
  const groups = new Map<string, string[]>()
  for (const [metric, names] of metrics) {
    const key = names.join(', ')
    groups.set(key, [...(groups.get(key) ?? []), metric])
  }
  return [...groups].map(([names, where]) => `${names} in ${where.join(', ')}`).join('; ')
}

function show(table: BdTable, perPicture: boolean, tools: Tools): void {
  const parts = [
    `BD-rate against ${table.anchor} (${table.method}${table.hull ? ', convex hull' : ''})`,
    table.entries.length > 0
      ? entriesTable(table, tools)
      : `There is no other curve, so there is nothing to compare with ${table.anchor}.`,
    ...(perPicture ? [picturesTable(table, tools)] : []),
    ...(table.times.length > 0
      ? [`Times against ${table.anchor}\n${timesTable(table, tools)}`]
      : []),
    wrapped(table.convention),
    ...(notes(table).length > 0
      ? [['Notes (1 of 9: on one of nine pictures)', ...notes(table)].join('\n')]
      : []),
  ]
  tools.print(parts.join('\n\n'))
}

function showMatches(tables: readonly MatchTable[], tools: Tools): void {
  for (const { at, means, anchor } of tables) {
    const byRate = 'bpp' in at
    const where = byRate ? `${at.bpp} bpp` : `${at.metric} ${at.score}`
    const heads = [{ title: 'curve' }, right(byRate ? at.metric : 'rate'), right('pictures')]
    const rows = means.map(({ label, rateRatio, scoreGain, pictures }) => {
      const value = byRate ? scoreGain : rateRatio && 100 * (rateRatio - 1)
      const text = byRate && value !== null ? value.toPrecision(4) : percent(value)
      return [label, text, String(pictures)]
    })
    tools.print(`At equal ${where}, against ${anchor}\n\n${tools.columns(heads, rows)}`)
  }
}

function parseAt(text: string): Options['at'] {
  const [, name, value] = /^([^=]+)=(.+)$/.exec(text) ?? []
  if (name === undefined || Number.isNaN(Number(value))) {
    throw new InvalidArgumentError('Expected bpp=N or METRIC=N.')
  }
  return { name, value: Number(value) }
}

function matchAts({ name, value }: NonNullable<Options['at']>, metrics: string[]): MatchAt[] {
  if (name !== 'bpp') return [{ metric: name, score: value }]
  return metrics.map((metric) => ({ bpp: value, metric }))
}

/** The curves of results, of several with where each lies. */
function curvesIn(paths: readonly string[]): string {
  const found = paths.map((path) => {
    const { rows, published } = readResults([path])
    const labels = [...rows.filter(isResult), ...published].map(({ label }) => label)
    return { path, labels: [...new Set(labels)].join(', ') }
  })
  const some = found.filter(({ labels }) => labels !== '')
  return some.map((one) => one.labels + (paths.length > 1 ? ` (${one.path})` : '')).join('; ')
}

/** Which curve is the anchor decides what every number means: nobody can guess it. */
function noAnchor(paths: readonly string[]): never {
  const curves = curvesIn(paths)
  if (curves === '') throw new RangeError('results: there is no measured point in them')
  throw new TypeError(`--anchor: expected one of ${curves}`)
}

function run(paths: readonly string[], options: Options, tools: Tools): void {
  const { metrics, method, hull, seed, at, json } = options
  const { rows, published } = readResults(paths)
  const anchor = options.anchor ?? noAnchor(paths)
  if (at) {
    const tables = matchAts(at, metrics ?? ['psnr']).map((one) =>
      matchTable(rows, { anchor, at: one, hull }),
    )
    return json ? tools.printJson(tables) : showMatches(tables, tools)
  }
  const table = bdTable(rows, { anchor, metrics, method, hull, seed, published })
  if (json) tools.printJson(table)
  else show(table, options.perPicture ?? false, tools)
}

/** `bd-rate RESULTS...`: how much less one codec needs than another. */
export const addBdRate: AddCommand = (program, _signal, tools) => {
  const command = program
    .command('bd-rate')
    .summary('BD-rates of a sweep, per picture, with intervals')
    .description(
      'Compares the curves of sweeps with one of them: how many bytes more or less they need.',
    )
    .argument('<results...>', "sweeps' folders, results.jsonl, CompressAI's JSON")
    .option(
      '-a, --anchor <label>',
      'the curve that the others are compared with; left out: which there are',
    )
    .option('-m, --metrics <names>', 'comma-separated; default: all that are there', list)
    .addOption(
      new Option('--method <name>', 'interpolation')
        .choices(['pchip', 'akima', 'cubic'])
        .default('pchip'),
    )
    .option('--hull', 'one curve per encoder: the convex hull over its efforts, per picture')
    .option('--per-picture', 'each picture, too')
    .option('--at <name=value>', 'instead: at equal rate (bpp=0.5) or score (ssim=0.95)', parseAt)
    .option('--seed <n>', "of the interval's random numbers (1)", whole)
  tools
    .addJson(command)
    .addHelpText('after', examples)
    .action((paths: string[], options: Options) => run(paths, options, tools))
}
