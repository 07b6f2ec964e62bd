import { element, polyline } from './svg'
import type { Theme } from './theme'

/** Of the rest's extent: a value farther above it than so many times would press it together. */
const FAR_ABOVE = 3
/** Percent: rests that agree to the digit do not make everything else an outlier. */
const LEAST_EXTENT = 20

/** What the axis reaches above the rest, of its extent: a mark at the edge is not one of the rest. */
const MARGIN = 0.15

/**
 * The highest rate (in percent) that an axis should reach. That is the highest there is, unless above
 * more than half of the values there is a gap of more than three times the extent of all below it: what
 * lies beyond is an outlier, to be marked at the edge. Rates have an end below, -100, and none above.
 */
export function highestInView(rates: readonly number[]): number {
  const sorted = (rates.includes(0) ? [...rates] : [0, ...rates]).sort((a, b) => a - b)
  const lowest = sorted[0]!
  const extentTo = (rate: number): number => Math.max(LEAST_EXTENT, rate - lowest)
  const last = sorted.findIndex((rate, i) => {
    const gap = (sorted[i + 1] ?? rate) - rate
    return 2 * (i + 1) > sorted.length && rate >= 0 && gap > FAR_ABOVE * extentTo(rate)
  })
  const highest = sorted[last]
  return highest === undefined ? sorted.at(-1)! : highest + MARGIN * extentTo(highest)
}

/** A chevron whose tip is at x, y: the value lies farther in this direction. */
export function beyondMark(
  [x, y]: readonly [number, number],
  towards: 'right' | 'up' | 'down',
  colour: string,
  theme: Theme,
): string {
  const r = theme.marker * 1.1
  const [dx, dy] = { right: [1, 0], up: [0, -1], down: [0, 1] }[towards] as [number, number]
  const [backX, backY] = [x - dx * r, y - dy * r]
  const d = polyline([
    [backX - dy * r, backY - dx * r],
    [x, y],
    [backX + dy * r, backY + dx * r],
  ])
  const style = { fill: 'none', stroke: colour, 'stroke-width': theme.line }
  return element('path', { class: 'beyond', d, ...style, 'stroke-linejoin': 'round' })
}
