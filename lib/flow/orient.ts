import type { SampleView } from '../image'
import type { ContainedFile, Transform } from '../codecs/container'

/** Memory for a picture, seen as it was coded: turning and mirroring are in the strides. */
export interface Oriented {
  data: Uint8Array | Uint16Array
  bitDepth: number
  /** Where coded pixels go, before any transform. */
  view: SampleView
  /** The picture as it is shown. */
  finish(): { data: (Uint8Array | Uint16Array)[]; width: number; height: number }
}

/** Where coded pixel (x, y) is shown: (ax x + bx y + cx, ay x + by y + cy). */
interface Map2d {
  ax: number
  bx: number
  cx: number
  ay: number
  by: number
  cy: number
  width: number
  height: number
}

function apply(m: Map2d, t: Transform): Map2d {
  const { ax, bx, cx, ay, by, cy, width, height } = m
  if (t.type === 'clap')
    return { ...m, cx: cx - t.x, cy: cy - t.y, width: t.width, height: t.height }
  if (t.type === 'imir') {
    return t.axis === 1
      ? { ...m, ax: -ax, bx: -bx, cx: width - 1 - cx }
      : { ...m, ay: -ay, by: -by, cy: height - 1 - cy }
  }
  // Anti-clockwise by 90 degrees: (x, y) -> (y, width - 1 - x).
  const turned: Map2d = {
    ax: ay,
    bx: by,
    cx: cy,
    ay: -ax,
    by: -bx,
    cy: width - 1 - cx,
    width: height,
    height: width,
  }
  return t.angle === 90
    ? turned
    : apply(turned, { type: 'irot', angle: t.angle === 180 ? 90 : 180 })
}

/** The rectangle that a clap leaves, copied out; the decoder wrote around it too. */
function cut(
  from: {
    data: Uint8Array | Uint16Array
    width: number
    channels: number
    planar: boolean
    planeSize: number
  },
  rect: { x: number; y: number; width: number; height: number },
): Uint8Array | Uint16Array {
  const { data, width, channels, planar, planeSize } = from
  const planes = planar ? channels : 1
  const step = planar ? 1 : channels
  const length = rect.width * rect.height * channels
  const out = data instanceof Uint16Array ? new Uint16Array(length) : new Uint8Array(length)
  for (let p = 0; p < planes; p++) {
    for (let y = 0; y < rect.height; y++) {
      const start = p * planeSize + ((rect.y + y) * width + rect.x) * step
      const to = (p * rect.height + y) * rect.width * step
      out.set(data.subarray(start, start + rect.width * step), to)
    }
  }
  return out
}

/** Memory for `file`'s picture in the wanted layout, and the view into which it is decoded. */
export function orient(
  file: ContainedFile,
  channels: number,
  bitDepth: number,
  planar: boolean,
): Oriented {
  const { width: codedWidth, height: codedHeight } = file.image
  const identity = {
    ax: 1,
    bx: 0,
    cx: 0,
    ay: 0,
    by: 1,
    cy: 0,
    width: codedWidth,
    height: codedHeight,
  }
  const shown = file.transforms.reduce(apply, identity)
  // The whole coded picture in shown orientation; a clap shows a part of it.
  const whole = file.transforms.filter(({ type }) => type !== 'clap').reduce(apply, identity)
  const step = planar ? 1 : channels
  const planeSize = whole.width * whole.height
  const length = planeSize * channels
  const data = bitDepth > 8 ? new Uint16Array(length) : new Uint8Array(length)
  const index = (x: number, y: number): number => (y * whole.width + x) * step
  const view: SampleView = {
    data,
    offset: index(whole.cx, whole.cy),
    columnStride: index(whole.ax, whole.ay),
    rowStride: index(whole.bx, whole.by),
    channelStride: planar ? planeSize : 1,
    width: codedWidth,
    height: codedHeight,
    channels,
    bitDepth,
  }
  const { width, height } = shown
  const rect = { x: whole.cx - shown.cx, y: whole.cy - shown.cy, width, height }
  const all = width === whole.width && height === whole.height
  const from = { data, width: whole.width, channels, planar, planeSize }
  return {
    data,
    bitDepth,
    view,
    finish: () => ({ data: [all ? data : cut(from, rect)], width, height }),
  }
}
