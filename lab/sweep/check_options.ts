import { metricNames } from '../../lib/index'
import { ourNames } from '../export/compressai'
import type { SweepOptions } from './options'

/** RangeError for what is no whole number, or a smaller one; undefined is none. */
export function checkCount(name: string, value: unknown, from: number): void {
  if (value === undefined) return
  if (typeof value !== 'number' || !Number.isInteger(value) || value < from) {
    throw new RangeError(`${name}: expected a whole number from ${from}, got ${String(value)}`)
  }
}

function checkMetrics(metrics: readonly string[] = []): void {
  const known: readonly string[] = metricNames
  for (const name of metrics) {
    if (!known.includes(name)) {
      const own = ourNames[name]
      const advice = own === undefined ? `known: ${known.join(', ')}` : `it is '${own}'`
      throw new TypeError(`metrics: '${name}' is not known; ${advice}`)
    }
  }
}

/** TypeError, RangeError: before anything has been read or written. */
export function checkOptions(options: SweepOptions): void {
  for (const name of ['pictures', 'codecs'] as const) {
    if (!Array.isArray(options[name])) throw new TypeError(`${name}: expected an array`)
  }
  checkCount('points', options.points, 1)
  checkCount('jobs', options.jobs, 1)
  checkCount('time', options.time, 0)
  const { timeout, shard } = options
  if (timeout !== undefined && !(timeout > 0 && timeout <= 2e6)) {
    throw new RangeError(`timeout: expected seconds, up to 2 million, got ${timeout}`)
  }
  if (shard && !(shard.index >= 1 && shard.index <= shard.count)) {
    throw new RangeError(`shard: expected 1 to ${shard.count}, got ${shard.index}`)
  }
  checkMetrics(options.metrics)
}
