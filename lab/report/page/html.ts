import { metricTitle } from '../chart/metric_axis'
import { escaped } from '../chart/svg'
import { pageTheme } from '../chart/theme'
import type { ReportData } from '../model'
import type { Part, View } from '../view'
import { choice, option } from './choice'
import { footMarkup } from './foot'
import {
  drawPart,
  legendMarkup,
  notesMarkup,
  overviewMarkup,
  shownParts,
  tableMarkup,
} from './markup'
import { viewerMarkup } from './viewer_markup'

/** What the page shows before anybody has touched it, or where scripts do not run. */
export const firstView = (data: ReportData, anchor: number): View => ({
  metric: data.metrics[0]!.name,
  picture: data.pictures.length > 1 ? 'mean' : 0,
  anchor,
  hidden: new Set(),
  rate: 'log',
  speed: 'encode',
  theme: pageTheme,
  width: 960,
  height: 540,
})

function controls(data: ReportData, view: View): string {
  const metrics = data.metrics.map(({ name }) => [name, metricTitle(name)] as const)
  const mean =
    data.pictures.length > 1 ? option('mean', `mean of ${data.pictures.length}`, true) : ''
  const pictures = data.pictures.map(({ name }, i) => option(i, name)).join('')
  const anchors = data.bd.map(({ anchor }) => {
    const i = data.series.findIndex(({ label }) => label === anchor)
    return option(i, anchor, i === view.anchor)
  })
  const against = anchors.length
    ? `<label>against <select id="anchor">${anchors.join('')}</select></label>`
    : ''
  return `<div class="controls script">
${choice('metric', metrics)}
<label>picture <select id="picture">${mean}${pictures}</select></label>
${against}
</div>
<div class="legend" role="group" aria-label="codecs: press to hide or show, Shift shows one alone">${legendMarkup(data, view)}</div>`
}

const ownControls: Record<string, string> = {
  'rate-distortion': choice('rate', [
    ['log', 'log rate'],
    ['linear', 'linear'],
  ]),
  speed: choice('speed', [
    ['encode', 'encode'],
    ['decode', 'decode'],
  ]),
}

function partMarkup(part: Part, data: ReportData, view: View): string {
  const { svg, table, notes } = drawPart(part, data, view)
  const own = ownControls[part.id]
  const wide = part.id === 'bd-rate'
  const overview =
    part.id === 'rate-distortion' && data.metrics.length > 1
      ? `<div class="overview" id="overview">${overviewMarkup(data, view)}</div>`
      : ''
  const tables = `<div class="table">${tableMarkup(table)}</div>`
  return `<section id="${part.id}" data-part="${part.id}">
<header><h2>${part.title}</h2>${own ? `<span class="script">${own}</span>` : ''}</header>
${
  part.headline
    ? `<p class="headline">${escaped(part.headline(data, view))}</p>
`
    : ''
}<p class="lead">${escaped(part.lead(data, view))}</p>
<figure tabindex="0" aria-describedby="keys">${svg}</figure>
${overview}
${wide ? tables : `<details><summary>Numbers</summary>${tables}</details>`}
<ul class="notes">${notesMarkup(notes)}</ul>
</section>`
}

function subtitle(data: ReportData): string {
  const { series, pictures, points, measured, version } = data
  const plural = (count: number, what: string): string =>
    `${count} ${what}${count === 1 ? '' : 's'}`
  const day = new Date(measured).toISOString().slice(0, 10)
  return [
    plural(series.length, 'codec'),
    plural(pictures.length, 'picture'),
    plural(points.length, 'measured point'),
    day,
    `nodecodecs ${version}`,
  ]
    .map(escaped)
    .join(' · ')
}

/** JSON that cannot end the element it stands in. */
const inlined = (data: unknown): string => JSON.stringify(data).replace(/</g, '\\u003c')

export interface PageCode {
  style: string
  script: string
}

/** The page, whole: nothing in it is fetched, but pictures that were put beside it. */
export function pageMarkup(data: ReportData, anchor: number, { style, script }: PageCode): string {
  const view = firstView(data, anchor)
  const sections = shownParts(data).map((part) => partMarkup(part, data, view))
  sections.splice(Math.min(3, sections.length), 0, viewerMarkup(data, anchor))
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="nodecodecs ${escaped(data.version)}">
<meta name="color-scheme" content="light dark">
<title>${escaped(data.title)}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<header class="page"><div><h1>${escaped(data.title)}</h1><p>${subtitle(data)}</p></div>
<button type="button" class="script" id="theme" title="light, dark, or as the system has it">◐</button></header>
<nav aria-label="what the plots show">${controls(data, view)}</nav>
<main>
${sections.join('\n')}
${footMarkup(data)}
</main>
<p id="keys" class="unseen">Left and right go along a curve, up and down from curve to curve; Escape leaves.</p>
<div id="tip" role="status" aria-live="polite" hidden></div>
<script type="application/json" id="data">${inlined({ data, anchor })}</script>
<script>${script.replace(/<\/script/g, '<\\/script')}</script>
</body>
</html>
`
}
