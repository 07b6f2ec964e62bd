/** What a chart looks like: in the page by the page's own variables, in a figure by itself. */
export interface Theme {
  ink: string
  muted: string
  grid: string
  /** Behind labels, so that lines do not run through them. */
  paper: string
  /** One colour of a series by its slot, going round. */
  series: readonly string[]
  font?: string
  /** In pixels, as all lengths. */
  fontSize: number
  line: number
  marker: number
  /** There is a legend beside the drawing: names at curves' ends may be left out for want of room. */
  legend?: boolean
}

/**
 * Ten hues that stay apart for people with protanopia, deuteranopia and tritanopia, from Okabe and
 * Ito 2008 ("Color Universal Design") and Tol 2021 ("Colour Schemes", muted); yellow, which is not
 * seen on white, is left out. Each slot has its own marker and its name at the curve's end too, so
 * that nothing hangs on colour alone.
 */
const lightSeries = [
  '#0072b2',
  '#d55e00',
  '#009e73',
  '#aa3377',
  '#b8860b',
  '#332288',
  '#3ba3d8',
  '#882255',
  '#7a8b1c',
  '#555f6b',
] as const

export const pageTheme: Theme = {
  ink: 'var(--ink)',
  muted: 'var(--muted)',
  grid: 'var(--grid)',
  paper: 'var(--paper)',
  series: lightSeries.map((_, i) => `var(--s${i})`),
  fontSize: 13,
  legend: true,
  line: 2,
  marker: 4.2,
}

/** In points of 1/72 inch, as a figure in a paper is measured. */
export const paperTheme: Theme = {
  ink: '#000000',
  muted: '#444444',
  grid: '#dddddd',
  paper: '#ffffff',
  series: lightSeries,
  font: 'Times, "Times New Roman", "Liberation Serif", serif',
  fontSize: 8,
  line: 1,
  marker: 2,
}

export const colourOf = (theme: Theme, slot: number): string =>
  theme.series[slot % theme.series.length]!

/** The second round of colours is dashed. */
export const dashOf = (theme: Theme, slot: number): string | undefined =>
  Math.floor(slot / theme.series.length) % 2 ? `${theme.line * 3} ${theme.line * 2}` : undefined
