import type { Theme } from './chart/theme'
import type { ReportData } from './model'

/** What is looked at now: the controls of the page, or the choice for a figure. */
export interface View {
  metric: string
  /** A picture's place, or the mean over all. */
  picture: number | 'mean'
  /** A series' place. */
  anchor: number
  hidden: ReadonlySet<number>
  rate: 'log' | 'linear'
  speed: 'encode' | 'decode'
  theme: Theme
  /** false: no names at the curves' ends, for a plot that is too small for them. */
  labelled?: boolean
  width: number
  height: number
}

export interface Column {
  title: string
  align?: 'left' | 'right'
}

/** A column of numbers. */
export const numeric = (title: string): Column => ({ title, align: 'right' })

/** What stands behind a plot, as text: the page shows it, figures write it as Markdown and LaTeX. */
export interface Table {
  caption: string
  columns: Column[]
  rows: string[][]
}

/** A plot, its numbers and what must be known to read them. */
export interface Section {
  svg: string
  table: Table
  notes: string[]
}

/** A part of the report. */
export interface Part {
  id: string
  title: string
  /** What it comes to, in a sentence; '' where there is nothing to be said. */
  headline?: (data: ReportData, view: View) => string
  /** What is seen, in a sentence or two. */
  lead: (data: ReportData, view: View) => string
  /** Height over width; 0 for a plot that is as high as it has rows. */
  aspect: number
  /** It compares with an anchor: not for a single codec. */
  needsAnchor?: boolean
  /** It is the same whichever metric is chosen. */
  allMetrics?: boolean
  draw: (data: ReportData, view: View) => Section
}

export const visible = (data: ReportData, view: Pick<View, 'hidden'>): number[] =>
  data.series.map((_, i) => i).filter((i) => !view.hidden.has(i))

/** A number with its own minus sign, and a sign before gains where one is wanted. */
export function number(value: number, decimals: number, sign = false): string {
  if (value === Infinity) return '∞'
  const written = Math.abs(value).toFixed(decimals)
  const zero = Number(written) === 0
  return (value < 0 && !zero ? '−' : sign && !zero ? '+' : '') + written
}

/** Thousands apart by a narrow space. */
export const grouped = (value: number): string =>
  String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, '\u202f')

/** As many decimals as an index near 1 needs, else two. */
export const metricDecimals = (identical: number | null): number => (identical === 1 ? 5 : 2)
