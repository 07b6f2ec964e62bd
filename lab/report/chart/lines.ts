import { drawing, axes, type Axis, type Box, level } from './frame'
import { type EndLabel, endLabels, textWidth } from './labels'
import { pointMark } from './marker'
import { beyondMark } from './outliers'
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
  /** What stands at the curve's end, where that is more than its name. */
  endLabel?: string
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
  /** Points above it are beyond the axis: the curve ends there in a chevron. */
  highest?: number
}

/** The share of the width that names at the curves' ends may take. */
const MOST_FOR_NAMES = 0.45

/** Pieces of a curve at or below `highest`, each up to where it leaves; and where that is. */
function below(points: readonly LinePoint[], highest: number) {
  const pieces: LinePoint[][] = [[]]
  const exits: LinePoint[] = []
  points.forEach((point, i) => {
    const before = points[i - 1]
    if (before && before.y > highest !== point.y > highest) {
      const share = (highest - before.y) / (point.y - before.y)
      const exit: LinePoint = { x: before.x + share * (point.x - before.x), y: highest }
      exits.push(exit)
      if (point.y > highest) pieces.at(-1)!.push(exit)
      else pieces.push([exit])
    }
    if (point.y <= highest) pieces.at(-1)!.push(point)
  })
  return { pieces: pieces.filter((piece) => piece.length > 0), exits }
}

/** Of a curve that is beyond the axis from end to end there is its middle, at the edge. */
function clipped(line: Line, highest: number) {
  const { pieces, exits } = below(line.points, highest)
  if (pieces.length > 0) return { pieces, exits }
  const edge: LinePoint = { x: line.points[line.points.length >> 1]!.x, y: highest }
  return { pieces: [[edge]], exits: [edge] }
}

function drawLine(line: Line, x: Axis, y: Axis, theme: Theme, highest: number): string {
  const { slot, label } = line
  const colour = colourOf(theme, slot)
  const place = (p: LinePoint) => [x.scale.position(p.x), y.scale.position(p.y)] as const
  const { pieces, exits } = clipped(line, highest)
  const path = element('path', {
    d: pieces.map((piece) => polyline(piece.map(place))).join(''),
    fill: 'none',
    stroke: colour,
    'stroke-width': theme.line,
    'stroke-linejoin': 'round',
    'stroke-dasharray': dashOf(theme, slot),
  })
  const marks = pieces
    .flat()
    .map((p) => (p.tip ? pointMark(slot, place(p), theme.marker, theme, p.tip, p.facts) : ''))
  const chevrons = exits.map((exit) => {
    const [atX, atY] = place(exit)
    return beyondMark([atX, atY - theme.marker], 'up', colour, theme)
  })
  return group({ class: 'series', 'data-series': label }, path, ...marks, ...chevrons)
}

/** Where the curve is last seen, for its name. */
const endOf = (line: Line, x: Axis, y: Axis, highest: number): EndLabel => {
  const { slot, endLabel: label = line.label } = line
  const last = clipped(line, highest).pieces.at(-1)!.at(-1)!
  return { slot, label, x: x.scale.position(last.x), y: y.scale.position(last.y) }
}

/** Where the names would take the room of the curves, and a legend tells them. */
const crowded = (names: number, width: number, { legend = false }: Theme): boolean =>
  legend && names > MOST_FOR_NAMES * width

export function boxFor({ width, height, lines, theme, labelled }: LineChart): Box {
  const { fontSize } = theme
  const longest = Math.max(
    0,
    ...lines.map(({ label, endLabel = label }) => textWidth(endLabel, fontSize)),
  )
  const named = longest + fontSize * 1.6
  return {
    width,
    height,
    left: fontSize * 3.6,
    right: labelled && !crowded(named, width, theme) ? named : fontSize,
    top: fontSize * 2.2,
    bottom: fontSize * 3.6,
  }
}

export function lineChart(chart: LineChart): string {
  const { theme, labelled, highest = Infinity } = chart
  const lines = chart.lines.filter(({ points }) => points.length > 0)
  const box = boxFor({ ...chart, lines })
  const [left, right] = [box.left, box.width - box.right]
  const [top, bottom] = [box.top, box.height - box.bottom]
  const [x, y] = [chart.x([left, right]), chart.y([bottom, top])]
  const zero = chart.level && y.scale.position(chart.level.y)
  const ends = lines.map((line) => endOf(line, x, y, highest))
  return drawing(
    box,
    theme,
    chart.name,
    axes(x, y, box, theme),
    zero === undefined ? '' : level([left, zero], [right, zero], theme),
    ...lines.map((line) => drawLine(line, x, y, theme, highest)),
    labelled && box.right > theme.fontSize
      ? endLabels(ends, right + theme.fontSize * 1.2, [top, bottom], theme)
      : '',
  )
}
