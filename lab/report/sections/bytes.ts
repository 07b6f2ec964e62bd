import { axes, type Box, drawing, rowName, rowsBox } from '../chart/frame'
import { textWidth } from '../chart/labels'
import { extent, linear, type Scale } from '../chart/scale'
import { element, group, text } from '../chart/svg'
import { mean } from '../../bd/statistics'
import type { ByteSplit } from '../../results/row'
import { pictureName } from '../curve'
import type { Point, ReportData } from '../model'
import { grouped, number, numeric, type Section, type Table, type View, visible } from '../view'

type Kind = Exclude<keyof ByteSplit, 'picture'>
const kinds = ['container', 'header', 'sei', 'metadata'] as const satisfies readonly Kind[]

/** From dark to light, so that they differ in a copy without colour. */
const shades: Record<Kind, string> = {
  container: '1',
  header: '0.62',
  sei: '0.36',
  metadata: '0.18',
}

interface Overhead {
  series: number
  /** Mean bytes of each kind over the points; null where the format is not known. */
  split: Record<Kind, number> | null
  /** Share of the whole file, 0 to 1, in the smallest and the largest file. */
  shares: [number, number]
  /** Mean bytes of a file. */
  bytes: number
}

const sum = (split: Record<Kind, number>): number =>
  kinds.reduce((total, kind) => total + split[kind], 0)

function overheadOf(data: ReportData, series: number, view: View): Overhead {
  const own = data.points.filter(
    (p) => p.series === series && (view.picture === 'mean' || p.picture === view.picture),
  )
  const known = own.filter((p): p is Point & { split: ByteSplit } => p.split !== null)
  if (known.length === 0) return { series, split: null, shares: [NaN, NaN], bytes: NaN }
  const meanOf = (of: (p: Point & { split: ByteSplit }) => number) => mean(known.map(of))
  const split = Object.fromEntries(kinds.map((kind) => [kind, meanOf((p) => p.split[kind])]))
  const bySize = [...known].sort((a, b) => a.bytes - b.bytes)
  const share = (p: Point & { split: ByteSplit }): number => sum(p.split) / p.bytes
  return {
    series,
    split: split as Record<Kind, number>,
    shares: [share(bySize[0]!), share(bySize.at(-1)!)],
    bytes: meanOf((p) => p.bytes),
  }
}

const shareText = (share: number): string => `${number(100 * share, share < 0.0095 ? 2 : 1)} %`

const sharesText = (shares: readonly [number, number]): string =>
  `${shareText(shares[0])} of the smallest file, ${shareText(shares[1])} of the largest`

const total = ({ split }: Overhead): number => (split ? sum(split) : 0)

function bar(
  data: ReportData,
  overhead: Overhead,
  y: number,
  x: Scale,
  box: Box,
  view: View,
): string {
  const { theme } = view
  const { label } = data.series[overhead.series]!
  const { split, shares } = overhead
  const half = theme.fontSize * 0.55
  const name = rowName(label, y, box, theme, { fill: theme.ink })
  if (!split) {
    const said = text({ x: box.left + 6, y, dy: '0.32em' }, 'format not known to inspect')
    return group({ class: 'series', 'data-series': label, fill: theme.muted }, name, said)
  }
  let from = 0
  const parts = kinds.map((kind) => {
    const [start, end] = [x.position(from), x.position((from += split[kind]))]
    const tip = [label, `${kind}: ${number(split[kind], 1)} bytes`].join('\n')
    return split[kind] > 0
      ? element('rect', {
          class: 'point',
          x: start,
          width: Math.max(0.5, end - start),
          y: y - half,
          height: 2 * half,
          fill: theme.series[0]!,
          'fill-opacity': shades[kind],
          'data-kind': kind,
          'data-value': String(split[kind]),
          'data-tip': tip,
        })
      : ''
  })
  const said = `${grouped(from)} bytes`
  const long = `${said}: ${sharesText(shares)}`
  const place = x.position(from) + theme.fontSize * 0.6
  const room = place + textWidth(long, theme.fontSize) < box.width
  const note = text({ x: place, y, dy: '0.32em', fill: theme.muted }, room ? long : said)
  return group({ class: 'series', 'data-series': label }, name, ...parts, note)
}

function key(used: readonly Kind[], box: Box, view: View): string {
  const { theme } = view
  let x = box.left
  return used
    .map((kind) => {
      const square = element('rect', {
        x,
        y: theme.fontSize * 0.3,
        width: theme.fontSize * 0.8,
        height: theme.fontSize * 0.8,
        fill: theme.series[0]!,
        'fill-opacity': shades[kind],
      })
      const word = text(
        { x: x + theme.fontSize * 1.15, y: theme.fontSize * 1.05, fill: theme.muted },
        kind,
      )
      x += theme.fontSize * 2.6 + textWidth(kind, theme.fontSize)
      return square + word
    })
    .join('')
}

function tableOf(data: ReportData, found: readonly Overhead[]): Table {
  const cell = (split: Overhead['split'], kind: Kind): string =>
    split ? number(split[kind], 1) : '–'
  return {
    caption: 'Bytes that are not the picture, mean of a file',
    columns: [{ title: 'codec' }, ...kinds.map(numeric), numeric('all bytes')],
    rows: found.map(({ series, split, bytes }) => [
      data.series[series]!.label,
      ...kinds.map((kind) => cell(split, kind)),
      split ? grouped(bytes) : '–',
    ]),
  }
}

/** What a file holds beside the coded samples: that is what decides at the lowest rates. */
export function whereTheBytesGo(data: ReportData, view: View): Section {
  const { theme, width } = view
  const found = visible(data, view).map((series) => overheadOf(data, series, view))
  found.sort((a, b) => total(a) - total(b))
  const pitch = theme.fontSize * 1.9
  const longest = textWidth(`1\u202f000 bytes: ${sharesText([1, 1])}`, theme.fontSize)
  const right = width > theme.fontSize * 50 ? longest : theme.fontSize * 6
  const labels = found.map(({ series }) => data.series[series]!.label)
  const box = rowsBox(labels, pitch, right, 2.2, view)
  const x = linear([0, extent([1, ...found.map(total)])[1]], [box.left, box.width - box.right], 5)
  const used = kinds.filter((kind) => found.some(({ split }) => split && split[kind] > 0))
  const rows = found.map((overhead, i) =>
    bar(data, overhead, box.top + pitch * (i + 0.6), x, box, view),
  )
  const label = 'bytes of a file that are not the coded picture'
  const name = `${label}, ${pictureName(data, view)}`
  const svg = drawing(
    box,
    theme,
    name,
    axes({ scale: x, label }, undefined, box, theme),
    key(used, box, view),
    ...rows,
  )
  return { svg, table: tableOf(data, found), notes: [] }
}
