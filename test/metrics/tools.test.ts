import { addon } from '../../lib/backends/native/addon'
import { metrics } from '../../lib/index'
import type { MetricName } from '../../lib/metrics/names'
import { toleranceOf } from '../helpers/metric_difference_tables'
import { realPicture } from '../helpers/pictures'
import { makeToolPair, toolPairs } from '../helpers/tool_pairs'

describe.each(toolPairs)('$picture, $distortion', (pair) => {
  const path = realPicture(`${pair.picture}.png`)
  const missing = !addon() ? 'the addon is not built' : path === undefined ? 'no picture' : ''
  const title = `gives what libvmaf and FFmpeg give${missing && ` (skipped: ${missing})`}`
  ;(missing ? it.skip : it)(title, async () => {
    const names = Object.keys(pair.values) as MetricName[]
    const found = await metrics(...makeToolPair(pair), names)
    for (const name of names) {
      const [value, wanted] = [found[name] as number, pair.values[name]!]
      const near = value === wanted || Math.abs(value - wanted) < toleranceOf(name)
      expect({ name, near }).toEqual({ name, near: true })
    }
  })
})
