import type { ReportData } from '../model'
import { firstView } from '../page/html'
import type { View } from '../view'

export interface State {
  data: ReportData
  view: View
}

export const find = <E extends Element = HTMLElement>(
  selector: string,
  within: ParentNode = document,
): E => within.querySelector<E>(selector)!

export const findAll = <E extends Element = HTMLElement>(
  selector: string,
  within: ParentNode = document,
): E[] => [...within.querySelectorAll<E>(selector)]

/** What Node wrote into the page. */
export function loaded(): State {
  const { data, anchor } = JSON.parse(find('#data').textContent) as {
    data: ReportData
    anchor: number
  }
  return { data, view: firstView(data, anchor) }
}

/** Marks the button of a choice that is chosen. */
export function press(name: string, value: string): void {
  for (const button of findAll(`[data-choice="${name}"] button`)) {
    button.setAttribute('aria-pressed', String(button.dataset.value === value))
  }
}

/** Calls back with the value of whichever button of a choice is pressed. */
export function onChoice(name: string, chosen: (value: string) => void): void {
  const group = document.querySelector(`[data-choice="${name}"]`)
  group?.addEventListener('click', (event) => {
    const button = (event.target as Element).closest('button')
    if (!button) return
    press(name, button.dataset.value!)
    chosen(button.dataset.value!)
  })
}
