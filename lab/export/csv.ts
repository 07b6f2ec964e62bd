import { isResult, type Row } from '../results/index'
import { msOf } from '../results/times'

type Cell = string | number | null | undefined

/** RFC 4180: quotes where a comma, a quote or a line end is inside. */
const quoted = (cell: Cell): string => {
  const text = cell === null || cell === undefined ? '' : String(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function cellsOf(row: Row, metrics: readonly string[]): Record<string, Cell> {
  const { picture, versions, machine } = row
  const about = {
    label: row.label,
    picture: picture.name,
    width: picture.width,
    height: picture.height,
    codec: row.codec,
    backend: row.backend,
    encoder: row.encoder,
    quality: row.quality,
  }
  const result = isResult(row)
    ? {
        bytes: row.bytes,
        bpp: row.bpp,
        ...Object.fromEntries(
          // an infinite PSNR has a name that R, pandas and spreadsheets read
          metrics.map((name) => [name, row.metrics[name] === null ? 'Inf' : row.metrics[name]]),
        ),
        encode_ms: msOf(row, 'encode'),
        decode_ms: msOf(row, 'decode'),
        times: row.times ? 'second pass' : 'loaded pass',
        container_bytes: row.split?.container,
        header_bytes: row.split?.header,
        sei_bytes: row.split?.sei,
        metadata_bytes: row.split?.metadata,
        picture_bytes: row.split?.picture,
        warnings: row.metricWarnings?.join('; '),
        stream_sha256: row.stream,
      }
    : { error: row.error.message }
  return {
    ...about,
    ...result,
    picture_sha256: picture.sha256,
    version: versions.encoder,
    library: versions.encoderLibrary,
    host: machine.host,
    options: JSON.stringify(row.options),
    key: row.key,
  }
}

/** A line a point, RFC 4180; times in milliseconds; failed points have an `error`. */
export function toCsv(rows: readonly Row[]): string {
  const results = rows.filter(isResult)
  const metrics = [...new Set(results.flatMap((row) => Object.keys(row.metrics)))]
  // results first: their columns are the table's
  const ordered = [...results, ...rows.filter((row) => !isResult(row))]
  const cells = ordered.map((row) => cellsOf(row, metrics))
  const names = [...new Set(cells.flatMap((row) => Object.keys(row)))]
  const lines = [names, ...cells.map((row) => names.map((name) => row[name]))]
  return lines.map((line) => `${line.map(quoted).join(',')}\r\n`).join('')
}
