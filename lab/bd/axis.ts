import { metricMeaning } from './metric_meaning'
import { bdValue, fromBdValue } from './metric_value'

/** `bdValue` of a metric by its name; of one that the library does not know the value as it is. */
export const axisValue = (metric: string, value: number): number =>
  bdValue(metricMeaning(metric), value)

/** And back. */
export const fromAxis = (metric: string, value: number): number =>
  fromBdValue(metricMeaning(metric), value)
