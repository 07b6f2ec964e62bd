import Table from 'cli-table3'
import type { Command } from 'commander'
import { tellError, visible, visibleLine } from './visible'

export function print(text: string): void {
  process.stdout.write(`${visible(text)}\n`)
}

/** What was passed over of a file whose picture is whole: beside the result, on stderr. */
export function printWarnings(file: string, warnings: readonly string[] = []): void {
  for (const warning of warnings) tellError(`nodecodecs: ${file}: ${warning}`)
}

/** JSON whose text has no control characters: JSON.stringify leaves those of Latin-1. */
export const jsonOf = (value: unknown): string =>
  JSON.stringify(value, undefined, 2).replace(
    /[\x7f-\x9f]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

export function printJson(value: unknown): void {
  print(jsonOf(value))
}

/**
 * A reader that has enough (`| head -1`) closes the pipe: that is no failure. What stdout cannot
 * take otherwise (`> file` on a full disk) is one, and ends the program with a line that says so.
 */
export function endWhenClosed(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE' || error.code === 'EOF') process.exit() // EOF: on Windows
      if (stream === process.stdout) tellError(`nodecodecs: stdout: ${error.message}`)
      process.exit(1)
    })
  }
}

export interface JsonOption {
  json?: boolean
}

export const addJson = (command: Command): Command =>
  command.option('--json', 'print JSON instead of text')

/** 9904 -> "9,904", the same on every machine. */
export const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ',')

const noLines = {
  top: '', 'top-mid': '', 'top-left': '', 'top-right': '',
  bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '',
  left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '  ',
} // prettier-ignore

export interface Column {
  title: string
  /** Numbers are read from the right. */
  align?: 'left' | 'right'
}

/** Text in columns without lines: it survives grep, awk and narrow terminals. */
export function columns(heads: readonly Column[], rows: readonly (readonly string[])[]): string {
  const table = new Table({
    head: heads.map(({ title }) => title),
    colAligns: heads.map(({ align }) => align ?? 'left'),
    chars: noLines,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  })
  table.push(...rows.map((row) => heads.map((_, i) => visibleLine(row[i] ?? ''))))
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}
