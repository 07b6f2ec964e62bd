import { shortened, textWidth } from './labels'
import type { Scale } from './scale'
import { type Attributes, element, group, line, text } from './svg'
import type { Theme } from './theme'

export interface Box {
  width: number
  height: number
  left: number
  right: number
  top: number
  bottom: number
}

export interface Axis {
  scale: Scale
  label: string
}

/** The tick's text after the offset of its line, so that digits stand in the middle of it. */
const baseline = '0.32em'

function vertical({ scale, label }: Axis, box: Box, theme: Theme): string {
  const [left, right] = [box.left, box.width - box.right]
  const ticks = scale.ticks.map((tick) => {
    const y = scale.position(tick)
    return (
      line([left, y], [right, y], { stroke: theme.grid }) +
      text({ x: left - 6, y, dy: baseline, 'text-anchor': 'end' }, scale.format(tick))
    )
  })
  // a long name on a narrow drawing begins further to the left
  const start = Math.max(0, Math.min(left, box.width - textWidth(label, theme.fontSize)))
  const title = text(
    { x: start, y: box.top - theme.fontSize * 0.9, fill: theme.ink, 'text-anchor': 'start' },
    label,
  )
  return ticks.join('') + title
}

/** The middle of a text of this width, moved so that no end of it is cut. */
const centred = (middle: number, width: number, all: number): number =>
  width < all ? Math.max(width / 2, Math.min(middle, all - width / 2)) : all / 2

/** A longer name leaves too little for what is drawn. */
const LONGEST_NAME = 0.36

function horizontal({ scale, label }: Axis, box: Box, theme: Theme): string {
  const bottom = box.height - box.bottom
  let written = -Infinity
  const ticks = scale.ticks.map((tick) => {
    const [x, words] = [scale.position(tick), scale.format(tick)]
    const half = textWidth(words, theme.fontSize) / 2
    const mark = line([x, bottom], [x, bottom + 4], { stroke: theme.muted })
    if (x - half < written) return mark
    written = x + half
    const y = bottom + 6 + theme.fontSize * 0.85
    return mark + text({ x, y, 'text-anchor': 'middle' }, words)
  })
  const [left, right] = [box.left, box.width - box.right]
  const axis = line([left, bottom], [right, bottom], { stroke: theme.muted })
  const title = text(
    {
      x: centred((left + right) / 2, textWidth(label, theme.fontSize), box.width),
      y: bottom + 8 + theme.fontSize * 2.2,
      fill: theme.ink,
      'text-anchor': 'middle',
    },
    label,
  )
  return axis + ticks.join('') + title
}

/** Grid, axes and what they are called: the vertical one's name stands above it, to be read. */
export const axes = (x: Axis, y: Axis | undefined, box: Box, theme: Theme): string =>
  group(
    { class: 'axes', fill: theme.muted, 'stroke-width': theme.line / 2 },
    y ? vertical(y, box, theme) : '',
    horizontal(x, box, theme),
  )

/** A level across the drawing: that of the anchor. */
export const level = (
  from: readonly [number, number],
  to: readonly [number, number],
  theme: Theme,
) => line(from, to, { stroke: theme.ink, 'stroke-width': theme.line / 2 })

/** Room for a drawing of rows, each with its name before it, `right` behind it, `top` lines above. */
export function rowsBox(
  names: readonly string[],
  pitch: number,
  right: number,
  top: number,
  { width, theme: { fontSize } }: { width: number; theme: Theme },
): Box {
  return {
    width,
    height: pitch * names.length + fontSize * (top + 3.8),
    left:
      Math.min(LONGEST_NAME * width, Math.max(...names.map((name) => textWidth(name, fontSize)))) +
      fontSize * 1.6,
    right,
    top: fontSize * top,
    bottom: fontSize * 3.6,
  }
}

export const rowName = (name: string, y: number, { left }: Box, theme: Theme, style: Attributes) =>
  text(
    { x: left - theme.fontSize, y, dy: baseline, 'text-anchor': 'end', ...style },
    shortened(name, left - theme.fontSize * 1.6, theme.fontSize),
  )

/** The whole drawing; `name` is what a screen reader says of it. */
export function drawing(box: Box, theme: Theme, name: string, ...content: string[]): string {
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${box.width} ${box.height}`,
    width: box.width,
    height: box.height,
    role: 'img',
    'aria-label': name,
    'font-size': theme.fontSize,
    'font-family': theme.font,
  }
  return element('svg', attributes, ...content)
}
