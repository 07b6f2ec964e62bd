import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { checkRow } from './check'
import { latest } from './latest'
import type { Row } from './row'

const NEWLINE = 10

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
  const lines = whole.toString('utf8').split('\n')
  return lines.flatMap((line, i) =>
    line.trim() === '' ? [] : [parseLine(line, `${name}:${i + 1}`)],
  )
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
  const file = openSync(path, 'a')
  return {
    append: (row) => {
      // O_APPEND and one write: lines of two processes never mix
      writeSync(file, Buffer.from(`${JSON.stringify(row)}\n`))
    },
    close: () => closeSync(file),
  }
}

function mendEnd(path: string): void {
  const bytes = readFileSync(path)
  const length = wholeLength(bytes)
  if (length < bytes.length) truncateSync(path, length)
  else if (length > 0 && bytes[length - 1] !== NEWLINE) appendFileSync(path, '\n')
}

/** Replaces a file by these rows, whole or not at all. */
export function writeRows(path: string, rows: readonly Row[]): void {
  const temporary = `${path}.${process.pid}.tmp`
  const file = openSync(temporary, 'w')
  // not writeSync, which may write a part where a disk is full
  writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  fsyncSync(file)
  closeSync(file)
  renameSync(temporary, path)
}
