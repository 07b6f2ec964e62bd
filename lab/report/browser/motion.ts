import { find, findAll, onChoice, press } from './page'

// Divider, flip, zoom and pan of the pictures: all panes move together.

interface Place {
  /** Centre of what is seen, in pixels of the picture. */
  x: number
  y: number
  zoom: number | 'fit'
}

const zooms = ['fit', '1', '2', '4', '8'] as const

const clamp = (value: number, from: number, to: number): number =>
  Math.max(from, Math.min(value, Math.max(from, to)))

/** Puts each picture where it belongs in its window. */
function arrange(panes: readonly HTMLElement[], place: Place): void {
  for (const pane of panes) {
    const image = find<HTMLImageElement>('img', pane)
    const { naturalWidth: width, naturalHeight: height } = image
    const window = find('.window', pane)
    if (width === 0 || window.clientWidth === 0) continue
    const scale = place.zoom === 'fit' ? window.clientWidth / width : place.zoom
    const [halfX, halfY] = [window.clientWidth / scale / 2, window.clientHeight / scale / 2]
    place.x = clamp(place.x || width / 2, Math.min(halfX, width / 2), width - halfX)
    place.y = clamp(place.y || height / 2, Math.min(halfY, height / 2), height - halfY)
    image.style.width = `${width * scale}px`
    const [left, top] = [(halfX - place.x) * scale, (halfY - place.y) * scale]
    image.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`
    image.classList.toggle('pixels', scale >= 1)
  }
}

/** The divider at a percentage of the width. */
function divide(viewer: HTMLElement, percent: number): void {
  const at = Math.round(clamp(percent, 0, 100))
  viewer.style.setProperty('--at', `${at}%`)
  find('.divider', viewer).setAttribute('aria-valuenow', String(at))
}

const divided = (viewer: HTMLElement): number =>
  Number(find('.divider', viewer).getAttribute('aria-valuenow'))

/** In flip mode: which of original, first, second is seen. */
function flip(viewer: HTMLElement, to: string): void {
  viewer.dataset.seen = to
}

function dragging(viewer: HTMLElement, move: (dx: number, dy: number) => void): void {
  const stage = find('.stage', viewer)
  stage.addEventListener('pointerdown', (down) => {
    if ((down.target as Element).closest('figcaption')) return
    const divider = (down.target as Element).closest('.divider')
    let last = { x: down.clientX, y: down.clientY }
    stage.setPointerCapture(down.pointerId)
    const go = (event: PointerEvent): void => {
      const { left, width } = stage.getBoundingClientRect()
      if (divider) divide(viewer, (100 * (event.clientX - left)) / width)
      else move(event.clientX - last.x, event.clientY - last.y)
      last = { x: event.clientX, y: event.clientY }
    }
    const end = (): void => stage.removeEventListener('pointermove', go)
    stage.addEventListener('pointermove', go)
    for (const name of ['pointerup', 'pointercancel'])
      stage.addEventListener(name, end, { once: true })
    if (!divider) down.preventDefault()
  })
}

function keys(viewer: HTMLElement, zoomBy: (step: number) => void): void {
  const acts: Record<string, () => void> = {
    ArrowLeft: () => divide(viewer, divided(viewer) - 2),
    ArrowRight: () => divide(viewer, divided(viewer) + 2),
    Home: () => divide(viewer, 0),
    End: () => divide(viewer, 100),
    f: () => flip(viewer, viewer.dataset.seen === 'first' ? 'second' : 'first'),
    o: () => flip(viewer, viewer.dataset.seen === 'original' ? 'first' : 'original'),
    '+': () => zoomBy(1),
    '-': () => zoomBy(-1),
  }
  viewer.addEventListener('keydown', (event) => {
    const act = acts[event.key]
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    if ('fo'.includes(event.key) && viewer.dataset.mode !== 'flip') setMode(viewer, 'flip')
    act()
  })
}

function setMode(viewer: HTMLElement, mode: string): void {
  viewer.dataset.mode = mode
  press('mode', mode)
}

/** Makes the panes of the viewer move; `panes` are original, first and second. */
export function motion(viewer: HTMLElement, panes: readonly HTMLElement[]): void {
  const place: Place = { x: 0, y: 0, zoom: 'fit' }
  const again = (): void => arrange(panes, place)
  const setZoom = (zoom: string): void => {
    place.zoom = zoom === 'fit' ? 'fit' : Number(zoom)
    press('zoom', zoom)
    again()
  }
  onChoice('zoom', setZoom)
  onChoice('mode', (mode) => {
    setMode(viewer, mode)
    again()
  })
  flip(viewer, 'first')
  divide(viewer, 50)
  dragging(viewer, (dx, dy) => {
    const image = find<HTMLImageElement>(
      'img',
      panes.find((p) => p.offsetParent),
    )
    const scale = image.getBoundingClientRect().width / image.naturalWidth
    Object.assign(place, { x: place.x - dx / scale, y: place.y - dy / scale })
    again()
  })
  keys(viewer, (step) => {
    const at = zooms.findIndex((zoom) => zoom === String(place.zoom))
    setZoom(zooms[clamp(at + step, 0, zooms.length - 1)]!)
  })
  for (const image of findAll<HTMLImageElement>('img', viewer))
    image.addEventListener('load', again)
  new ResizeObserver(again).observe(viewer)
}
