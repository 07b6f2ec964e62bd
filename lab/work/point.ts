import { createHash } from 'node:crypto'
import { type Codec, inspect, type PixelArray } from '../../lib/index'
import type { ByteSplit } from '../results/index'
import { codecOf } from './codec'
import { timed } from './cpu_time'
import { measure } from './measure'
import { loadPlanned } from './picture'
import type { Answers, PointResult, PointTask, Task } from './task'

/** Of the bytes that count: a declared container does not, the size that a padded stream leaves out does. */
function splitOf(bytes: Uint8Array, counted = bytes.length): ByteSplit | null {
  try {
    const { totals } = inspect(bytes)
    const container = totals.container + counted - bytes.length
    return container < 0 ? null : { ...totals, container }
  } catch {
    return null // a format of its own: what defineCodec makes
  }
}

export const sha256 = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex')

/**
 * A program's point by `apply` alone: it knows the form of the picture, and a reference model takes
 * minutes a run. CPU time is the second pass's.
 */
async function runProgram(task: PointTask, codec: Codec, picture: PixelArray) {
  const { quality } = task
  const { bytes, nBytes, restored, encodeMs, decodeMs } = await codec.apply(picture, { quality })
  return {
    bytes: new Uint8Array(bytes),
    counted: nBytes,
    split: splitOf(bytes, nBytes),
    stream: sha256(bytes),
    ...(await measure(picture, restored, task.metrics)),
    encode: { wallMs: encodeMs, cpuMs: null },
    decode: { wallMs: decodeMs, cpuMs: null },
  }
}

/** Encodes, decodes and compares: one point of a curve. */
export async function runPoint(task: PointTask): Promise<PointResult> {
  const { quality } = task
  const codec = codecOf(task.setup)
  const picture = await loadPlanned(task)
  if (task.setup.program) return runProgram(task, codec, picture)
  const programs = codec.backend !== 'native'
  const encoded = await timed(programs, () => codec.encode(picture, { quality }))
  const bytes = encoded.value
  const decoded = await timed(programs, () => codec.decode(bytes, { like: picture }))
  return {
    bytes: new Uint8Array(bytes),
    split: splitOf(bytes),
    stream: sha256(bytes),
    ...(await measure(picture, decoded.value, task.metrics)),
    encode: encoded.time,
    decode: decoded.time,
  }
}

/** More metrics of a stream that is there. */
export async function measureStream(
  task: Extract<Task, { kind: 'measure' }>,
): Promise<Answers['measure']> {
  const picture = await loadPlanned(task)
  const decoded = await codecOf(task.setup).decode(task.stream, { like: picture })
  return measure(picture, decoded, task.metrics)
}

/** One encode and one decode for the clock alone. */
export async function timePoint(task: Extract<Task, { kind: 'time' }>): Promise<Answers['time']> {
  const codec = codecOf(task.setup)
  const picture = await loadPlanned(task)
  const programs = codec.backend !== 'native'
  const { quality } = task
  const encoded = await timed(programs, () => codec.encode(picture, { quality }))
  const decoded = await timed(programs, () => codec.decode(encoded.value, { like: picture }))
  return { encode: encoded.time, decode: decoded.time }
}
