import { dirname } from 'node:path'
import type { PublishedCurve } from '../bd/published'
import { readResults, resultsPath } from '../files/read'
import { latest, type Row } from '../results/index'
import { curvesApart } from '../results/curves_apart'

export interface Read {
  rows: Row[]
  published: PublishedCurve[]
  /** Where rows came from, to look for streams there. */
  folders: string[]
}

/** Rows as they are given, or those of files and of sweeps' folders; a curve a version. */
export function readAll(given: string | readonly string[] | readonly Row[]): Read {
  const all: readonly unknown[] = typeof given === 'string' ? [given] : given
  if (!Array.isArray(all) || all.length === 0) {
    throw new TypeError('results: expected rows, or paths of results.jsonl or of sweep folders')
  }
  if (all.every((one) => typeof one === 'object' && one !== null)) {
    return { rows: curvesApart(latest(all as Row[])), published: [], folders: [] }
  }
  const paths = all.map(String)
  const { rows, published } = readResults(paths)
  const folders = paths.map((path) => dirname(resultsPath(path)))
  return { rows: curvesApart(rows), published, folders }
}
