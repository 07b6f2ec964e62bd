import { drawing, axes, type Axis, type Box, level } from './frame'
import { type EndLabel, endLabels, textWidth } from './labels'
import { pointMark } from './marker'
import { element, group, polyline } from './svg'
import { colourOf, dashOf, type Theme } from './theme'

interface LinePoint {
  x: number
  y: number
  /** What the tip says, a line each; a point without one is no measured one and has no marker. */
  tip?: string[]
  /** Numbers of the point for whoever reads the page by program. */
  facts?: Record<string, string | number>
}

export interface Line {
  slot: number
  label: string
  points: LinePoint[]
}

export interface LineChart {
  name: string
  width: number
  height: number
  lines: Line[]
  x: (range: readonly [number, number]) => Axis
  y: (range: readonly [number, number]) => Axis
  theme: Theme
  /** Names at the curves' ends; without them a legend has to tell. */
  labelled: boolean
  /** A level to be drawn: the anchor's. */
  level?: { y: number }
}

function drawLine({ slot, label, points }: Line, x: Axis, y: Axis, theme: Theme): string {
  const colour = colourOf(theme, slot)
  const places = points.map((p) => [x.scale.position(p.x), y.scale.position(p.y)] as const)
  const path = element('path', {
    d: polyline(places),
    fill: 'none',
    stroke: colour,
    'stroke-width': theme.line,
    'stroke-linejoin': 'round',
    'stroke-dasharray': dashOf(theme, slot),
  })
  const marks = points.map((point, i) => {
    if (!point.tip) return ''
    return pointMark(slot, places[i]!, theme.marker, theme, point.tip, point.facts)
  })
  return group({ class: 'series', 'data-series': label }, path, ...marks)
}

/** Where the curve is last seen, for its name. */
const endOf = ({ slot, label, points }: Line, x: Axis, y: Axis): EndLabel => {
  const last = points.at(-1)!
  return { slot, label, x: x.scale.position(last.x), y: y.scale.position(last.y) }
}

export function boxFor({ width, height, lines, theme, labelled }: LineChart): Box {
  const { fontSize } = theme
  const longest = Math.max(0, ...lines.map(({ label }) => textWidth(label, fontSize)))
  return {
    width,
    height,
    left: fontSize * 3.6,
    right: labelled ? longest + fontSize * 1.6 : fontSize,
    top: fontSize * 2.2,
    bottom: fontSize * 3.6,
  }
}

export function lineChart(chart: LineChart): string {
  const { theme, labelled } = chart
  const lines = chart.lines.filter(({ points }) => points.length > 0)
  const box = boxFor({ ...chart, lines })
  const [left, right] = [box.left, box.width - box.right]
  const [top, bottom] = [box.top, box.height - box.bottom]
  const [x, y] = [chart.x([left, right]), chart.y([bottom, top])]
  const zero = chart.level && y.scale.position(chart.level.y)
  const ends = lines.map((line) => endOf(line, x, y))
  return drawing(
    box,
    theme,
    chart.name,
    axes(x, y, box, theme),
    zero === undefined ? '' : level([left, zero], [right, zero], theme),
    ...lines.map((line) => drawLine(line, x, y, theme)),
    labelled ? endLabels(ends, right + theme.fontSize * 1.2, [top, bottom], theme) : '',
  )
}
