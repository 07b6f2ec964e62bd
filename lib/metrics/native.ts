import { addon, addonMissing, type SampleView } from '../backends/addon'
import { CodecError } from '../errors'
import { perform, type Steps } from '../task'
import type { MetricName } from './names'

/** The native addon's part in the metrics (native/metrics.h): one value per name, in order. */
export interface MetricsAddon {
  metrics(a: SampleView, b: SampleView, names: string[], threads: number): Promise<number[]>
  metricsSync(a: SampleView, b: SampleView, names: string[], threads: number): number[]
}

function metricsAddon(): MetricsAddon {
  const loaded = addon() as Partial<MetricsAddon> | undefined
  if (!loaded) throw new CodecError('ERR_UNAVAILABLE', `metrics: ${addonMissing()}`)
  if (!loaded.metrics || !loaded.metricsSync) {
    throw new CodecError('ERR_UNAVAILABLE', 'metrics: the native addon is older; rebuild it')
  }
  return loaded as MetricsAddon
}

/** Compares two views on up to `threads` threads. */
export function* nativeMetrics(
  a: SampleView,
  b: SampleView,
  names: readonly MetricName[],
  threads: number,
): Steps<number[]> {
  const native = metricsAddon()
  return yield* perform({
    run: () => native.metrics(a, b, [...names], threads),
    runSync: () => native.metricsSync(a, b, [...names], threads),
  })
}
