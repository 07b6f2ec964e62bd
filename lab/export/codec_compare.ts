import { isResult, type ResultRow, type Row } from '../results/index'
import { msOf } from '../results/times'

/** One object of one name and what it means. */
type Description = Record<string, string>

/** A batch of google/codec-compare: one codec and setting, a row a picture and quality. */
export interface CodecCompareBatch {
  /** What holds of the whole batch, and what each means. */
  constant_descriptions: Description[]
  /** Their values, in that order. */
  constant_values: string[]
  /** The columns, and what each means. */
  field_descriptions: Description[]
  /** A row per picture and quality. */
  field_values: (string | number)[][]
}

/** The names by which its reader knows a metric, and what it shows for them. */
const metricFields: Record<string, Description> = {
  psnr: { psnr: 'PSNR over RGB, dB' },
  ssim: { ssim: 'SSIM' },
  'ms-ssim': { msssim: 'MS-SSIM' },
  ssimulacra2: { ssimulacra2: 'SSIMULACRA 2' },
  butteraugli: { butteraugli: 'Butteraugli, max norm' },
  'butteraugli-3norm': { 'p3-norm': 'Butteraugli, 3-norm' },
  ciede2000: { ciede2000: 'CIEDE2000' },
}

/** What its generator writes for an infinite PSNR. */
const LOSSLESS_PSNR = 99

function constantsOf(label: string, { codec, encoder, versions, options, at }: ResultRow) {
  const settings = JSON.stringify(options)
  return [
    [{ name: 'Name of this batch' }, label],
    [{ codec: 'Codec' }, codec],
    [{ version: 'Version' }, [encoder, versions.encoder, versions.encoderLibrary].join(' ').trim()],
    [{ time: 'When' }, at],
    [{ original_path: 'Path to the original' }, 'pictures/${original_name}'],
    [{ encoded_path: 'Path to the encoded picture' }, 'streams/${encoded_name}'],
    [
      { encoding_cmd: 'How it was encoded' },
      `nodecodecs sweep \${original_name} --codec ${codec} --quality \${quality} with ${settings}`,
    ],
  ] as const
}

const fields: readonly Description[] = [
  { original_name: 'Original' },
  { width: 'Columns' },
  { height: 'Rows' },
  { quality: "On the codec's scale" },
  { encoded_name: 'Encoded' },
  { encoded_size: 'Bytes' },
  { encoding_time: 'Seconds' },
  { decoding_time: 'Seconds' },
]

function batchOf(label: string, rows: readonly ResultRow[], extension: string): CodecCompareBatch {
  const complete = (name: string) => rows.every(({ metrics }) => metrics[name] !== undefined)
  const metrics = Object.keys(metricFields).filter(complete)
  const constants = constantsOf(label, rows[0]!)
  return {
    constant_descriptions: constants.map(([description]) => description),
    constant_values: constants.map(([, value]) => value),
    field_descriptions: [...fields, ...metrics.map((name) => metricFields[name]!)],
    field_values: rows.map((row) => [
      row.picture.name,
      row.picture.width,
      row.picture.height,
      row.quality,
      `${row.stream}${extension}`,
      row.bytes,
      msOf(row, 'encode') / 1000,
      msOf(row, 'decode') / 1000,
      ...metrics.map((name) => row.metrics[name] ?? LOSSLESS_PSNR),
    ]),
  }
}

/**
 * A batch a label, as https://github.com/webmproject/codec-compare reads them; its viewer opens a
 * list of their file names, `[["a.json"],["b.json"]]`. `extensionOf` says how a codec's streams end.
 */
export function toCodecCompare(
  rows: readonly Row[],
  extensionOf: (row: ResultRow) => string,
): { label: string; batch: CodecCompareBatch }[] {
  const results = rows.filter(isResult)
  const labels = [...new Set(results.map(({ label }) => label))]
  return labels.map((label) => {
    const own = results.filter((row) => row.label === label)
    return { label, batch: batchOf(label, own, extensionOf(own[0]!)) }
  })
}
