import { type EndLabel, textWidth } from './labels'
import { text } from './svg'
import { colourOf, type Theme } from './theme'

interface Area {
  left: number
  right: number
  top: number
  bottom: number
}

const overlap = (a: Area, b: Area): number =>
  Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) *
  Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top))

type Anchor = 'start' | 'middle' | 'end'

/** Where a name may stand around its mark, the best place first: [dx, dy in lines, anchor]. */
const around: readonly [number, number, Anchor][] = [
  [1, 0, 'start'],
  [-1, 0, 'end'],
  [0, -1.15, 'middle'],
  [0, 1.15, 'middle'],
  [0.7, -0.9, 'start'],
  [0.7, 0.9, 'start'],
  [-0.7, -0.9, 'end'],
  [-0.7, 0.9, 'end'],
]

function areaOf(x: number, y: number, width: number, height: number, anchor: Anchor): Area {
  const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2
  return { left, right: left + width, top: y - height / 2, bottom: y + height / 2 }
}

/** Names beside their marks, each where it covers least of the other names and marks. */
export function besideLabels(marks: readonly EndLabel[], within: Area, theme: Theme): string {
  const { fontSize } = theme
  const r = theme.marker * 1.6
  const taken = marks.map(({ x, y }): Area => ({
    left: x - r,
    right: x + r,
    top: y - r,
    bottom: y + r,
  }))
  return marks
    .map(({ slot, label, x, y }) => {
      const width = textWidth(label, fontSize)
      const places = around.map(([dx, dy, anchor]) => {
        const [atX, atY] = [x + dx * (r + fontSize * 0.35), y + dy * fontSize]
        const area = areaOf(atX, atY, width, fontSize * 1.1, anchor)
        const size = width * fontSize * 1.1
        const outside = size - overlap(area, within)
        const covered = taken.reduce((sum, other) => sum + overlap(area, other), 0)
        return { atX, atY, anchor, area, cost: covered + 2 * Math.max(0, outside) }
      })
      const best = places.reduce((a, b) => (b.cost < a.cost ? b : a))
      taken.push(best.area)
      const style = {
        fill: colourOf(theme, slot),
        'font-weight': '600',
        'text-anchor': best.anchor,
      }
      return text({ class: 'end', x: best.atX, y: best.atY, dy: '0.32em', ...style }, label)
    })
    .join('')
}
