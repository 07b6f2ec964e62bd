import type { SampleView } from '../image'

// Where a view's samples lie in its array: what of the memory is to be copied, and how the copy is seen.

type Geometry = Omit<SampleView, 'data' | 'bitDepth'>

/** `count` runs of `length` samples, in the order of memory, the first at `start`. */
export interface Runs {
  start: number
  count: number
  length: number
  /** From the beginning of one to that of the next. */
  step: number
  /** No samples but the view's lie in them. */
  dense: boolean
  /** The view over the same runs, packed one behind the other. */
  packed: Geometry
}

interface Axis {
  key: 'rowStride' | 'columnStride' | 'channelStride'
  count: number
  stride: number
}

/** The samples between an axis list's lowest and highest, counted from the view's offset. */
function extentOf(axes: readonly Axis[]): { low: number; length: number } {
  let low = 0
  let high = 0
  for (const { count, stride } of axes) {
    const reach = (count - 1) * stride
    if (reach < 0) low += reach
    else high += reach
  }
  return { low, length: high - low + 1 }
}

/** Shorter runs are not worth telling apart. */
const SHORT = 64

/** Rows (or columns, or planes: what lies farthest apart) as runs; one run where they touch. */
export function runsOf(view: Geometry): Runs {
  const { width, height, channels, rowStride, columnStride, channelStride, offset } = view
  const axes: Axis[] = [
    { key: 'rowStride', count: height, stride: rowStride },
    { key: 'columnStride', count: width, stride: columnStride },
    { key: 'channelStride', count: channels, stride: channelStride },
  ]
  const samples = width * height * channels
  const far = axes.filter(({ count }) => count > 1)
  far.sort((a, b) => Math.abs(b.stride) - Math.abs(a.stride))
  const [outer, ...rest] = far
  const inner = extentOf(rest)
  const step = outer ? Math.abs(outer.stride) : inner.length
  if (!outer || inner.length < SHORT || step <= inner.length) {
    const { low, length } = extentOf(far)
    const packed = { ...view, offset: 0 - low }
    return {
      start: offset + low,
      count: 1,
      length,
      step: length,
      dense: length === samples,
      packed,
    }
  }
  const up = outer.stride > 0
  const first = up ? 0 : (outer.count - 1) * outer.stride
  const packed = {
    ...view,
    offset: 0 - inner.low + (up ? 0 : (outer.count - 1) * inner.length),
    [outer.key]: up ? inner.length : -inner.length,
  }
  const dense = inner.length * outer.count === samples
  const start = offset + first + inner.low
  return { start, count: outer.count, length: inner.length, step, dense, packed }
}
