import type { Command } from 'commander'
import {
  isDocument,
  isRead,
  isResult,
  parseQualities,
  parseShard,
  readDocument,
  type Row,
  sweep,
  type SweepDocument,
  type SweepOptions,
} from '../index'
import { sweepProgress } from './progress'
import { type AddCommand, collect, list, number, tell, type Tools } from './tools'

const examples = `
PICTURES are files, folders, globs, a manifest (.csv, .json, .yaml: path, sha256, licence, source) or
a sweep file (.yaml, .json: pictures, codecs, points, quality, metrics, time), which the options add to.
DIR/results.jsonl gets a row a point, as it happens; the same command goes on where it was stopped.

Examples:
  $ nodecodecs sweep photos/ --codec x265 --codec webp --points 8 --out results
  $ nodecodecs sweep photos/ --codec av1:encoder=libsvtav1,effort=6 --codec slow=av1:effort=8 --out results
  $ nodecodecs sweep photos/ --codec x265,webp --quality "x265=37,32;webp=10,50" --out results
  $ nodecodecs sweep paper.yaml --out results --time 5        times, in a second pass
  $ nodecodecs sweep paper.yaml --out part1 --shard 1/2       on each of two machines, then merge
  $ nodecodecs sweep paper.yaml --out results --queue redis://host   with nodecodecs worker anywhere`

interface Options {
  codec?: string[]
  points?: number
  quality?: SweepOptions['quality']
  metrics?: string[]
  out: string
  time?: number
  shard?: SweepOptions['shard']
  jobs?: number
  timeout?: number
  retry?: boolean
  strict?: boolean
  streams: boolean
  skipUnavailable?: boolean
  queue?: string
  json?: boolean
}

type Programs = NonNullable<SweepOptions['programs']>

/** `x265,webp` names two codecs; a codec with options may have commas of its own. */
const codecsOf = (texts: readonly string[]): string[] =>
  texts.flatMap((text) => (/[:=]/.test(text) ? [text] : list(text)))

function optionsOf(given: readonly string[], options: Options): SweepOptions {
  const documents = given.filter(isDocument).map(readDocument)
  const base: SweepDocument = Object.assign({}, ...documents) as SweepDocument
  const programs = Object.assign({}, ...documents.map((one) => one.programs)) as Programs
  const pictures = [
    ...documents.flatMap((one) => one.pictures ?? []),
    ...given.filter((one) => !isDocument(one)),
  ]
  const codecs = [...(base.codecs ?? []), ...codecsOf(options.codec ?? [])]
  if (pictures.length === 0) throw new TypeError('sweep: expected pictures')
  if (codecs.length === 0) throw new TypeError('sweep: expected --codec')
  const { codec: _, json: _json, ...rest } = options
  return { ...base, ...rest, programs, pictures, codecs }
}

interface Summary {
  out: string
  points: number
  failed: number
}

/** A line a reason: of a picture that could not be read for all codecs, of a codec otherwise. */
function tellFailures(rows: readonly Row[]): void {
  const counts = new Map<string, number>()
  for (const row of rows) {
    if (isResult(row)) continue
    const name = isRead(row) ? row.label : row.picture.name
    const { message } = row.error
    const text = message.startsWith(`${name}: `) ? message : `${name}: ${message}`
    counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  for (const [text, count] of counts) tell(`failed, ${count}: ${text}`)
}

/** A line a metric and reason: its points have no value, so that bd-rate and report lack it. */
function tellUnmeasured(rows: readonly Row[]): void {
  const counts = new Map<string, number>()
  for (const row of rows.filter(isResult)) {
    for (const [name, message] of Object.entries(row.metricErrors ?? {})) {
      const text = message.includes(name) ? message : `${name}: ${message}`
      counts.set(text, (counts.get(text) ?? 0) + 1)
    }
  }
  for (const [text, count] of counts) tell(`without a value, ${count}: ${text}`)
}

async function run(
  given: readonly string[],
  options: Options,
  signal: AbortSignal,
  tools: Tools,
): Promise<void> {
  const progress = sweepProgress()
  const seen = new Map<string, Row>()
  const setup = { ...optionsOf(given, options), signal, onProgress: progress.show, onWarning: tell }
  try {
    for await (const row of sweep(setup)) seen.set(row.key, row)
  } finally {
    progress.stop()
    if (signal.aborted) tell(`what is done is kept in ${options.out}; the same command goes on`)
  }
  const failed = [...seen.values()].filter((row) => !isResult(row))
  const summary: Summary = { out: options.out, points: seen.size, failed: failed.length }
  if (options.json) tools.printJson(summary)
  else
    tell(`${seen.size} points in ${options.out}${failed.length ? `, ${failed.length} failed` : ''}`)
  tellFailures(failed)
  tellUnmeasured([...seen.values()])
  if (failed.length > 0) process.exitCode = 1
}

/** `sweep PICTURES...`: rate-distortion curves of codecs over pictures. */
export const addSweep: AddCommand = (program, signal, tools) => {
  const command: Command = program
    .command('sweep')
    .summary('rate-distortion curves of codecs over pictures')
    .description(
      'Runs codecs over pictures and qualities, a row a point, and goes on where it stopped.',
    )
    .argument('<pictures...>', 'files, folders, globs, a manifest, a sweep file')
    .option('-c, --codec <curve>', '[label=]name[:key=value,...]; repeatable', collect)
    .option('--points <n>', "qualities per codec, spread over its scale's useful part (8)", number)
    .option('-q, --quality <values>', "values, 'all', or CODEC=N,N;CODEC=N", parseQualities)
    .option('-m, --metrics <names>', 'comma-separated (psnr,ms-ssim)', list)
    .requiredOption('-o, --out <dir>', 'where results.jsonl and streams/ go (required)')
    .option('--time <n>', 'rounds of a second pass, alone, that takes times', number)
    .option('--shard <i/n>', 'this part of the points, 1/n to n/n', parseShard)
    .option(
      '-j, --jobs <n>',
      'processes, each with one encoder thread; default: processors',
      number,
    )
    .option('--timeout <seconds>', 'for one point (600)', number)
    .option('--retry', 'run failed points again')
    .option('--strict', 'end where a picture cannot be read, or its reader warns')
    .option('--no-streams', 'keep no streams: a metric added later encodes again')
    .option('--skip-unavailable', 'leave out codecs that are not there, instead of refusing')
    .option('--queue <url>', 'redis://...: let nodecodecs worker do it')
  tools
    .addJson(command)
    .addHelpText('after', examples)
    .action((pictures: string[], options: Options) => run(pictures, options, signal, tools))
}
