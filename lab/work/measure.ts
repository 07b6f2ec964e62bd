import { type MetricName, metrics, type PixelArray } from '../../lib/index'
import type { MetricValue } from '../results/index'
import type { Measured } from './task'
import { packageVersion } from './versions'

/** JSON has no Infinity: the PSNR of identical pictures is null in a row. */
const forJson = (value: number): MetricValue => (value === Infinity ? null : value)

async function all(a: PixelArray, b: PixelArray, names: readonly string[]) {
  // one thread: the other processors have points of their own
  return metrics(a, b, names as MetricName[], { threads: 1 })
}

/** Each metric by itself, so that one that cannot be had does not take the others with it. */
async function oneByOne(a: PixelArray, b: PixelArray, names: readonly string[]) {
  const values: Record<string, number> = {}
  const errors: Record<string, string> = {}
  for (const name of names) {
    try {
      Object.assign(values, await all(a, b, [name]))
    } catch (error) {
      errors[name] = (error as Error).message
    }
  }
  return { values, errors }
}

/** The metrics of a pair of pictures, for a row. */
export async function measure(
  a: PixelArray,
  b: PixelArray,
  names: readonly string[],
): Promise<Measured> {
  if (names.length === 0) return { metrics: {}, metricVersions: {} }
  const { values, errors } = await all(a, b, names).then(
    (found) => ({ values: found as Record<string, number>, errors: {} }),
    () => oneByOne(a, b, names),
  )
  for (const name of Object.keys(values)) {
    if (!Number.isNaN(values[name])) continue
    delete values[name]
    Object.assign(errors, { [name]: 'not a number' })
  }
  const version = `nodecodecs ${packageVersion()}`
  const entries = Object.entries(values)
  return {
    metrics: Object.fromEntries(entries.map(([name, value]) => [name, forJson(value)])),
    metricVersions: Object.fromEntries(entries.map(([name]) => [name, version])),
    ...(Object.keys(errors).length > 0 && { metricErrors: errors }),
  }
}
