// SVG as text: the same charts are drawn in Node, where there is no DOM, and in the page.

export type Attributes = Record<string, string | number | undefined>

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

export const escaped = (text: string): string => text.replace(/[&<>"]/g, (c) => escapes[c]!)

/** Hundredths of a pixel: the same picture gives the same bytes on every machine. */
export const rounded = (value: number): string => String(Math.round(value * 100) / 100)

/** An element; a number among the attributes is a length. Children are markup already. */
export function element(name: string, attributes: Attributes, ...children: string[]): string {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined
      ? []
      : [` ${key}="${typeof value === 'number' ? rounded(value) : escaped(value)}"`],
  )
  const inside = children.join('')
  return `<${name}${written.join('')}${inside ? `>${inside}</${name}>` : '/>'}`
}

export const group = (attributes: Attributes, ...children: string[]): string =>
  element('g', attributes, ...children)

export const text = (attributes: Attributes, words: string): string =>
  element('text', attributes, escaped(words))

export const line = (
  [x1, y1]: readonly [number, number],
  [x2, y2]: readonly [number, number],
  attributes: Attributes,
): string => element('line', { x1, x2, y1, y2, ...attributes })

/** The commands of a path of straight pieces. */
export const polyline = (points: readonly (readonly [number, number])[]): string =>
  points.map(([x, y], i) => `${i ? 'L' : 'M'}${rounded(x)} ${rounded(y)}`).join('')
