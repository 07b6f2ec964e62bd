import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Job, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import { keyOf, type Row, ROW_SCHEMA_VERSION } from '../results/index'
import { checkCount } from '../sweep/check_options'
import type { PlannedPoint } from '../sweep/plan'
import { codePoint } from '../sweep/run_point'
import { Child } from '../work/child'
import { codecOf, settingsOf } from '../work/codec'
import { machine } from '../work/machine'
import { describeCodec } from '../work/versions'
import { connect, queueName } from './connection'
import { fetchPicture, type JobData, type JobResult } from './job'

/** What work takes. */
export interface WorkerOptions {
  /** `redis://host:port` */
  queue: string
  /** Child processes, each with one encoder thread; default: the processors at hand. */
  jobs?: number
  /** Ends when there has been nothing to do for so many seconds; default: never. */
  idle?: number
  /** Seconds after which another worker takes over the points of one that is gone; default 10. */
  lock?: number
  /** Ends the worker; its points go to another. */
  signal?: AbortSignal
  /** Is given each row that it makes. */
  onRow?: (row: Row) => void
}

/** How often a point may take its worker down with it before it counts as failed. */
const MAX_STALLED_COUNT = 3

/** Pictures as files in a folder of this worker's own. */
class Pictures {
  readonly #folder = mkdtempSync(join(tmpdir(), 'nodecodecs-worker-'))
  readonly #kept = new Map<string, Promise<string>>()

  constructor(readonly redis: Redis) {}

  path({ sha256, extension }: JobData['file']): Promise<string> {
    const known = this.#kept.get(sha256)
    if (known) return known
    const path = join(this.#folder, `${sha256}${extension}`)
    const fetched = fetchPicture(this.redis, sha256).then((bytes) => {
      writeFileSync(path, bytes)
      return path
    })
    this.#kept.set(sha256, fetched)
    fetched.catch(() => this.#kept.delete(sha256))
    return fetched
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

/** The point as this machine has it: its versions make the key. */
function planned({ setup, label, quality, picture }: JobData, path: string): PlannedPoint {
  const codec = codecOf(setup)
  const options = settingsOf(setup, codec)
  const known = describeCodec(codec)
  const point = {
    picture, codec: codec.name, backend: codec.backend, ...known, options, quality,
  } // prettier-ignore
  const about = {
    schema: ROW_SCHEMA_VERSION, key: keyOf(point), label, ...point, machine: machine(),
  } // prettier-ignore
  return { path, setup, fileExtension: codec.fileExtension, about }
}

async function runJob(data: JobData, child: Child, pictures: Pictures, signal?: AbortSignal) {
  const point = planned(data, await pictures.path(data.file))
  const { row, bytes } = await codePoint(point, data.metrics, (task) =>
    child.run(task, data.timeout * 1000, signal),
  )
  return { row, ...(bytes && { stream: Buffer.from(bytes).toString('base64') }) }
}

/** Resolves when there has been nothing to do for `seconds`, or when aborted. */
export function over(
  worker: Pick<Worker, 'on'>,
  running: () => number,
  { idle, signal }: Pick<WorkerOptions, 'idle' | 'signal'>,
) {
  return new Promise<void>((resolve) => {
    let since = performance.now()
    const busy = () => (since = performance.now())
    worker.on('active', busy) // it may be done before anybody looks
    const timer = setInterval(() => {
      // not by an event: a job whose lock was lost ends without one
      if (running() > 0) busy()
      else if (idle !== undefined && performance.now() - since > idle * 1000) end()
    }, 100)
    const end = () => {
      clearInterval(timer)
      signal?.removeEventListener('abort', end)
      resolve()
    }
    if (signal?.aborted) end()
    else signal?.addEventListener('abort', end, { once: true })
  })
}

function check({ jobs, idle = 0, lock = 1 }: WorkerOptions): void {
  checkCount('jobs', jobs, 1)
  if (!(idle >= 0)) throw new RangeError(`idle: expected seconds, got ${idle}`)
  if (!(lock >= 1 && lock < Infinity)) {
    throw new RangeError(`lock: expected seconds, at least 1, got ${lock}`)
  }
}

/**
 * Does the points of the sweeps on a queue, on as many machines as run it. Resolves after `idle`
 * seconds without work; rejects with `signal.reason`. A worker that dies, however that happens, loses
 * nothing: after `lock` seconds another one takes its points.
 */
export async function work(options: WorkerOptions): Promise<void> {
  const { queue, jobs = availableParallelism(), lock = 10, signal, onRow } = options
  check(options)
  signal?.throwIfAborted()
  const connection = await connect(queue)
  const pictures = new Pictures(connection.redis)
  const free = Array.from({ length: jobs }, () => new Child())
  const all = [...free]
  const process = async ({ data }: Job<JobData, JobResult>): Promise<JobResult> => {
    const child = free.pop()!
    try {
      const result = await runJob(data, child, pictures, signal)
      onRow?.(result.row)
      return result
    } finally {
      free.push(child)
    }
  }
  const worker = new connection.bullmq.Worker<JobData, JobResult>(queueName, process, {
    connection: connection.again(),
    concurrency: jobs,
    lockDuration: lock * 1000,
    stalledInterval: lock * 500,
    maxStalledCount: MAX_STALLED_COUNT,
  })
  worker.on('error', () => undefined) // a lost connection: it connects again
  try {
    await over(worker, () => jobs - free.length, options)
    // forced when aborted: its points go to others when their lock ends
    if (!signal?.aborted) await worker.close()
  } finally {
    all.forEach((child) => child.close())
    await connection.close(worker)
    pictures.remove()
  }
  signal?.throwIfAborted()
}
