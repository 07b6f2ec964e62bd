/** A value's place on an axis, and the values that the axis names. */
export interface Scale {
  position(value: number): number
  ticks: readonly number[]
  format(tick: number): string
}

export type Range = readonly [from: number, to: number]

/** How many ticks there should be, about. */
type Count = number

const steps = [1, 2, 5, 10]

function linearTicks([from, to]: Range, count: Count): { ticks: number[]; decimals: number } {
  const raw = (to - from) / count
  const power = Math.floor(Math.log10(raw))
  const step = steps.find((s) => s * 10 ** power >= raw * 0.999)! * 10 ** power
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9))
  const first = Math.ceil(from / step - 1e-9)
  const last = Math.floor(to / step + 1e-9)
  const ticks = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => (first + i) * step)
  return { ticks: ticks.map((tick) => Number(tick.toFixed(decimals))), decimals }
}

const minus = (written: string): string => written.replace('-', '−')

/** A domain of no extent gets one, so that a single point has a place. */
const widened = ([from, to]: Range, by = 0.5): Range =>
  to > from ? [from, to] : [from - by, to + by]

export function linear(domain: Range, [start, end]: Range, count: Count = 6): Scale {
  const [from, to] = widened(domain)
  const { ticks, decimals } = linearTicks([from, to], count)
  return {
    position: (value) => start + ((value - from) / (to - from)) * (end - start),
    ticks,
    format: (tick) => minus(tick.toFixed(decimals)),
  }
}

const significant = (value: number): string => String(Number(value.toPrecision(3)))

/** 1, 2, 5 of each decade; more of them where they would be too few, only 1 where too many. */
function logTicks([from, to]: Range, count: Count): number[] {
  const [low, high] = [Math.floor(Math.log10(from)), Math.ceil(Math.log10(to))]
  const of = (mantissas: readonly number[]): number[] =>
    Array.from({ length: high - low + 1 }, (_, i) =>
      mantissas.map((m) => Number((m * 10 ** (low + i)).toPrecision(3))),
    )
      .flat()
      .filter((tick) => tick >= from * 0.9999 && tick <= to * 1.0001)
  const choices = [[1], [1, 3], [1, 2, 5], [1, 1.5, 2, 3, 5, 7]].map(of)
  const enough = choices.filter((ticks) => ticks.length <= count + 2)
  return enough.at(-1) ?? choices[0]!
}

export function logarithmic(domain: Range, [start, end]: Range, count: Count = 6): Scale {
  const [from, to] = domain[1] > domain[0] ? domain : [domain[0] / 1.5, domain[0] * 1.5]
  const [low, high] = [Math.log10(from), Math.log10(to)]
  return {
    position: (value) => start + ((Math.log10(value) - low) / (high - low)) * (end - start),
    ticks: logTicks([from, to], count),
    format: significant,
  }
}

const nine = (value: number): number => -Math.log10(1 - value)
const nineTicks = [0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.97, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9999]

/** For indices that crowd together below 1, as SSIM: even steps of log(1 - value). */
export function nines([from, to]: Range, [start, end]: Range): Scale {
  const [low, high] = widened([nine(from), nine(to)], 0.1)
  return {
    position: (value) => start + ((nine(value) - low) / (high - low)) * (end - start),
    ticks: nineTicks.filter((tick) => nine(tick) >= low && nine(tick) <= high),
    format: String,
  }
}

/** The extent of values with a margin of a share of it on both sides. */
export function extent(values: readonly number[], margin = 0): Range {
  const [from, to] = values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  )
  return [from - margin * (to - from), to + margin * (to - from)]
}

export function logExtent(values: readonly number[], margin = 0): Range {
  const [from, to] = extent(values.map(Math.log10), margin)
  return [10 ** from, 10 ** to]
}

export function ninesExtent(values: readonly number[], margin = 0): Range {
  const [from, to] = extent(values.map(nine), margin)
  return [1 - 10 ** -from, 1 - 10 ** -to]
}
