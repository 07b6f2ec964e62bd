import type { PlanePicture, SampleView } from '../image'
import { type PixelFormat, planeSize } from '../pixelformat'
import { type Steps, together } from '../task'
import { type MetricName, metricRow } from './names'
import { nativeMetrics } from './native'
import { psnr } from './plain'
import type { MetricSettings } from '../backends/native/addon'
import type { FoldedPlanes } from './row'

interface PlaneValues {
  samples: number
  values: Readonly<Record<string, number>>
}

function planeView(picture: PlanePicture, index: number): SampleView {
  const { data, stride } = picture.planes[index]!
  return {
    ...planeSize(picture.format, picture.width, picture.height, index),
    data,
    offset: 0,
    channels: 1,
    bitDepth: picture.bitDepth,
    rowStride: stride / data.BYTES_PER_ELEMENT,
    columnStride: 1,
    channelStride: 1,
  }
}

function checkLayouts(a: PlanePicture, b: PlanePicture): void {
  const layout = ({ width, height, format }: PlanePicture): string =>
    `${width}x${height} ${format.name}`
  if (layout(a) !== layout(b)) {
    throw new RangeError(`metrics: the planes differ: ${layout(a)} and ${layout(b)}`)
  }
  if (!a.format.planar) {
    throw new RangeError(
      `metrics: expected a planar format, got ${a.format.name}; compare its pixels`,
    )
  }
}

/** The rule of a metric that the planes have a value of; undefined: it is made for codes. */
function ruleOf(name: MetricName, { format }: PlanePicture): FoldedPlanes | undefined {
  const { planes: rule, needs } = metricRow(name)
  if (!rule) throw new RangeError(`metrics: ${name}: expected pixels, got planes of ${format.name}`)
  const { fold } = rule === 'codes' ? { fold: needs.colour ? '6:1:1' : 'first' } : rule
  const missing = fold === 'first' ? format.model === 'rgb' : fold === '6:1:1' && !isYuv(format)
  if (missing)
    throw new RangeError(`metrics: ${name}: expected planes of YCbCr, got ${format.name}`)
  return rule === 'codes' ? undefined : rule
}

const isYuv = ({ model }: PixelFormat): boolean => model === 'yuv'

function folded({ of, fold }: FoldedPlanes, planes: readonly PlaneValues[]): number {
  const value = (index: number): number => planes[index]!.values[of]!
  if (fold === 'first') return value(0)
  if (fold === '6:1:1') return (6 * value(0) + value(1) + value(2)) / 8
  const samples = planes.reduce((sum, plane) => sum + plane.samples, 0)
  return planes.reduce((sum, plane, i) => sum + value(i) * plane.samples, 0) / samples
}

/** Compares planes as they are, without any conversion. An alpha plane is not compared. */
export function* comparePlanes<N extends MetricName>(
  a: PlanePicture,
  b: PlanePicture,
  names: readonly N[],
  settings: MetricSettings,
): Steps<Record<N, number>> {
  checkLayouts(a, b)
  const rules = new Map(names.map((name) => [name, ruleOf(name, a)]))
  const coded = names.filter((name) => !rules.get(name))
  const folds = [...rules.values()].filter((rule) => rule !== undefined)
  // what is of luma alone is not asked of chroma, which may be too small for it
  const sources = (plane: number): string[] => [
    ...new Set(folds.filter(({ fold }) => plane === 0 || fold !== 'first').map(({ of }) => of)),
  ]
  const count = a.format.alpha ? a.format.planes - 1 : a.format.planes
  const views = Array.from({ length: count }, (_, i) => [planeView(a, i), planeView(b, i)] as const)
  const [first, second] = [views.map(([plane]) => plane), views.map(([, plane]) => plane)]
  // side by side: all are read before an async call returns
  const [codes, ...rows] = yield* together([
    valuesOf(first, second, coded, settings),
    ...views.map((pair, i) => valuesOf(...pair, sources(i), settings)),
  ])
  const planes = views.map(([{ width, height }], i) => ({
    samples: width * height,
    values: Object.fromEntries(sources(i).map((source, k) => [source, rows[i]![k]!])),
  }))
  const entries = names.map((name) => {
    const rule = rules.get(name)
    if (!rule) return [name, codes![coded.indexOf(name)]]
    const value = folded(rule, planes)
    return [name, rule.psnr ? psnr(value, a.bitDepth) : value]
  })
  return Object.fromEntries(entries) as Record<N, number>
}

function* valuesOf(...call: Parameters<typeof nativeMetrics>): Steps<number[]> {
  return call[2].length > 0 ? yield* nativeMetrics(...call) : []
}
