import {
  drawPart,
  legendMarkup,
  notesMarkup,
  overviewMarkup,
  shownParts,
  tableMarkup,
} from '../page/markup'
import { escaped } from '../chart/svg'
import { find, findAll, onChoice, press, type State } from './page'
import { readable } from './tip'

const NARROWEST = 340

/** Draws every plot as the controls say, as wide as the page is. */
export function drawAll(state: State): void {
  const { data, view } = state
  for (const part of shownParts(data)) {
    const section = find(`#${part.id}`)
    const figure = find('figure', section)
    const width = Math.max(NARROWEST, Math.min(1100, figure.clientWidth || view.width))
    const { svg, table, notes } = drawPart(part, data, { ...view, width })
    figure.innerHTML = svg
    if (part.headline) find('.headline', section).innerHTML = escaped(part.headline(data, view))
    find('.lead', section).innerHTML = escaped(part.lead(data, view))
    find('.table', section).innerHTML = tableMarkup(table)
    find('.notes', section).innerHTML = notesMarkup(notes)
  }
  const overview = document.querySelector('#overview')
  if (overview) overview.innerHTML = overviewMarkup(data, view)
}

/** A click hides or shows a codec; with Shift it alone is seen, and once more all are. */
function legend(state: State): void {
  const { data, view } = state
  find('.legend').addEventListener('click', (event) => {
    const key = (event.target as Element).closest<HTMLElement>('.key')
    if (!key) return
    const series = Number(key.dataset.series)
    const others = data.series.map((_, i) => i).filter((i) => i !== series)
    const hidden = new Set(view.hidden)
    if (event.shiftKey) {
      const alone = others.every((i) => hidden.has(i)) && !hidden.has(series)
      state.view.hidden = new Set(alone ? [] : others)
    } else {
      if (!hidden.delete(series) && hidden.size < data.series.length - 1) hidden.add(series)
      state.view.hidden = hidden
    }
    find('.legend').innerHTML = legendMarkup(data, state.view)
    find<HTMLElement>(`.key[data-series="${series}"]`).focus()
    drawAll(state)
  })
}

function selects(state: State): void {
  const picture = find<HTMLSelectElement>('#picture')
  picture.addEventListener('change', () => {
    state.view.picture = picture.value === 'mean' ? 'mean' : Number(picture.value)
    drawAll(state)
  })
  const anchor = document.querySelector<HTMLSelectElement>('#anchor')
  anchor?.addEventListener('change', () => {
    state.view.anchor = Number(anchor.value)
    drawAll(state)
  })
}

/** Ties the controls to the plots; `changed` is called when the metric is another. */
export function plots(state: State, changed: () => void): void {
  const setMetric = (metric: string): void => {
    state.view.metric = metric
    press('metric', metric)
    drawAll(state)
    changed()
  }
  onChoice('metric', setMetric)
  document.querySelector('#overview')?.addEventListener('click', (event) => {
    const small = (event.target as Element).closest<HTMLElement>('.small')
    if (small) setMetric(small.dataset.metric!)
  })
  onChoice('rate', (rate) => {
    state.view.rate = rate as 'log' | 'linear'
    drawAll(state)
  })
  onChoice('speed', (speed) => {
    state.view.speed = speed as 'encode' | 'decode'
    drawAll(state)
  })
  legend(state)
  selects(state)
  findAll('[data-part] > figure').forEach(readable)
  drawAll(state)
}
