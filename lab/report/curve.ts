import type { PublishedCurve } from '../bd/published'
import { mean } from '../bd/statistics'
import { valueOf } from '../results/row'
import type { Point, ReportData } from './model'
import { type View, visible } from './view'

/** A point of a curve that is drawn: measured itself, or the mean of measured ones. */
interface CurvePoint {
  quality: number
  bpp: number
  value: number
  bytes: number
}

export interface Curve {
  series: number
  /** By rising rate. */
  points: CurvePoint[]
  /** What is not in it, and why. */
  notes: string[]
}

const byRate = (a: CurvePoint, b: CurvePoint): number => a.bpp - b.bpp

const say = (count: number, what: string): string[] =>
  count ? [`${count} point${count > 1 ? 's' : ''} ${what}`] : []

function own(points: readonly Point[], metric: string): Omit<Curve, 'series'> {
  const measured = points.flatMap((point) => {
    const value = valueOf(point, metric)
    return value === undefined ? [] : [{ ...point, value }]
  })
  const drawn = measured.filter(({ value }) => value < Infinity)
  const shown = drawn.map(({ quality, bpp, value, bytes }) => ({ quality, bpp, value, bytes }))
  return {
    points: shown.sort(byRate),
    notes: [
      ...say(points.length - measured.length, `without ${metric}`),
      ...say(measured.length - drawn.length, 'lossless, which has no place on the axis'),
    ],
  }
}

/**
 * The arithmetic means, over the pictures, of rate and of metric at one quality of the codec's own
 * scale: the convention of CompressAI's benches. A quality that not every one of them has is left out,
 * as its mean would be of other pictures.
 */
function averaged(points: readonly Point[], metric: string, pictures: number) {
  const qualities = [...new Set(points.map(({ quality }) => quality))]
  const parts = qualities.map((quality) =>
    own(
      points.filter((p) => p.quality === quality),
      metric,
    ),
  )
  const whole = parts.filter((part) => part.points.length === pictures)
  const shown = whole.map(({ points: of }) => ({
    quality: of[0]!.quality,
    bpp: mean(of.map(({ bpp }) => bpp)),
    value: mean(of.map(({ value }) => value)),
    bytes: mean(of.map(({ bytes }) => bytes)),
  }))
  return {
    points: shown.sort(byRate),
    notes: say(parts.length - whole.length, 'left out, as not every picture has a finite value'),
  }
}

const onlyMeans = 'published as means over its pictures only'

/** A curve that is there as means only; for one picture there is nothing of it. */
function published(curve: PublishedCurve, metric: string, picture: View['picture']) {
  const points = curve.points.flatMap(({ bpp, metrics }, i) => {
    const value = metrics[metric]
    return value === undefined ? [] : [{ quality: i + 1, bpp, value, bytes: NaN }]
  })
  return picture === 'mean' ? { points, notes: [] } : { points: [], notes: [onlyMeans] }
}

/** A series' curve of one metric, for a picture or as the mean over `common` ones. */
export function curveOf(
  data: ReportData,
  series: number,
  { metric, picture }: Pick<View, 'metric' | 'picture'>,
  common: ReadonlySet<number>,
): Curve {
  const others = data.published.find((one) => one.series === series)
  if (others) return { series, ...published(others.curve, metric, picture) }
  const all = data.points.filter((point) => point.series === series)
  if (picture !== 'mean') {
    const here = all.filter((point) => point.picture === picture)
    return { series, ...own(here, metric) }
  }
  const shared = all.filter((point) => common.has(point.picture))
  return { series, ...averaged(shared, metric, common.size) }
}

/** Notes of several curves, each behind its label. */
export const curveNotes = (data: ReportData, curves: readonly Curve[]): string[] =>
  curves.flatMap(({ series, notes }) =>
    notes.map((note) => `${data.series[series]!.label}: ${note}.`),
  )

/** Of how many pictures a series has points. */
const pictureCount = ({ points }: ReportData, series: number): number =>
  new Set(points.flatMap((point) => (point.series === series ? [point.picture] : []))).size

/** What mean curves are of. */
export function curvesName(
  data: ReportData,
  view: Pick<View, 'picture'>,
  common: ReadonlySet<number>,
): string {
  const { length } = data.pictures
  if (view.picture !== 'mean') return data.pictures[view.picture]!.name
  if (length === 1) return data.pictures[0]!.name
  if (common.size === length) return `mean of ${length} pictures`
  return `mean of the ${common.size} of ${length} pictures that all codecs shown have`
}

/** What is looked at; a codec that has fewer pictures than others, as in an unfinished sweep, is named. */
export function pictureName(data: ReportData, view: Pick<View, 'picture' | 'hidden'>): string {
  const { picture } = view
  const { length } = data.pictures
  if (picture !== 'mean') return data.pictures[picture]!.name
  if (length === 1) return data.pictures[0]!.name
  const fewer = visible(data, view).flatMap((series) => {
    const count = pictureCount(data, series)
    return count > 0 && count < length ? [`, ${data.series[series]!.label} of ${count}`] : []
  })
  return `mean of ${length} pictures${fewer.join('')}`
}
