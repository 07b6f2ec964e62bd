import { find, findAll } from './page'

// The points of a plot: the nearest one under the pointer, or the one that the arrow keys reached.

const REACH = 36

const centre = (point: Element): { x: number; y: number } => {
  const { left, top, width, height } = point.getBoundingClientRect()
  return { x: left + width / 2, y: top + height / 2 }
}

function clear(figure: Element): void {
  for (const lit of findAll('.lit', figure)) lit.classList.remove('lit')
  figure.querySelector('svg')?.classList.remove('reading')
  find('#tip').hidden = true
}

function place(tip: HTMLElement, x: number, y: number): void {
  const { offsetWidth: width, offsetHeight: height } = tip
  const [right, below] = [document.documentElement.clientWidth - width - 8, y + 16]
  tip.style.left = `${Math.max(8, Math.min(x - width / 2, right))}px`
  tip.style.top = `${y - height - 14 > 0 ? y - height - 14 : below}px`
}

function read(figure: Element, point: Element): void {
  clear(figure)
  const [title, ...lines] = (point.getAttribute('data-tip') ?? '').split('\n')
  const tip = find('#tip')
  const head = document.createElement('b')
  head.textContent = title!
  const rest = lines.map((line) =>
    Object.assign(document.createElement('div'), { textContent: line }),
  )
  tip.replaceChildren(head, ...rest)
  tip.hidden = false
  const { x, y } = centre(point)
  place(tip, x, y)
  point.classList.add('lit')
  point.closest('.series')?.classList.add('lit')
  point.closest('svg')!.classList.add('reading')
}

function nearestTo(figure: Element, x: number, y: number): Element | undefined {
  const near = findAll<SVGElement>('.point', figure).map((point) => {
    const box = point.getBoundingClientRect()
    const inside = x >= box.left && x <= box.right && y >= box.top && y <= box.bottom
    const at = centre(point)
    return { point, distance: inside ? 0 : Math.hypot(at.x - x, at.y - y) }
  })
  const best = near.sort((a, b) => a.distance - b.distance)[0]
  return best && best.distance <= REACH ? best.point : undefined
}

/** The point that an arrow key leads to: along its series, or to the nearest of the next one. */
function stepped(figure: Element, key: string): Element | undefined {
  const series = findAll<SVGElement>('.series', figure).filter((s) => s.querySelector('.point'))
  const lit = figure.querySelector('.point.lit')
  if (!lit) return series[0]?.querySelector('.point') ?? undefined
  const own = series.findIndex((s) => s.contains(lit))
  const points = findAll<SVGElement>('.point', series[own])
  const at = points.indexOf(lit as SVGElement)
  if (key === 'ArrowRight') return points[Math.min(at + 1, points.length - 1)]
  if (key === 'ArrowLeft') return points[Math.max(at - 1, 0)]
  const by = key === 'ArrowDown' ? 1 : -1
  const next = series[(own + by + series.length) % series.length]
  const { x, y } = centre(lit)
  const others = findAll<SVGElement>('.point', next)
  const far = (p: Element): number => Math.hypot(centre(p).x - x, centre(p).y - y)
  return others.sort((a, b) => far(a) - far(b))[0]
}

export function readable(figure: HTMLElement): void {
  figure.addEventListener('pointermove', ({ clientX, clientY }) => {
    const point = nearestTo(figure, clientX, clientY)
    if (point) read(figure, point)
    else clear(figure)
  })
  figure.addEventListener('pointerleave', () => clear(figure))
  figure.addEventListener('blur', () => clear(figure))
  figure.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') clear(figure)
    if (!event.key.startsWith('Arrow')) return
    event.preventDefault()
    const point = stepped(figure, event.key)
    if (point) read(figure, point)
  })
}
