import { metricTitle } from '../chart/metric_axis'
import { matched, type Match, nearestRate, pointsOf } from '../matching'
import { valueOf } from '../../results/row'
import type { Point } from '../model'
import { grouped, metricDecimals, number } from '../view'
import { find, findAll, onChoice, type State } from './page'
import { motion } from './motion'

interface Choice {
  picture: number
  level: number
  match: Match
  first: number
  second: number
}

/** The points of a series that have their pixels in the page, and where. */
function shownPoints({ data }: State, series: number, picture: number): number[] {
  const items = new Set(data.gallery!.items.map(({ point }) => point))
  return pointsOf(data, series, picture).filter((point) => items.has(point))
}

const addressOf = ({ data }: State, point: number): string =>
  data.gallery!.items.find((item) => item.point === point)!.address

/** The anchor's measured point that sets the size or the score. */
function referenceOf({ data, view }: State, { picture, level }: Choice): Point | undefined {
  const wanted = data.gallery!.rates[level]!
  const point = nearestRate(data, pointsOf(data, view.anchor, picture), wanted)
  return point === null ? undefined : data.points[point]
}

const share = (part: number, whole: number): string =>
  number(100 * (part / whole - 1), 0, true) || '0'

function caption({ data, view }: State, point: Point, reference: Point, match: Match): string[] {
  const metric = data.metrics.find(({ name }) => name === view.metric)!
  const value = valueOf(point, view.metric)
  const decimals = metricDecimals(metric.identical)
  const unit = metric.unit && ` ${metric.unit}`
  const score = value === undefined ? 'not measured' : number(value, decimals) + unit
  const wanted = valueOf(reference, view.metric)
  const off =
    match === 'score' &&
    value !== undefined &&
    wanted !== undefined &&
    Number.isFinite(value - wanted)
  const bytes = `${grouped(point.bytes)} bytes, ${number(point.bpp, 3)} bpp`
  const same = point === reference
  return [
    data.series[point.series]!.label,
    `quality ${point.quality}`,
    match === 'bytes' && !same ? `${bytes} (${share(point.bytes, reference.bytes)} %)` : bytes,
    `${metricTitle(metric.name)} ${score}${off && !same ? ` (${number(value - wanted, decimals, true)})` : ''}`,
  ]
}

function write(name: string, address: string | null, lines: string[], missing: string): void {
  const pane = find(`[data-pane="${name}"]`)
  const image = find<HTMLImageElement>('img', pane)
  pane.classList.toggle('missing', address === null)
  if (address === null) image.removeAttribute('src')
  else if (image.getAttribute('src') !== address) image.src = address
  image.alt = lines.join(', ')
  const [title, ...rest] = address === null ? [lines[0]!, missing] : lines
  const head = Object.assign(document.createElement('b'), { textContent: title })
  find('figcaption', pane).replaceChildren(head, ` ${rest.join(' · ')}`)
}

function show(state: State, choice: Choice): void {
  const { data, view } = state
  const { picture, match } = choice
  const { name, width, height } = data.pictures[picture]!
  find('#viewer').style.setProperty('--ratio', String(width / height))
  const original = data.gallery!.originals[picture] ?? null
  write('original', original, ['original', name, `${width} × ${height}`], 'was not given')
  const reference = referenceOf(state, choice)
  for (const which of ['first', 'second'] as const) {
    const { label } = data.series[choice[which]]!
    const points = shownPoints(state, choice[which], picture)
    const at = reference ? matched(data, points, reference, match, view.metric) : null
    if (at === null) write(which, null, [label], 'has no pixels here')
    else write(which, addressOf(state, at), caption(state, data.points[at]!, reference!, match), '')
  }
}

/** The part with the pictures; returns what shows them anew when metric or anchor is another. */
export function viewer(state: State): () => void {
  if (!document.querySelector('#viewer')) return () => undefined
  const choice: Choice = {
    picture: 0,
    level: 0,
    match: 'bytes',
    first: 0,
    second: Math.min(1, state.data.series.length - 1),
  }
  const update = (): void => show(state, choice)
  for (const [id, key] of [
    ['#shown', 'picture'],
    ['#first', 'first'],
    ['#second', 'second'],
  ] as const) {
    const select = find<HTMLSelectElement>(id)
    choice[key] = Number(select.value)
    select.addEventListener('change', () => {
      choice[key] = Number(select.value)
      update()
    })
  }
  onChoice('level', (level) => {
    choice.level = Number(level)
    update()
  })
  onChoice('match', (match) => {
    choice.match = match as Match
    update()
  })
  motion(find('#viewer'), findAll('.pane'))
  update()
  return update
}
