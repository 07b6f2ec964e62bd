import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { isResult, latest, parseRows, type Row, writeRows } from '../results/index'
import { labelsApart } from '../results/curves_apart'
import { resultsFile, streamsFolder } from '../sweep/store'
import { makeFolder } from './folder'
import { resultsPath } from './read'

/** What mergeResults gives. */
export interface Merged {
  /** One per point, the latest. */
  rows: Row[]
  /** Points that were coded to other bytes on another machine, and curves of several versions or options. */
  warnings: string[]
}

/** Points of one key whose streams differ: what should determine a result did not. */
function differing(all: readonly Row[]): string[] {
  const streams = new Map<string, Set<string>>()
  const names = new Map<string, string>()
  for (const row of all) {
    if (!isResult(row)) continue
    streams.set(row.key, (streams.get(row.key) ?? new Set()).add(row.stream))
    names.set(row.key, `${row.label} ${row.quality} ${row.picture.name}`)
  }
  return [...streams]
    .filter(([, found]) => found.size > 1)
    .map(([key, found]) => `${names.get(key)}: ${found.size} different streams; the last counts`)
}

/** Curves of which a point is there by several versions or options: another key, and so two curves. */
function apart(rows: readonly Row[]): string[] {
  const results = rows.filter(isResult)
  return [...labelsApart(results)].map(([label, nameOf]) => {
    const own = results.filter((row) => row.label === label)
    return `${label}: the same points by ${[...new Set(own.map(nameOf))].join('; ')}`
  })
}

function copyStreams(from: string, to: string): void {
  const source = join(from, streamsFolder)
  if (!existsSync(source) || resolve(from) === resolve(to)) return
  mkdirSync(join(to, streamsFolder), { recursive: true })
  for (const name of readdirSync(source).filter((one) => !one.endsWith('.tmp'))) {
    const target = join(to, streamsFolder, name)
    if (existsSync(target)) continue
    const temporary = `${target}.${process.pid}.tmp` // a part of a stream would pass for all of it
    copyFileSync(join(source, name), temporary)
    renameSync(temporary, target)
  }
}

/**
 * Joins the results of shards and of earlier sweeps: each point once, metrics and times together.
 * With `out` they, and the streams beside them, are put into that folder.
 */
export function mergeResults(paths: readonly string[], { out }: { out?: string } = {}): Merged {
  const files = paths.map(resultsPath)
  const all = files.flatMap((file) => parseRows(readFileSync(file), file))
  const rows = latest(all)
  if (out !== undefined) {
    makeFolder(out, 'out')
    for (const file of files) copyStreams(dirname(file), out)
    writeRows(join(out, resultsFile), rows)
  }
  return { rows, warnings: [...differing(all), ...apart(rows)] }
}
