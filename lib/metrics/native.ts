import { addon, addonMissing, type Addon } from '../backends/addon'
import type { SampleView } from '../image'
import { CodecError } from '../errors'
import { perform, type Steps } from '../task'
import type { MetricName } from './names'

function needAddon(): Addon {
  const loaded = addon()
  if (!loaded) throw new CodecError('ERR_UNAVAILABLE', `metrics: ${addonMissing()}`)
  return loaded
}

/** Compares two views on up to `threads` threads. */
export function* nativeMetrics(
  a: SampleView,
  b: SampleView,
  names: readonly MetricName[],
  threads: number,
): Steps<number[]> {
  const native = needAddon()
  return yield* perform({
    run: () => native.metrics(a, b, [...names], threads),
    runSync: () => native.metricsSync(a, b, [...names], threads),
  })
}
