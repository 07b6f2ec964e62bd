import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { extname } from 'node:path'
import type { Redis } from 'ioredis'
import type { PointOf, Row } from '../results/index'
import type { PlannedPoint } from '../sweep/plan'
import type { Setup } from '../work/task'

/** A point, as it goes to a worker. */
export interface JobData {
  setup: Setup
  label: string
  quality: number
  metrics: string[]
  picture: PointOf['picture']
  /** The picture file: its bytes are in Redis under their hash. */
  file: { sha256: string; extension: string }
  /** Seconds. */
  timeout: number
}

/** What a worker found: with its own machine and versions, and so perhaps another key. */
export interface JobResult {
  row: Row
  /** base64 */
  stream?: string
}

/** The same point with the same metrics is one job, whoever asks for it. */
export function jobIdOf(point: PlannedPoint, metrics: readonly string[]): string {
  const wanted = createHash('sha256').update(metrics.join()).digest('hex').slice(0, 8)
  return `${point.about.key}-${wanted}`
}

const pictureKey = (sha256: string): string => `nodecodecs:picture:${sha256}`
const WEEK = 7 * 24 * 3600

/** Puts picture files into Redis, each once; they stay for a week after their last use. */
export class PictureSender {
  readonly #sent = new Map<string, JobData['file']>()

  constructor(readonly redis: Redis) {}

  async send(path: string): Promise<JobData['file']> {
    const known = this.#sent.get(path)
    if (known) return known
    const bytes = readFileSync(path)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const key = pictureKey(sha256)
    if (!(await this.redis.expire(key, WEEK))) await this.redis.set(key, bytes, 'EX', WEEK)
    const file = { sha256, extension: extname(path) }
    this.#sent.set(path, file)
    return file
  }
}

/** A picture file's bytes. Error where they are gone. */
export async function fetchPicture(redis: Redis, sha256: string): Promise<Buffer> {
  const bytes = await redis.getBuffer(pictureKey(sha256))
  if (!bytes) throw new Error(`the picture ${sha256} is no longer in the queue's server`)
  return bytes
}
