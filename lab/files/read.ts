import { readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { PublishedCurve } from '../bd/published'
import { parseCompressAi } from '../export/compressai'
import { latest, parseRows, type Row } from '../results/index'

/** What result files hold. */
export interface Results {
  /** Of all files, the latest of each point. */
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

/** A published curve that is called like another one gets its file's name. */
function named(found: readonly { curve: PublishedCurve; path: string }[], rows: readonly Row[]) {
  const taken = new Set(rows.map(({ label }) => label))
  return found.map(({ curve, path }) => {
    const names = [basename(path), path].map((file) => `${curve.label} (${file})`)
    const label = [curve.label, ...names].find((name) => !taken.has(name)) ?? curve.label
    taken.add(label)
    return { ...curve, label }
  })
}

/**
 * Reads sweeps' folders, result files (JSONL) and CompressAI's JSON; a point that is in several is
 * one, and a published curve that is called like another gets its file's name. RangeError naming
 * the file, and its line, for what is neither.
 */
export function readResults(paths: readonly string[]): Results {
  const files: Row[][] = []
  const found: { curve: PublishedCurve; path: string }[] = []
  for (const path of paths.map(resultsPath)) {
    const bytes = readFileSync(path)
    const curve = /\.json$/i.test(path) ? parseCompressAi(bytes.toString('utf8'), path) : undefined
    if (curve) found.push({ curve, path })
    else files.push(parseRows(bytes, path))
  }
  const rows = files.flat() // no spread: there are more rows than a call takes arguments
  return { rows: latest(rows), published: named(found, rows) }
}
