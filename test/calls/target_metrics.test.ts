import { createCodec, metricsSync, TargetError } from '../../lib/index'
import type { Codec } from '../../lib/codec'
import { type MetricName, metricNames, metricRow } from '../../lib/metrics/names'
import { makePicture } from '../helpers/pictures'
import { allEntries, describeEntries } from '../helpers/table'
import { itWhere } from '../helpers/where'

// Each metric as a target: those that are distances with every lossy codec, the others with JPEG.

const picture = makePicture({ width: 168, height: 164, texture: 0.2 })
const runs = metricNames.filter((name) => metricRow(name).compute.missing?.(name) === undefined)
const distances = runs.filter((name) => metricRow(name).better === 'lower')

type Values = Record<MetricName, number>

/** All metrics of what the worst, the middle and the best quality give: once per codec. */
const measured = new Map<string, Values[]>()

function ends(codec: Codec): Values[] {
  const steps = codec.qualitySteps
  const key = JSON.stringify(codec.options) + codec.name
  const found =
    measured.get(key) ??
    [0, 0.5, 1].map((share) => {
      const quality = steps[Math.round((steps.length - 1) * share)]!
      return metricsSync(picture, codec.applySync(picture, { quality }).restored, runs) as Values
    })
  measured.set(key, found)
  return found
}

function reaches(codec: Codec, name: MetricName) {
  const { better, range } = metricRow(name)
  const sign = better === 'higher' ? 1 : -1
  const [worst, mean, best] = ends(codec).map((values) => values[name]) as [number, number, number]
  const middle = Number.isFinite(mean) ? mean : worst
  const { restored, tries, nBytes } = codec.applySync(picture, { target: { [name]: middle } })
  const found = metricsSync(picture, restored, [name])[name] as number
  expect(sign * found).toBeGreaterThanOrEqual(sign * middle)
  const meeting = tries!.filter(({ value }) => sign * value! >= sign * middle)
  expect(nBytes).toBe(Math.min(...meeting.map(({ bytes }) => bytes)))
  expect(tries!.length).toBeLessThanOrEqual(11) // 2 + log2 of the longest scale

  // what only the picture itself has: without loss, or TargetError with the nearest
  const top = Number.isFinite(range[1]) ? range[1] : 200
  try {
    const all = codec.applySync(picture, { target: { [name]: top } })
    const value = metricsSync(picture, all.restored, [name])[name] as number
    expect(sign * value).toBeGreaterThanOrEqual(sign * top)
  } catch (error) {
    expect(error).toBeInstanceOf(TargetError)
    const { nearest, message } = error as TargetError
    expect(message).toContain(`${name} ${nearest.value}`)
    expect(sign * nearest.value!).toBeGreaterThanOrEqual(sign * best)
  }
}

const lossy = allEntries.filter(
  (entry) =>
    (entry.backend === 'native' || !entry.descriptor.encoders[0]) &&
    (entry.missing !== undefined || entry.make().qualitySteps.length > 1),
)

describeEntries(lossy, (entry) => {
  it.each(distances)('%s', (name) => reaches(entry.make(), name), 60_000)
})

const jpeg = createCodec('jpeg')
const others = runs.filter((name) => !distances.includes(name))
itWhere(jpeg.available(), 'no JPEG').each(others)('JPEG, %s', (name) => reaches(jpeg, name))
