import { type MetricName, metrics, type PixelArray } from '../../lib/index'
import type { MetricValue } from '../results/index'
import type { Measured } from './task'
import { packageVersion } from './versions'

/** JSON has no Infinity: the PSNR of identical pictures is null in a row. */
const forJson = (value: number): MetricValue => (value === Infinity ? null : value)

async function all(a: PixelArray, b: PixelArray, names: readonly string[]) {
  // one thread: the other processors have points of their own
  const found = await metrics(a, b, names as MetricName[], { threads: 1 })
  const { warnings = [], ...values } = found
  return { values: values as Record<string, number>, warnings }
}

/** Each metric by itself, so that one that cannot be had does not take the others with it. */
async function oneByOne(a: PixelArray, b: PixelArray, names: readonly string[]) {
  const values: Record<string, number> = {}
  const errors: Record<string, string> = {}
  const warnings: string[] = []
  for (const name of names) {
    try {
      const found = await all(a, b, [name])
      Object.assign(values, found.values)
      warnings.push(...found.warnings)
    } catch (error) {
      errors[name] = (error as Error).message
    }
  }
  return { values, errors, warnings }
}

/** The metrics of a pair of pictures, for a row. */
export async function measure(
  a: PixelArray,
  b: PixelArray,
  names: readonly string[],
): Promise<Measured> {
  if (names.length === 0) return { metrics: {}, metricVersions: {} }
  const { values, errors, warnings } = await all(a, b, names).then(
    (found) => ({ ...found, errors: {} }),
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
    ...(warnings.length > 0 && { metricWarnings: [...new Set(warnings)] }),
  }
}
