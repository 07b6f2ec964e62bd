import { paperTheme } from '../chart/theme'
import type { ReportData } from '../model'
import { shownParts } from '../page/markup'
import type { Table, View } from '../view'

/** A plot by itself, and the table behind it. */
export interface Figure {
  /** Of its files, without extension: `rate-distortion-psnr`. */
  name: string
  svg: string
  table: Table
}

export interface FigureStyle {
  /** In inches; 3.5 is a column of a paper in two columns. */
  width: number
  /** CSS font families. */
  font?: string
  anchor: number
}

const POINTS_PER_INCH = 72

/** Only the page needs to know which element is what. */
const bare = (svg: string): string => svg.replace(/ (class|role|data-[a-z]+)="[^"]*"/g, '')

/** Sizes in points, and a white ground: a page that is dark would swallow the black text. */
const standalone = (svg: string): string =>
  bare(svg).replace(
    /^<svg ([^>]*?)width="([^"]*)" height="([^"]*)"([^>]*)>/,
    '<svg $1width="$2pt" height="$3pt"$4><rect width="100%" height="100%" fill="#fff"/>',
  )

/** Every plot of the report, for each metric where it has one, as the mean over all pictures. */
export function drawFigures(data: ReportData, { width, font, anchor }: FigureStyle): Figure[] {
  const wide = width * POINTS_PER_INCH
  const theme = font ? { ...paperTheme, font } : paperTheme
  const view = (metric: string, aspect: number): View => ({
    metric,
    picture: data.pictures.length > 1 ? 'mean' : 0,
    anchor,
    hidden: new Set(),
    rate: 'log',
    speed: 'encode',
    theme,
    width: wide,
    height: wide * Math.max(aspect, 0.62),
  })
  return shownParts(data).flatMap((part) => {
    const metrics = part.allMetrics ? [data.metrics[0]!] : data.metrics
    return metrics.flatMap(({ name }) => {
      const speeds = part.id === 'speed' ? (['encode', 'decode'] as const) : ([undefined] as const)
      return speeds.map((speed) => {
        const seen = view(name, part.aspect)
        const { svg, table } = part.draw(data, speed ? { ...seen, speed } : seen)
        const parts = [part.id, speed, part.allMetrics ? undefined : name].filter(Boolean)
        return { name: parts.join('-'), svg: standalone(svg), table }
      })
    })
  })
}
