import {
  appendFileSync,
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { checkRow } from './check'
import { latest } from './latest'
import type { Row } from './row'

const NEWLINE = 10
/** Of a file that is written anew: all of them may be more than a text can hold. */
const ROWS_AT_ONCE = 1000

/**
 * The rows of a JSONL file, each point once (`latest`); none where there is no file. A torn last
 * line, which a process that was killed while it wrote has left, is passed over.
 * @throws RangeError naming file and line for anything else that is no row
 */
export function readRows(path: string): Row[] {
  return existsSync(path) ? latest(parseRows(readFileSync(path), path)) : []
}

/** The rows of a file's bytes, in their order, every line of them. */
export function parseRows(bytes: Uint8Array, name = 'results'): Row[] {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, wholeLength(bytes))
  const rows: Row[] = []
  // line by line: a text holds 512 MiB at most, a file more
  for (let begin = 0, n = 1; begin < whole.length; n++) {
    const found = whole.indexOf(NEWLINE, begin)
    const end = found < 0 ? whole.length : found
    const line = whole.toString('utf8', begin, end)
    if (line.trim() !== '') rows.push(parseLine(line, `${name}:${n}`))
    begin = end + 1
  }
  return rows
}

function parseLine(line: string, where: string): Row {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (error) {
    throw new RangeError(`${where}: not JSON: ${(error as Error).message}`)
  }
  return checkRow(value, where)
}

/** Up to the last line's end; a last line without one counts when it is whole JSON (`cat`, editors). */
function wholeLength(bytes: Uint8Array): number {
  const end = bytes.lastIndexOf(NEWLINE) + 1
  if (end === bytes.length) return end
  try {
    JSON.parse(Buffer.from(bytes.subarray(end)).toString('utf8'))
    return bytes.length
  } catch {
    return end
  }
}

/** Appends rows to a file, one write a line, so that several processes can share it. */
export interface RowAppender {
  /** Writes a line. */
  append(row: Row): void
  /** Closes the file. */
  close(): void
}

/**
 * Opens a JSONL file to append, cutting a torn last line off first. One process only may open a
 * file for the first time; what is cut off must not be what another is just writing.
 */
export function openRows(path: string): RowAppender {
  if (existsSync(path)) mendEnd(path)
  let file = openSync(path, 'a')
  return {
    append: (row) => {
      const line = Buffer.from(`${JSON.stringify(row)}\n`)
      writeLine(file, line)
      if (isAt(path, file)) return
      // another sweep that has ended has put its file into the place of this one
      closeSync(file)
      file = openSync(path, 'a')
      writeLine(file, line)
    },
    close: () => closeSync(file),
  }
}

function writeLine(file: number, line: Buffer): void {
  // O_APPEND and one write: lines of two processes never mix
  const written = writeSync(file, line)
  // of a full disk it writes what there is room for; the rest then says why not
  if (written < line.length) writeFileSync(file, line.subarray(written))
}

const isAt = (path: string, file: number): boolean =>
  statSync(path, { throwIfNoEntry: false })?.ino === fstatSync(file).ino

function mendEnd(path: string): void {
  const bytes = readFileSync(path)
  const length = wholeLength(bytes)
  if (length < bytes.length) truncateSync(path, length)
  else if (length > 0 && bytes[length - 1] !== NEWLINE) appendFileSync(path, '\n')
}

/** Leaves one line a point. What another process appends meanwhile stays. */
export function compactRows(path: string): void {
  for (;;) {
    const bytes = readFileSync(path)
    const lines = parseRows(bytes, path)
    const rows = latest(lines)
    const isAsRead = () => statSync(path).size === bytes.length
    if (rows.length === lines.length || replaced(path, rows, isAsRead)) return
  }
}

/** Replaces a file by these rows, whole or not at all. */
export function writeRows(path: string, rows: readonly Row[]): void {
  replaced(path, rows, () => true)
}

/** False: once they had been written `may` said no, and the file stays as it was. */
function replaced(path: string, rows: readonly Row[], may: () => boolean): boolean {
  const temporary = `${path}.${process.pid}.tmp`
  const file = openSync(temporary, 'w')
  for (let i = 0; i < rows.length; i += ROWS_AT_ONCE) {
    const lines = rows.slice(i, i + ROWS_AT_ONCE).map((row) => `${JSON.stringify(row)}\n`)
    writeFileSync(file, lines.join('')) // not writeSync, which may write a part where a disk is full
  }
  fsyncSync(file)
  closeSync(file)
  const stays = may()
  if (stays) renameSync(temporary, path)
  else rmSync(temporary)
  return stays
}
