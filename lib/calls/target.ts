import {
  type BuiltInMetric,
  type DefinedMetric,
  isMetricName,
  type MetricName,
  metricNames,
  metricRow,
  unknownMetric,
} from '../metrics/names'
import type { MetricRow } from '../metrics/row'
import { shown } from '../options'
import { foreignName } from '../options/foreign'

/** What an encode is to meet: one size, or one metric of the restored picture. */
export type Target =
  | {
      /** The best result of at most so many bytes. */
      bytes: number
    }
  | {
      /** The same in bits per pixel. */
      bpp: number
    }
  | { [M in BuiltInMetric]: Record<M, number> }[BuiltInMetric]
  | { [name: DefinedMetric]: number }

/** A target, checked. `size`: at most `value` bytes; a metric: `value` or better. */
export type Goal =
  | { kind: 'size'; value: number; label: string }
  | { kind: 'metric'; metric: MetricName; value: number; label: string }

/** What one encode gave: its bytes and, for a metric goal, the metric's value. */
export interface Measurement {
  /** Length of the stream. */
  bytes: number
  /** The metric's, of a target that is a metric. */
  value?: number
}

/** No quality of the scale that was tried meets the target. */
export class TargetError extends RangeError {
  constructor(
    message: string,
    /** The reachable values nearest to the target. */
    readonly nearest: { quality: number } & Measurement,
    readonly tries: readonly ({ quality: number } & Measurement)[],
  ) {
    super(message)
  }
}
Object.defineProperty(TargetError.prototype, 'name', { value: 'TargetError', configurable: true })

const positive = (value: number): boolean => value > 0 && value < Infinity

/**
 * Checks a target for a width x height picture.
 * @throws TypeError for what is not one known name with a number, RangeError for a number that
 *   nothing can meet by definition
 */
export function parseTarget(target: unknown, width: number, height: number): Goal {
  const entries = typeof target === 'object' && target !== null ? Object.entries(target) : []
  const [name, value] = (entries[0] ?? []) as [string?, unknown?]
  if (entries.length !== 1 || name === undefined || typeof value !== 'number') {
    throw new TypeError(
      `target: expected one of { bytes }, { bpp } or a metric such as { psnr }, got ${shown(target)}`,
    )
  }
  const label = `target { ${name}: ${value} }`
  const size = name === 'bytes' || name === 'bpp'
  if (!size && !isMetricName(name)) {
    const advice = foreignName(name, ['target'])
    if (advice) throw new TypeError(`target '${name}' is not known; ${advice}`)
    throw unknownMetric('target', name, ['bytes', 'bpp', ...metricNames])
  }
  if (size) {
    if (!positive(value)) throw new RangeError(`${label}: expected a positive number`)
    const bytes = name === 'bytes' ? value : (value * width * height) / 8
    return { kind: 'size', value: bytes, label }
  }
  const metric = name
  checkReachable(metricRow(metric), value, label)
  return { kind: 'metric', metric, value, label }
}

/** RangeError for what no picture has, and for the worst value, which every picture has. */
function checkReachable({ better, range }: MetricRow, value: number, label: string): void {
  const [worst, best] = range
  const within =
    better === 'higher' ? value > worst && value <= best : value >= best && value < worst
  if (within && Number.isFinite(value)) return
  const from = better === 'higher' ? `above ${worst}` : `of ${best} or more`
  const to = better === 'higher' && best < Infinity ? `, up to ${best}` : ''
  throw new RangeError(`${label}: expected a number ${from}${to}`)
}
