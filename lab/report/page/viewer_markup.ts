import { rateOf } from '../bd'
import type { ReportData } from '../model'
import { grouped } from '../view'
import { choice, option } from './choice'
import { notesMarkup } from './markup'

const pane = (name: string): string =>
  `<figure class="pane" data-pane="${name}"><div class="window"><img alt=""></div><figcaption></figcaption></figure>`

const divider =
  '<div class="divider" role="slider" tabindex="0" aria-label="how much of the first picture is seen" aria-valuemin="0" aria-valuemax="100" aria-valuenow="50"></div>'

/** The codecs of which pixels are there: not those of published curves. */
const seriesShown = ({ series, points, gallery }: ReportData): number[] => {
  const shown = new Set(gallery!.items.map(({ point }) => points[point]!.series))
  return series.map((_, i) => i).filter((i) => shown.has(i))
}

/** What is shown first: the best codec by the first metric, beside the anchor. */
function pairOf(data: ReportData, anchor: number): [number, number] {
  const others = seriesShown(data).filter((i) => i !== anchor)
  const rate = (series: number): number =>
    rateOf(data, series, data.metrics[0]!.name, { anchor, picture: 'mean' }).rate ?? Infinity
  const best = others.reduce((a, b) => (rate(b) < rate(a) ? b : a), others[0] ?? anchor)
  return [best, anchor]
}

const frame = (content: string): string =>
  `<section id="pictures"><header><h2>See for yourself</h2></header>${content}</section>`

function controls(data: ReportData, anchor: number): string {
  const [first, second] = pairOf(data, anchor)
  const pictures = data.pictures.flatMap(({ name }, i) =>
    data.gallery!.originals[i] ? [option(i, name)] : [],
  )
  const codecs = (chosen: number): string =>
    seriesShown(data)
      .map((i) => option(i, data.series[i]!.label, i === chosen))
      .join('')
  const rates = data.gallery!.rates.map((rate, i) => [String(i), `${rate} bpp`] as const)
  const zooms = ['1', '2', '4', '8'].map((zoom) => [zoom, `${zoom}×`] as const)
  return `<div class="controls script">
<label>picture <select id="shown">${pictures.join('')}</select></label>
${choice('level', rates)}
${choice('match', [
  ['bytes', 'equal bytes'],
  ['score', 'equal score'],
])}
<label><span class="unseen">first codec</span><select id="first">${codecs(first)}</select></label>
<label><span class="unseen">second codec</span><select id="second">${codecs(second)}</select></label>
${choice('mode', [
  ['slider', 'slider'],
  ['flip', 'flip'],
  ['beside', 'side by side'],
])}
${choice('zoom', [['fit', 'fit'], ...zooms])}
</div>`
}

/** The pictures themselves; where there are none, how to have them. */
export function viewerMarkup(data: ReportData, anchor: number): string {
  const { gallery } = data
  const notes = `<ul class="notes">${notesMarkup(gallery?.notes ?? [])}</ul>`
  if (!gallery || gallery.items.length === 0) {
    return frame(
      `<p class="lead">There are no pictures in this page: <code>nodecodecs report RESULTS --pictures FOLDER</code>, with the folder of the originals, puts them in.</p>${notes}`,
    )
  }
  const size = `${grouped(gallery.bytes / 1000)}\u202fkB`
  return frame(`
<p class="lead">The pixels that were measured, without loss. The anchor’s measured point nearest to the rate sets bytes and score; each codec shows its own measured point nearest to that.</p>
${controls(data, anchor)}
<div class="viewer script" id="viewer" data-mode="slider">
<div class="stage">${pane('original')}${pane('first')}${pane('second')}${divider}</div>
</div>
<p class="hint script">Drag to move the picture. Keys: <kbd>←</kbd> <kbd>→</kbd> divider, <kbd>F</kbd> flip, <kbd>O</kbd> original, <kbd>+</kbd> <kbd>−</kbd> zoom. ${gallery.items.length} decoded pictures, ${size} of lossless files.</p>
${notes}`)
}
