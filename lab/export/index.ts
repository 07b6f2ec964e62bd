import { createCodec } from '../../lib/index'
import { FileNames } from '../files/names'
import type { ResultRow, Row } from '../results/index'
import { curvesApart } from '../results/curves_apart'
import { toCodecCompare } from './codec_compare'
import { toCompressAi } from './compressai'
import { toCsv } from './csv'

export { type CodecCompareBatch, toCodecCompare } from './codec_compare'
export { type CompressAiCurve, parseCompressAi, toCompressAi } from './compressai'
export { toCsv } from './csv'

/** Whose files are written. */
export type ExportFormat = 'csv' | 'compressai' | 'codec-compare'

/** A file of an export. */
export interface ExportFile {
  /** Within the folder of the export. */
  name: string
  /** All that is in it. */
  text: string
}

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 1)}\n`

function extensionOf({ codec, options }: ResultRow): string {
  const { format, program } = options as { format?: string; program?: { extension?: string } }
  if (program) return program.extension ?? '.bin'
  try {
    return createCodec(codec, format === undefined ? {} : { format }).fileExtension
  } catch {
    return '' // a codec that this machine does not know
  }
}

function batches(rows: readonly Row[]): ExportFile[] {
  const names = new FileNames()
  const list = names.of('list', '.json')
  const files = toCodecCompare(rows, extensionOf).map(({ label, batch }) => ({
    name: names.of(label, '.json'),
    text: json(batch),
  }))
  return [...files, { name: list, text: json(files.map(({ name }) => [name])) }]
}

function curves(rows: readonly Row[]): ExportFile[] {
  const names = new FileNames()
  return toCompressAi(rows).map((curve) => ({
    name: names.of(curve.name, '.json'),
    text: json(curve),
  }))
}

/** The files of an export; one for CSV, one a curve for the others. */
export function exportFiles(rows: readonly Row[], format: ExportFormat): ExportFile[] {
  switch (format) {
    case 'csv':
      return [{ name: 'results.csv', text: toCsv(rows) }]
    case 'compressai':
      return curves(curvesApart(rows))
    case 'codec-compare':
      return batches(curvesApart(rows))
  }
}
