import { element, polyline, text } from './svg'
import { colourOf, type Theme } from './theme'

/** A curve's name beside its end at x, y. */
export interface EndLabel {
  slot: number
  label: string
  x: number
  y: number
}

/**
 * Places for texts of this height, as near to where they want to be as there is room between top and
 * bottom: neighbours that would touch become one block around the mean of their wishes.
 */
export function spread(wishes: readonly number[], height: number, top: number, bottom: number) {
  const order = wishes.map((_, i) => i).sort((a, b) => wishes[a]! - wishes[b]!)
  const blocks: { members: number[]; from: number }[] = []
  const fit = (members: number[]): number => {
    const mean = members.reduce((sum, i) => sum + wishes[i]!, 0) / members.length
    const from = mean - (height * (members.length - 1)) / 2
    return Math.max(top, Math.min(from, bottom - height * (members.length - 1)))
  }
  for (const i of order) {
    let block = { members: [i], from: fit([i]) }
    for (;;) {
      const before = blocks.at(-1)
      if (!before || before.from + height * before.members.length <= block.from) break
      blocks.pop()
      const members = [...before.members, ...block.members]
      block = { members, from: fit(members) }
    }
    blocks.push(block)
  }
  const places = new Array<number>(wishes.length)
  for (const { members, from } of blocks) {
    members.forEach((i, k) => (places[i] = from + k * height))
  }
  return places
}

/** Names in a column at `x`, each tied to its curve's end. */
export function endLabels(
  ends: readonly EndLabel[],
  x: number,
  [top, bottom]: readonly [number, number],
  theme: Theme,
): string {
  const places = spread(
    ends.map(({ y }) => y),
    theme.fontSize * 1.18,
    top,
    bottom,
  )
  return ends
    .map((end, i) => {
      const colour = colourOf(theme, end.slot)
      const [y, gap] = [places[i]!, theme.fontSize * 0.35]
      const tie = polyline([
        [end.x + gap, end.y],
        [x - 2.6 * gap, y],
        [x - gap, y],
      ])
      const line = { d: tie, fill: 'none', stroke: colour, 'stroke-opacity': '0.45' }
      return (
        element('path', { class: 'tie', ...line, 'stroke-width': theme.line / 2.5 }) +
        text({ class: 'end', x, y, dy: '0.32em', fill: colour, 'font-weight': '600' }, end.label)
      )
    })
    .join('')
}

/** About how wide a text is, in a sans-serif of this size: for margins, not for setting. */
export const textWidth = (words: string, fontSize: number): number => words.length * fontSize * 0.7

/** A name without its middle where it is wider than that: `hevc-f…ort=4)`, whose ends tell it apart. */
export function shortened(name: string, width: number, fontSize: number): string {
  if (textWidth(name, fontSize) <= width + 1e-6) return name
  const kept = Math.max(2, Math.floor(width / textWidth('x', fontSize)) - 1)
  return `${name.slice(0, Math.ceil(kept / 2))}…${name.slice(name.length - Math.floor(kept / 2))}`
}
