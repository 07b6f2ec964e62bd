import type { PlanePicture, SampleView } from '../image'
import { planeSize } from '../pixelformat'
import { type Steps, together } from '../task'
import type { MetricName } from './names'
import { nativeMetrics } from './native'

/** What is computed of each plane alone; everything else follows from it. */
type PlaneMetric = 'mse' | 'ssim' | 'ms-ssim'

interface PlaneValues {
  samples: number
  values: Partial<Record<PlaneMetric, number>>
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

function check(a: PlanePicture, b: PlanePicture, names: readonly MetricName[]): void {
  const layout = ({ width, height, format }: PlanePicture): string =>
    `${width}x${height} ${format.name}`
  if (layout(a) !== layout(b)) {
    throw new RangeError(`metrics: the planes differ: ${layout(a)} and ${layout(b)}`)
  }
  if (!a.format.planar) {
    throw new RangeError(`metrics: ${a.format.name} is not planar; compare its pixels`)
  }
  const luma = names.find((name) => name.startsWith('psnr-'))
  const missing = luma === 'psnr-y' ? a.format.model === 'rgb' : a.format.model !== 'yuv'
  if (luma && missing) {
    throw new RangeError(`metrics: ${luma} needs planes of YCbCr, got ${a.format.name}`)
  }
}

const sourceOf = (name: MetricName): PlaneMetric =>
  name === 'ssim' || name === 'ms-ssim' ? name : 'mse'

const psnr = (error: number, bitDepth: number): number =>
  error === 0 ? Infinity : 10 * Math.log10((2 ** bitDepth - 1) ** 2 / error)

function combine(name: MetricName, planes: readonly PlaneValues[], bitDepth: number): number {
  const source = sourceOf(name)
  const of = (index: number): number => planes[index]!.values[source]!
  const samples = planes.reduce((sum, plane) => sum + plane.samples, 0)
  const mean = planes.reduce((sum, plane, i) => sum + of(i) * plane.samples, 0) / samples
  switch (name) {
    case 'mse':
    case 'ssim':
    case 'ms-ssim':
      return mean
    case 'psnr':
      return psnr(mean, bitDepth)
    case 'psnr-y':
      return psnr(of(0), bitDepth)
    case 'psnr-ycbcr':
    case 'psnr-ycbcr-bt601':
      return psnr((6 * of(0) + of(1) + of(2)) / 8, bitDepth)
  }
}

/**
 * Compares planes as they are, without any conversion: `mse`, `psnr`, `ssim` and `ms-ssim` count
 * every sample once (subsampled chroma counts less), `psnr-y` is that of the first plane, and the
 * `psnr-ycbcr` pair weights the planes' MSE 6:1:1. An alpha plane is not compared.
 */
export function* comparePlanes<N extends MetricName>(
  a: PlanePicture,
  b: PlanePicture,
  names: readonly N[],
  threads: number,
): Steps<Record<N, number>> {
  check(a, b, names)
  const sources = [...new Set(names.map(sourceOf))]
  const count = a.format.alpha ? a.format.planes - 1 : a.format.planes
  const views = Array.from({ length: count }, (_, i) => [planeView(a, i), planeView(b, i)] as const)
  // side by side: all are read before an async call returns
  const rows = yield* together(views.map((pair) => nativeMetrics(...pair, sources, threads)))
  const planes = views.map(([{ width, height }], i) => ({
    samples: width * height,
    values: Object.fromEntries(sources.map((source, k) => [source, rows[i]![k]])),
  }))
  const entries = names.map((name) => [name, combine(name, planes, a.bitDepth)])
  return Object.fromEntries(entries) as Record<N, number>
}
