import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from '../files/folder'
import {
  joined,
  openRows,
  readRows,
  type ResultRow,
  type Row,
  type RowAppender,
} from '../results/index'
import { compactRows } from '../results/jsonl'

/** Where a sweep keeps what it finds. */
export interface Store {
  find(key: string): Row | undefined
  /** All that it knows. */
  rows(): Row[]
  /** Keeps a row, joined with what is known of its point, which it returns. */
  add(row: Row): Row
  /** The stream of a row, where it was kept. */
  stream(row: ResultRow, extension: string): Uint8Array | undefined
  keepStream(sha256: string, extension: string, bytes: Uint8Array): void
  /** Leaves one line a point. */
  close(): void
}

export const resultsFile = 'results.jsonl'
export const streamsFolder = 'streams'

/** Keeps the row, joined with what is known of its point, which it returns. */
function joinInto(known: Map<string, Row>, row: Row): Row {
  const earlier = known.get(row.key)
  const whole = earlier ? joined(earlier, row) : row
  known.set(row.key, whole)
  return whole
}

class Folder implements Store {
  readonly #known: Map<string, Row>
  readonly #rows: RowAppender
  readonly #file: string
  readonly #streams: string

  constructor(
    folder: string,
    readonly keep: boolean,
  ) {
    this.#file = join(folder, resultsFile)
    this.#streams = join(folder, streamsFolder)
    makeFolder(folder, 'out')
    if (keep) makeFolder(this.#streams, 'out')
    this.#known = new Map(readRows(this.#file).map((row) => [row.key, row]))
    this.#rows = openRows(this.#file)
  }

  find(key: string): Row | undefined {
    return this.#known.get(key)
  }

  rows(): Row[] {
    return [...this.#known.values()]
  }

  add(row: Row): Row {
    const whole = joinInto(this.#known, row)
    this.#rows.append(whole)
    return whole
  }

  #path(sha256: string, extension: string): string {
    return join(this.#streams, `${sha256}${extension}`)
  }

  stream(row: ResultRow, extension: string): Uint8Array | undefined {
    const path = this.#path(row.stream, extension)
    return existsSync(path) ? readFileSync(path) : undefined
  }

  keepStream(sha256: string, extension: string, bytes: Uint8Array): void {
    const path = this.#path(sha256, extension)
    if (!this.keep || existsSync(path)) return
    const temporary = `${path}.${process.pid}.tmp` // another sweep may write the same one
    writeFileSync(temporary, bytes)
    renameSync(temporary, path)
  }

  close(): void {
    this.#rows.close()
    compactRows(this.#file)
  }
}

/** For a sweep whose rows the caller keeps. */
class Memory implements Store {
  readonly #known = new Map<string, Row>()

  find(key: string): Row | undefined {
    return this.#known.get(key)
  }

  rows(): Row[] {
    return [...this.#known.values()]
  }

  add(row: Row): Row {
    return joinInto(this.#known, row)
  }

  stream(): undefined {}

  keepStream(): void {}

  close(): void {}
}

export const openStore = (folder: string | undefined, keepStreams: boolean): Store =>
  folder === undefined ? new Memory() : new Folder(folder, keepStreams)

/** Whether a row has all that is asked of its point. */
export function lacking(row: ResultRow, metrics: readonly string[]): string[] {
  return metrics.filter(
    (name) => row.metrics[name] === undefined && row.metricErrors?.[name] === undefined,
  )
}
