import { addon, addonMissing, type MetricSettings } from '../backends/native/addon'
import { compareTask } from '../backends/native'
import { CodecError } from '../errors'
import type { SampleView } from '../image'
import { perform, type Steps } from '../task'
import { isPlain, plainMetric } from './plain'
import type { Scorer } from './row'

/** Compares two views, or planes of codes, by the addon's metrics; async, of memory of our own. */
export function* nativeMetrics(
  a: SampleView | SampleView[],
  b: SampleView | SampleView[],
  names: readonly string[],
  settings: MetricSettings,
): Steps<number[]> {
  if (!addon()) throw new CodecError('ERR_UNAVAILABLE', `metrics: ${addonMissing()}`)
  return yield* perform(compareTask(a, b, [...names], settings))
}

/** The addon's metrics; without it, those that plain loops compute as well. */
export const native: Scorer = {
  missing: (name) => (addon() || isPlain(name) ? undefined : addonMissing()),
  score: function* (a, b, names, settings) {
    if (addon()) return yield* nativeMetrics(a, b, names, settings)
    return names.map((name) => plainMetric(name, a, b))
  },
}
