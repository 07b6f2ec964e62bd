import { mkdir } from 'node:fs/promises'
import { join, parse } from 'node:path'
import type { Target } from '../calls/target'
import type { Applied } from '../calls'
import type { Codec } from '../codec'
import { metrics } from '../calls/compare'
import type { PixelArray } from '../image'
import type { MetadataChoice } from '../metadata/choice'
import type { MetricName } from '../metrics/names'
import { failure, isResult, type Row, type Run } from './comparison_row'
import { equalQuality, isComparable } from './equal_quality'
import type { Progress } from './progress'
import { psnrOf } from './psnr'
import { tries } from './tries'

/** A picture of the comparison. */
export interface Source {
  /** How the tables call it: its path. */
  name: string
  load(): Promise<PixelArray>
}

export interface Comparison {
  sources: readonly Source[]
  codecs: readonly Codec[]
  /**
   * Instead of a quality: each codec's own that meets it. `equal`: `equalQuality`, and default
   * qualities for pictures that it means nothing for.
   */
  match?: Target | 'equal'
  /** Folders that keep the streams and the restored pictures. */
  encoded?: string
  decoded?: string
  /** What goes into the streams, and counts. */
  metadata?: MetadataChoice
  /** Further ones than the PSNRs. */
  metrics?: readonly MetricName[]
  /** Is told every row as soon as it is there. */
  each?(row: Row): void
  signal: AbortSignal
  progress: Progress
}

/** `kodim23_x265_native_q37`; pictures of the same name in several folders stay apart. */
function stemOf(run: Run, { sources }: Comparison, target?: Target): string {
  const { image, codec, backend, quality } = run
  const { name } = parse(image)
  const twins = sources.filter((source) => parse(source.name).name === name)
  const index = twins.findIndex((source) => source.name === image)
  const own = index > 0 ? `${name}-${index + 1}` : name
  const how = target ? Object.entries(target).flat().join('') : `q${quality}`
  return `${own}_${codec.replace(':', '-')}_${backend}_${how}`
}

function targetFor(picture: PixelArray, { match }: Comparison): Target | undefined {
  if (match !== 'equal') return match
  return isComparable(picture) ? equalQuality : undefined
}

/** What a search reached where it ended; undefined: no metric was searched for. */
const reachedBy = ({ tries = [], quality }: Pick<Applied, 'tries' | 'quality'>) =>
  tries.find((one) => one.quality === quality)?.value

/** The metrics that were asked for. */
async function further(picture: PixelArray, restored: PixelArray, c: Comparison) {
  if (!c.metrics?.length) return {}
  const { warnings: _, ...values } = await metrics(picture, restored, c.metrics, {
    signal: c.signal,
  })
  const finite = Object.entries(values as Record<string, number>).map(
    ([name, value]) => [name, Number.isFinite(value) ? value : null] as const,
  )
  return { metrics: Object.fromEntries(finite) }
}

/** The task as the bar shows it. */
const taskOf = ({ codec, backend, image }: Run): string => `${codec} (${backend}) ${image}`

async function runOne(codec: Codec, run: Run, picture: PixelArray, c: Comparison): Promise<Row> {
  const tell = (detail: string) => c.progress.begin(`${taskOf(run)}, ${detail}`)
  const target = targetFor(picture, c)
  const stem = stemOf(run, c, target)
  try {
    const applied = await codec.apply(picture, {
      ...(target ? { target, onTry: tries(tell) } : { quality: run.quality }),
      ...(c.encoded !== undefined && { encoded: join(c.encoded, stem + codec.fileExtension) }),
      ...(c.decoded !== undefined && { decoded: join(c.decoded, `${stem}.png`) }),
      ...(c.metadata !== undefined && { metadata: c.metadata }),
      signal: c.signal,
    })
    const { nBytes: bytes, bpp, encodeMs, decodeMs, restored, quality } = applied
    const reached = reachedBy(applied)
    return {
      ...{ ...run, quality, bytes, bpp, ...(reached !== undefined && { reached }) },
      ...{ ...psnrOf(picture, restored), ...(await further(picture, restored, c)) },
      ...{ encodeMs, decodeMs },
    }
  } catch (error) {
    c.signal.throwIfAborted()
    return failure(run, error)
  }
}

/** Runs every codec on every picture, one after the other: two at once would spoil the times. */
export async function compare(c: Comparison): Promise<Row[]> {
  for (const folder of [c.encoded, c.decoded]) {
    if (folder !== undefined) await mkdir(folder, { recursive: true })
  }
  const rows: Row[] = []
  for (const source of c.sources) {
    const picture = await source
      .load()
      .catch((error: unknown) => failure({ image: source.name }, error))
    if ('error' in picture) {
      rows.push(picture)
      c.each?.(picture)
      continue
    }
    const own: Row[] = []
    for (const codec of c.codecs) {
      const { name, backend, defaultQuality: quality } = codec
      const encoder = String(codec.options.encoder ?? '')
      const run = { image: source.name, codec: name, backend, encoder, quality }
      c.progress.begin(taskOf(run))
      const row = await runOne(codec, run, picture, c)
      own.push(row)
      c.each?.(row)
      c.progress.step()
    }
    rows.push(...(targetFor(picture, c) ? ranked(own) : own))
  }
  return rows
}

/** The smallest first; what failed last. */
function ranked(rows: readonly Row[]): Row[] {
  const size = (row: Row): number => (isResult(row) ? row.bytes : Infinity)
  return [...rows].sort((a, b) => (size(a) < size(b) ? -1 : 1))
}
