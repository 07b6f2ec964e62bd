import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { isResult, latest, parseRows, type Row, writeRows } from '../results/index'
import { resultsFile, streamsFolder } from '../sweep/store'
import { resultsPath } from './read'

export interface Merged {
  rows: Row[]
  /** Points that were coded to other bytes on another machine, and curves of several versions. */
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

const versionOf = ({ versions }: Row): string =>
  [versions.encoder, versions.encoderLibrary, `nodecodecs ${versions.nodecodecs}`]
    .filter(Boolean)
    .join(', ')

/** Curves of which a point is there by several versions: another library, and so another key. */
function versionsApart(rows: readonly Row[]): string[] {
  const points = new Map<string, Row[]>()
  for (const row of rows.filter(isResult)) {
    const point = `${row.label} ${row.quality} ${row.picture.sha256}`
    points.set(point, [...(points.get(point) ?? []), row])
  }
  const told = [...points.values()].flatMap(([first, ...others]) => {
    const versions = [first!, ...others].map((row) => versionOf(row))
    const different = [...new Set(versions)]
    return different.length > 1
      ? [`${first!.label}: the same points by ${different.join('; ')}`]
      : []
  })
  return [...new Set(told)]
}

function copyStreams(from: string, to: string): void {
  const source = join(from, streamsFolder)
  if (!existsSync(source) || resolve(from) === resolve(to)) return
  mkdirSync(join(to, streamsFolder), { recursive: true })
  for (const name of readdirSync(source).filter((one) => !one.endsWith('.tmp'))) {
    const target = join(to, streamsFolder, name)
    if (!existsSync(target)) copyFileSync(join(source, name), target)
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
    mkdirSync(out, { recursive: true })
    for (const file of files) copyStreams(dirname(file), out)
    writeRows(join(out, resultsFile), rows)
  }
  return { rows, warnings: [...differing(all), ...versionsApart(rows)] }
}
