import { type Attributes, element, polyline, rounded } from './svg'
import { colourOf, type Theme } from './theme'

type Outline = (r: number) => [number, number][]

const polygon =
  (corners: number, turn: number, scale: number): Outline =>
  (r) =>
    Array.from({ length: corners }, (_, i) => {
      const angle = turn + (2 * Math.PI * i) / corners
      return [r * scale * Math.sin(angle), -r * scale * Math.cos(angle)]
    })

const star: Outline = (r) =>
  Array.from({ length: 10 }, (_, i) => {
    const angle = (Math.PI * i) / 5
    const radius = i % 2 ? r * 0.55 : r * 1.35
    return [radius * Math.sin(angle), -radius * Math.cos(angle)]
  })

const cross: Outline = (r) => {
  const [a, b] = [r * 0.42, r * 1.15]
  const arm: [number, number][] = [
    [-a, -b],
    [a, -b],
    [a, -a],
    [b, -a],
    [b, a],
    [a, a],
  ]
  return [...arm, [a, b], [-a, b], [-a, a], [-b, a], [-b, -a], [-a, -a]]
}

/** Of about the same area; the first is a circle. */
const outlines: readonly (Outline | undefined)[] = [
  undefined,
  polygon(4, Math.PI / 4, 1.25),
  polygon(3, 0, 1.35),
  polygon(4, 0, 1.3),
  polygon(3, Math.PI, 1.35),
  cross,
  polygon(6, 0, 1.1),
  star,
  polygon(5, 0, 1.15),
  polygon(3, Math.PI / 2, 1.35),
]

/** A series' own mark around x, y. */
function marker(slot: number, x: number, y: number, r: number, attributes: Attributes): string {
  const outline = outlines[slot % outlines.length]
  if (!outline) return element('circle', { cx: x, cy: y, r, ...attributes })
  const corners = outline(r).map(([dx, dy]): [number, number] => [x + dx, y + dy])
  return element('path', { d: `${polyline(corners)}Z`, ...attributes })
}

/** The mark of a point: what its tip says, a line each, and numbers for whoever reads the page by program. */
export function pointMark(
  slot: number,
  [x, y]: readonly [number, number],
  r: number,
  theme: Theme,
  tip: readonly string[],
  facts: Readonly<Record<string, string | number>> = {},
): string {
  const data = Object.entries(facts).map(([key, value]) => [`data-${key}`, String(value)])
  return marker(slot, x, y, r, {
    class: 'point',
    fill: colourOf(theme, slot),
    stroke: theme.paper,
    'stroke-width': theme.line / 2,
    ...(Object.fromEntries(data) as Attributes),
    'data-tip': tip.join('\n'),
  })
}

/** A mark for a legend, by itself. */
export const swatch = (slot: number, colour: string): string =>
  element(
    'svg',
    { class: 'swatch', viewBox: '0 0 14 14', width: '14', height: '14', 'aria-hidden': 'true' },
    marker(slot, 7, 7, Number(rounded(4.6)), { fill: colour }),
  )
