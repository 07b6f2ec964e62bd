import { grouped } from '../bd/curves'
import type { PublishedCurve } from '../bd/published'
import { mean } from '../bd/statistics'
import { isResult, type ResultRow, type Row } from '../results/index'
import { msOf } from '../results/times'

/** What CompressAI's `utils.bench` writes and its `utils.plot` reads: means over pictures. */
export interface CompressAiCurve {
  /** The curve's, in the plot's legend. */
  name: string
  /** Of the codec and its versions. */
  description: string
  /** Arrays of one length, by rising rate; times in seconds. */
  results: Record<string, number[]>
}

/** Its names for our metrics; others keep theirs. */
const theirNames: Record<string, string> = { psnr: 'psnr-rgb', 'ms-ssim': 'ms-ssim-rgb' }
/** Ours for CompressAI's. */
export const ourNames: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(theirNames).map(([own, other]) => [other, own]),
)
const notMetrics = ['bpp', 'encoding_time', 'decoding_time', 'q', 'quality']

/** The points that all pictures have, by rising rate; JSON has no Infinity: lossless ones are out. */
function settings(rows: readonly ResultRow[]): ResultRow[][] {
  const groups = grouped(rows, (row) => `${row.quality} ${JSON.stringify(row.options)}`)
  const pictures = new Set(rows.map(({ picture }) => picture.sha256)).size
  return [...groups.values()]
    .filter((group) => group.length === pictures)
    .filter((group) => group.every(({ metrics }) => !Object.values(metrics).includes(null)))
    .sort((a, b) => mean(a.map(({ bpp }) => bpp)) - mean(b.map(({ bpp }) => bpp)))
}

function curveOf(label: string, rows: readonly ResultRow[]): CompressAiCurve {
  const points = settings(rows)
  const having = (name: string) =>
    points.flat().every(({ metrics }) => typeof metrics[name] === 'number')
  const metrics = Object.keys(rows[0]!.metrics).filter(having)
  const pictures = new Set(rows.map(({ picture }) => picture.sha256)).size
  const of = (value: (row: ResultRow) => number) => points.map((group) => mean(group.map(value)))
  const second = points.flat().every(({ times }) => times !== undefined)
  const { versions, encoder } = rows[0]!
  const by = [encoder, versions.encoder, versions.encoderLibrary].filter(Boolean).join(', ')
  return {
    name: label,
    description:
      `nodecodecs ${versions.nodecodecs}; ${by}; mean of ${pictures} pictures; times of ` +
      (second ? 'the second pass' : 'the loaded pass'),
    results: {
      bpp: of(({ bpp }) => bpp),
      ...Object.fromEntries(
        metrics.map((name) => [theirNames[name] ?? name, of((row) => row.metrics[name] as number)]),
      ),
      encoding_time: of((row) => msOf(row, 'encode') / 1000),
      decoding_time: of((row) => msOf(row, 'decode') / 1000),
    },
  }
}

/** A curve a label, averaged over pictures, MS-SSIM as it is (their plot converts it). */
export function toCompressAi(rows: readonly Row[]): CompressAiCurve[] {
  const results = rows.filter(isResult)
  const labels = [...new Set(results.map(({ label }) => label))]
  return labels.map((label) =>
    curveOf(
      label,
      results.filter((row) => row.label === label),
    ),
  )
}

const isNumbers = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'number')

/**
 * A published curve in CompressAI's form, `results` around its arrays or not. RangeError naming the
 * file for what has no `bpp`, or arrays of other lengths.
 */
export function parseCompressAi(text: string, file: string): PublishedCurve {
  let value: { name?: unknown; description?: unknown; results?: unknown }
  try {
    value = JSON.parse(text) as typeof value
  } catch (error) {
    throw new RangeError(`${file}: not JSON: ${(error as Error).message}`)
  }
  const results = (value?.results ?? value) as Record<string, unknown>
  const { bpp } = results ?? {}
  if (!isNumbers(bpp)) throw new RangeError(`${file}: no curve of CompressAI: 'bpp' is missing`)
  const arrays = Object.entries(results).filter((entry): entry is [string, number[]] =>
    isNumbers(entry[1]),
  )
  const other = arrays.find(([, values]) => values.length !== bpp.length)
  if (other) {
    throw new RangeError(`${file}: ${other[0]} has ${other[1].length} values, bpp ${bpp.length}`)
  }
  const series = new Map(arrays)
  const metrics = arrays.filter(([name]) => !notMetrics.includes(name))
  const points = bpp.map((rate, i) => ({
    bpp: rate,
    metrics: Object.fromEntries(
      metrics.map(([name, values]) => [ourNames[name] ?? name, values[i]!]),
    ),
    ...(series.has('encoding_time') && { encodeSeconds: series.get('encoding_time')![i]! }),
    ...(series.has('decoding_time') && { decodeSeconds: series.get('decoding_time')![i]! }),
  }))
  return {
    label: typeof value.name === 'string' && value.name !== '' ? value.name : file,
    description: typeof value.description === 'string' ? value.description : '',
    points: points.sort((a, b) => a.bpp - b.bpp),
  }
}
