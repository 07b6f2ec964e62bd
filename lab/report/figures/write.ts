import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CodecError } from '../../../lib/index'
import { makeFolder } from '../../files/folder'
import type { ReportData } from '../model'
import { cannotPrint, print, type Printed } from './convert'
import { drawFigures, type FigureStyle } from './draw'
import { latex, markdown } from './tables'

export type FigureFormat = 'svg' | Printed

export interface FigureOptions extends FigureStyle {
  folder: string
  /** Default: SVG, and PDF and PNG where this machine can make them. */
  formats?: readonly FigureFormat[]
  signal?: AbortSignal
}

export interface WrittenFigures {
  folder: string
  /** Names of the files, without folder. */
  files: string[]
  /** What was left out, and how to have it. */
  notes: string[]
}

const every: readonly FigureFormat[] = ['svg', 'pdf', 'png']

/** Formats that were asked for must be possible; those that were not are a note. */
async function possible(formats: readonly FigureFormat[] | undefined) {
  const wrong = formats?.find((format) => !every.includes(format))
  if (wrong !== undefined) {
    throw new RangeError(`figureFormats: expected ${every.join(', ')}, got ${String(wrong)}`)
  }
  const wanted = formats ?? every
  const why = wanted.some((format) => format !== 'svg') ? await cannotPrint() : undefined
  if (why === undefined) return { wanted, notes: [] }
  if (formats) throw new CodecError('ERR_UNAVAILABLE', why)
  return { wanted: ['svg'] as const, notes: [`Figures are SVG only. ${why}.`] }
}

/** The plots as files for a paper, and the tables behind them as Markdown and LaTeX. */
export async function writeFigures(
  data: ReportData,
  { folder, formats, signal, ...style }: FigureOptions,
): Promise<WrittenFigures> {
  const { wanted, notes } = await possible(formats)
  makeFolder(folder, 'figures')
  const files: string[] = []
  const write = (name: string, content: string): void => {
    writeFileSync(join(folder, name), content)
    files.push(name)
  }
  for (const { name, svg, table } of drawFigures(data, style)) {
    write(`${name}.svg`, `${svg}\n`)
    write(`${name}.md`, markdown(table))
    write(`${name}.tex`, latex(table))
    for (const format of wanted) {
      if (format === 'svg') continue
      await print(join(folder, `${name}.svg`), format, signal)
      files.push(`${name}.${format}`)
    }
  }
  return { folder, files, notes }
}
