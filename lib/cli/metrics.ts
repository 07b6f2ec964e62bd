import { InvalidArgumentError } from 'commander'
import { untoldDoubt } from '../calls/colours'
import { metrics } from '../calls/compare'
import { type PixelInput, toPicture } from '../image'
import {
  checkMetricNames,
  defineMetric,
  type MetricName,
  metricNames,
  metricRow,
} from '../metrics/names'
import type { CallLimits } from '../files/limits'
import type { AddCommand } from './command'
import { addLimits, limitsGiven } from './limits'
import { addRaw, type RawOption, readGiven } from './raw'
import { STANDARD } from './streams'
import { addJson, columns, type JsonOption, print, printJson } from './output'
import { tellError } from './visible'

const examples = `
A is the original. Without --metrics: every metric that can run here and is defined for the pictures.
--json has null for a value that is infinite (identical pictures' dB), and "identical".

Examples:
  $ nodecodecs metrics photo.png restored.png
  $ camera | nodecodecs metrics - frame.avif --raw 1920x1080x3
  $ nodecodecs metrics photo.png photo.avif --metrics psnr,ssimulacra2 --json
  $ curl -s https://example.org/photo.webp | nodecodecs metrics photo.png -
  $ nodecodecs metrics a.png b.png --scorer "lpips=python3 lpips.py {a} {b}"`

interface Options extends JsonOption, RawOption, CallLimits {
  metrics?: string[]
  scorer?: MetricName[]
  ffmpeg?: string
}

const parseNames = (text: string): string[] => text.split(',').filter((name) => name !== '')

/** `NAME=PROGRAM ARGUMENTS`, a distance unless the name ends in "+". */
function parseScorer(text: string, previous: readonly MetricName[] = []): MetricName[] {
  const [, name, higher, line] = /^([^=+]+)(\+?)=(.+)$/.exec(text) ?? []
  if (name === undefined) throw new InvalidArgumentError('Expected NAME=PROGRAM {a} {b}.')
  const command = line!.trim().split(/\s+/) as [string, ...string[]]
  return [...previous, defineMetric({ name, command, better: higher ? 'higher' : 'lower' })]
}

/** What can be computed of this picture here. */
function applicable(image: PixelInput, ffmpegPath?: string): MetricName[] {
  const { width, height, channels } = toPicture(image)
  return metricNames.filter((name) => {
    const { needs, compute } = metricRow(name)
    const fits = Math.min(width, height) >= (needs.minSide ?? 1) && (channels > 1 || !needs.colour)
    return fits && compute.missing?.(name, ffmpegPath) === undefined
  })
}

const shown = (value: number): string =>
  Number.isFinite(value) ? value.toPrecision(7).replace(/(\.\d*?)0+$/, '$1') : String(value)

function show(names: readonly MetricName[], values: Record<string, number>): void {
  const heads = [
    { title: 'metric' },
    { title: 'value', align: 'right' },
    { title: 'unit' },
    { title: 'better' },
    { title: 'what it is' },
  ] as const
  const rows = names.map((name) => {
    const { unit, better, help } = metricRow(name)
    return [name, shown(values[name]!), unit, better, help.split(/[;:]/)[0]!]
  })
  print(columns(heads, rows))
}

async function compare(files: readonly [string, string], given: Options, signal: AbortSignal) {
  if (files[0] === STANDARD && files[1] === STANDARD) {
    throw new TypeError('metrics: expected one of A and B from stdin, got both')
  }
  const reading = { ...limitsGiven(given), signal }
  const load = (file: string) => readGiven(file, given, reading)
  const [a, b] = [await load(files[0]), await load(files[1])]
  const { ffmpeg: ffmpegPath } = given
  const asked = (given.metrics as MetricName[] | undefined) ?? applicable(a, ffmpegPath)
  const names = checkMetricNames([...asked, ...(given.scorer ?? [])])
  const options = { signal, ...(ffmpegPath !== undefined && { ffmpegPath }) }
  const { warnings: told = [], ...rest } = await metrics(a, b, names, options)
  const values = rest as Record<string, number>
  const [first, second] = [a, b].map(({ metadata }) => ({ icc: metadata?.icc, file: true }))
  const doubt = untoldDoubt(first!, second!)
  const read = [a, b].flatMap((image, i) => (image.warnings ?? []).map((w) => `${files[i]}: ${w}`))
  const warnings = [...read, ...(doubt === undefined ? [] : [doubt]), ...told]
  for (const warning of warnings) tellError(`nodecodecs: ${warning}`)
  if (!given.json) return show(names, values)
  const finite = names.map((name) => [name, Number.isFinite(values[name]) ? values[name] : null])
  const identical = (await metrics(a, b, ['mse'], { signal })).mse === 0
  const shown = Object.fromEntries(finite) as Record<string, number | null>
  printJson({ a: files[0], b: files[1], identical, metrics: shown, warnings })
}

/** `metrics A B`: how near one picture is to another. */
export const addMetrics: AddCommand = (program, signal) => {
  const command = program
    .command('metrics')
    .summary('how near one picture is to another')
    .description(`Compares two pictures of the same size: ${metricNames.join(', ')}.`)
    .argument('<a>', 'the original: a picture, or a file of any of the codecs; - is stdin')
    .argument('<b>', 'the picture to be judged')
    .option('-m, --metrics <names>', 'only these, comma-separated', parseNames)
    .option(
      '--scorer <name=command>',
      'a program that prints a number; NAME+ for higher is better',
      parseScorer,
    )
    .option('--ffmpeg <path>', 'the ffmpeg program, or its folder, for vmaf')
  addJson(addLimits(addRaw(command)))
    .addHelpText('after', examples)
    .action((a: string, b: string, given: Options) => compare([a, b], given, signal))
}
