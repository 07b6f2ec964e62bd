import { escaped } from '../chart/svg'

/** Buttons of which one is pressed: the first, or the chosen one. */
export function choice(
  name: string,
  values: readonly (readonly [value: string, words: string])[],
  chosen = values[0]![0],
): string {
  const buttons = values.map(
    ([value, words]) =>
      `<button type="button" data-value="${escaped(value)}" aria-pressed="${value === chosen}">${escaped(words)}</button>`,
  )
  return `<span class="choice" role="group" data-choice="${name}">${buttons.join('')}</span>`
}

export const option = (value: string | number, words: string, selected = false): string =>
  `<option value="${value}"${selected ? ' selected' : ''}>${escaped(words)}</option>`
