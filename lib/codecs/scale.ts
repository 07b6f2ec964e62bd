/** `from`, `from - step`, ... down to (or up to) `to`. */
export function steps(from: number, to: number, step = 1): number[] {
  const count = Math.round(Math.abs(to - from) / step) + 1
  const sign = Math.sign(to - from)
  return Array.from({ length: count }, (_, i) => Number((from + sign * i * step).toFixed(6)))
}

/** FF_QP2LAMBDA of libavutil/avutil.h: the qscale encoders take quality times this. */
export const LAMBDA_PER_QSCALE = 118
