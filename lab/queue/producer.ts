import type { JobsOptions, Queue, QueueEvents } from 'bullmq'
import { isResult } from '../results/index'
import type { PlannedPoint } from '../sweep/plan'
import { failedRow } from '../sweep/failure'
import type { Ran } from '../sweep/run_point'
import { Arrivals } from '../work/arrivals'
import { TaskError } from '../work/child'
import { connect, queueName } from './connection'
import { type JobData, jobIdOf, type JobResult, PictureSender } from './job'

/** A point to be coded by whoever is there. */
export interface QueuedPoint {
  point: PlannedPoint
  metrics: string[]
}

export interface QueueOptions {
  url: string
  timeout: number
  signal?: AbortSignal
}

const DAY = 24 * 3600

/** What is done stays for a day: a sweep that was interrupted finds it. */
const jobOptions: JobsOptions = {
  attempts: 1,
  removeOnComplete: { age: DAY },
  removeOnFail: { age: DAY },
}

interface Ended {
  id: string
  result?: JobResult
  reason?: string
}

/** A job's result travels as JSON in an event, as itself in the job. */
const parsed = (value: unknown): JobResult =>
  (typeof value === 'string' ? JSON.parse(value) : value) as JobResult

/** Gives a point to the workers, unless it is theirs already, or was coded by them; what failed is done anew. */
export async function enqueue(
  queue: Pick<Queue<JobData, JobResult>, 'getJob' | 'add'>,
  id: string,
  data: JobData,
  ended: (one: Ended) => void,
): Promise<void> {
  const known = await queue.getJob(id)
  if (known && (await known.isCompleted())) {
    const result = parsed(known.returnvalue)
    if (isResult(result.row)) return ended({ id, result })
    await known.remove() // a failed row: a sweep has it, and asks for another with `retry`
  } else if (known && (await known.isFailed())) await known.remove()
  await queue.add('point', data, { ...jobOptions, jobId: id })
}

function listen(events: QueueEvents, ended: (one: Ended) => void): void {
  events.on('completed', ({ jobId, returnvalue }) => {
    ended({ id: jobId, result: parsed(returnvalue) })
  })
  events.on('failed', ({ jobId, failedReason }) => ended({ id: jobId, reason: failedReason }))
}

function ranOf(point: PlannedPoint, { result, reason }: Ended): Ran {
  if (!result) {
    const error = new TaskError({ code: 'ERR_WORKER', message: reason ?? 'the worker failed' })
    return { row: failedRow(point.about, error) }
  }
  const row = { ...result.row, label: point.about.label, picture: point.about.picture }
  return { row, ...(result.stream && { bytes: Buffer.from(result.stream, 'base64') }) }
}

/**
 * Gives points to the workers of a queue and yields what they find. A point that is in the queue
 * already, or was coded within a day, is not done again.
 */
export async function* throughQueue<P extends QueuedPoint>(
  points: readonly P[],
  { url, timeout, signal }: QueueOptions,
): AsyncGenerator<{ one: P; ran: Ran }, void, undefined> {
  if (points.length === 0) return
  const connection = await connect(url)
  const { bullmq, redis, again } = connection
  const queue = new bullmq.Queue<JobData, JobResult>(queueName, { connection: redis })
  const events = new bullmq.QueueEvents(queueName, { connection: again() })
  const open = new Map(points.map((one) => [jobIdOf(one.point, one.metrics), one]))
  const arrivals = new Arrivals<{ one: P; ran: Ran }>()
  const ended = (end: Ended) => {
    const one = open.get(end.id)
    if (!one || !open.delete(end.id)) return // another sweep's, or told twice
    arrivals.push({ one, ran: ranOf(one.point, end) })
  }
  const abort = () => arrivals.fail(signal?.reason)
  signal?.addEventListener('abort', abort, { once: true })
  try {
    listen(events, ended)
    await events.waitUntilReady()
    const sender = new PictureSender(redis)
    const give = async ({ point, metrics }: P) => {
      const { label, quality, picture } = point.about
      const file = await sender.send(point.path)
      const data = { setup: point.setup, label, quality, metrics, picture, file, timeout }
      await enqueue(queue, jobIdOf(point, metrics), data, ended)
    }
    const given = (async () => {
      for (const one of points) if (!signal?.aborted) await give(one)
    })()
    given.catch((error: unknown) => arrivals.fail(error))
    for (let done = 0; done < points.length; done++) yield await arrivals.next()
  } finally {
    signal?.removeEventListener('abort', abort)
    await connection.close(events, queue)
  }
}
