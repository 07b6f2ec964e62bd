import { metricTitle } from '../chart/metric_axis'
import { swatch } from '../chart/marker'
import { element, escaped } from '../chart/svg'
import { pageTheme } from '../chart/theme'
import type { ReportData } from '../model'
import { parts } from '../parts'
import { rateDistortion } from '../sections/rate_distortion'
import type { Column, Part, Section, Table, View } from '../view'

// What Node writes into the page first and the page's own script writes again when a control moves.

const cell = (tag: 'td' | 'th', column: Column, content: string): string =>
  element(tag, { class: column.align === 'right' ? 'number' : undefined }, escaped(content) || ' ')

export function tableMarkup({ caption, columns, rows }: Table): string {
  const head = columns.map((column) => cell('th', column, column.title)).join('')
  const body = rows.map(
    (row) => `<tr>${columns.map((c, i) => cell('td', c, row[i]!)).join('')}</tr>`,
  )
  return `<table><caption>${escaped(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table>`
}

export const notesMarkup = (notes: readonly string[]): string =>
  notes.map((note) => `<li>${escaped(note)}</li>`).join('')

const sizeOf = (part: Pick<Part, 'aspect'>, width: number) => ({
  width,
  height: Math.max(300, Math.round(width * part.aspect)),
})

export function drawPart(part: Part, data: ReportData, view: View): Section {
  return part.draw(data, { ...view, ...sizeOf(part, view.width) })
}

/** The plots that these results can fill: one codec alone has none to be compared with. */
export const shownParts = (data: ReportData): Part[] =>
  parts.filter(({ needsAnchor }) => !needsAnchor || data.series.length > 1)

const SMALL_WIDTH = 300

/** All metrics at a glance; each picks itself for the plots. */
export function overviewMarkup(data: ReportData, view: View): string {
  const theme = { ...pageTheme, fontSize: 11, line: 1.4, marker: 0 }
  return data.metrics
    .map(({ name }) => {
      const small = {
        ...view,
        metric: name,
        theme,
        width: SMALL_WIDTH,
        height: 210,
        labelled: false,
      }
      const { svg } = rateDistortion(data, small)
      const pressed = String(name === view.metric)
      return `<button type="button" class="small" data-metric="${escaped(name)}" aria-pressed="${pressed}" title="${escaped(metricTitle(name))}">${svg}</button>`
    })
    .join('')
}

/** The legend: a button a codec. */
export const legendMarkup = (data: ReportData, view: View): string =>
  data.series
    .map(({ label }, i) => {
      const shown = String(!view.hidden.has(i))
      const mark = swatch(i, `var(--s${i % pageTheme.series.length})`)
      return `<button type="button" class="key" data-series="${i}" aria-pressed="${shown}">${mark}${escaped(label)}</button>`
    })
    .join('')
