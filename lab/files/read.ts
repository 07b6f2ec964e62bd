import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { PublishedCurve } from '../bd/published'
import { parseCompressAi } from '../export/compressai'
import { latest, parseRows, type Row } from '../results/index'

/** What result files hold. */
export interface Results {
  rows: Row[]
  /** Curves of means that others have published, in CompressAI's form. */
  published: PublishedCurve[]
}

/** A sweep's folder stands for the file in it. */
export function resultsPath(path: string): string {
  const known = statSync(path, { throwIfNoEntry: false })
  const file = known?.isDirectory() ? join(path, 'results.jsonl') : path
  if (!statSync(file, { throwIfNoEntry: false })) throw new RangeError(`${file}: no such file`)
  return file
}

/**
 * Reads sweeps' folders, result files (JSONL) and CompressAI's JSON; a point that is in several is
 * one. RangeError naming the file, and its line, for what is neither.
 */
export function readResults(paths: readonly string[]): Results {
  const rows: Row[] = []
  const published: PublishedCurve[] = []
  for (const path of paths.map(resultsPath)) {
    const bytes = readFileSync(path)
    const curve = /\.json$/i.test(path) ? parseCompressAi(bytes.toString('utf8'), path) : undefined
    if (curve) published.push(curve)
    else rows.push(...parseRows(bytes, path))
  }
  return { rows: latest(rows), published }
}
