import type { QualityScale } from '../codecs/encoding'
import { metricRow } from '../metrics/names'
import { checkOption } from '../options'
import { type Goal, type Measurement, TargetError } from './target'
import type { Steps } from '../task'

export type Try<M extends Measurement> = M & {
  /** The quality that was tried, in the codec's scale. */
  quality: number
}

export interface SearchRequest {
  scale: Pick<QualityScale, 'steps' | 'continuous'>
  goal: Goal
  /**
   * How far on the right side of the goal is near enough to stop: a share of the bytes (0.02 = 2 %),
   * or a difference in the metric's unit. Default 0: the best that the encodes can find.
   */
  tolerance?: number
  /** Default: 8, or for a scale of more than 127 steps what halving it takes, and one more. */
  maxEncodes?: number
}

export interface SearchResult<M extends Measurement> {
  best: Try<M>
  /** Every encode, in the order in which they were made. */
  tries: Try<M>[]
}

/** How many steps beyond the goal a scale that is not monotonic is looked at. */
const PROBE_REACH = 4

/** Qualities between the steps of a continuous scale are rounded to this many decimals. */
const DECIMALS = 3

/**
 * The search's state: a bracket of positions on the scale (indices of `steps`, fractions between
 * them on a continuous scale). Everything up to `low` is taken to be below the goal or, for a size,
 * within it; everything from `high` on above it.
 */
class Search<M extends Measurement> {
  readonly tries: Try<M>[] = []
  readonly #positions: number[] = []
  #low = -1
  #high: number
  readonly #maxEncodes: number
  readonly #tolerance: number
  readonly #goal: Goal
  readonly #request: SearchRequest

  constructor(request: SearchRequest) {
    this.#request = request
    const { scale, goal, tolerance = 0 } = request
    this.#high = scale.steps.length
    const halvings = Math.ceil(Math.log2(scale.steps.length + 1))
    const { maxEncodes = Math.max(8, halvings + 1) } = request
    checkOption({ type: 'number', min: 0, max: Number.MAX_VALUE, help: '' }, tolerance, 'tolerance')
    checkOption({ type: 'int', min: 1, max: 1000, help: '' }, maxEncodes, 'maxEncodes')
    this.#maxEncodes = maxEncodes
    this.#tolerance = tolerance
    this.#goal = goal
  }

  /** Where to encode next; undefined: done. */
  next(): number | undefined {
    if (this.tries.length >= this.#maxEncodes || this.#isNearEnough()) return undefined
    if (this.#high - this.#low > 1) return this.#nextStep()
    return this.#nextBetweenSteps() ?? this.#nextProbe()
  }

  qualityAt(position: number): number {
    const { steps } = this.#request.scale
    const step = Math.floor(position)
    if (step === position) return steps[step]!
    const quality = steps[step]! + (position - step) * (steps[step + 1]! - steps[step]!)
    return Number(quality.toFixed(DECIMALS))
  }

  add(position: number, measured: M): void {
    this.#positions.push(position)
    this.tries.push({ ...measured, quality: this.qualityAt(position) })
    if (position <= this.#low || position >= this.#high) return
    const isLow = this.#goal.kind === 'size' ? this.#meets(measured) : !this.#meets(measured)
    if (isLow) this.#low = position
    else this.#high = position
  }

  /** The largest size within the target, or the smallest whose metric reaches it. */
  best(): Try<M> | undefined {
    const isSize = this.#goal.kind === 'size'
    return this.tries
      .filter((one) => this.#meets(one))
      .sort((a, b) =>
        isSize ? b.bytes - a.bytes : a.bytes - b.bytes || this.#amount(b) - this.#amount(a),
      )[0]
  }

  nearest(): Try<M> {
    const isSize = this.#goal.kind === 'size'
    return [...this.tries].sort((a, b) =>
      isSize ? a.bytes - b.bytes : this.#amount(b) - this.#amount(a),
    )[0]!
  }

  #amount(measured: Measurement): number {
    return this.#goal.kind === 'size' ? measured.bytes : this.#oriented(measured.value!)
  }

  /** More is better: a distance counts downwards. */
  #oriented(value: number): number {
    return this.#isDistance() ? -value : value
  }

  #isDistance(): boolean {
    return this.#goal.kind === 'metric' && metricRow(this.#goal.metric).better === 'lower'
  }

  #wanted(): number {
    return this.#oriented(this.#goal.value)
  }

  #meets(measured: Measurement): boolean {
    const amount = this.#amount(measured)
    return this.#goal.kind === 'size' ? amount <= this.#wanted() : amount >= this.#wanted()
  }

  #isNearEnough(): boolean {
    const { kind, value } = this.#goal
    const allowed = kind === 'size' ? this.#tolerance * value : this.#tolerance
    return this.tries.some(
      (one) => this.#meets(one) && Math.abs(this.#amount(one) - this.#wanted()) <= allowed,
    )
  }

  /** A step inside the bracket, such that halving the rest still fits into the encodes left. */
  #nextStep(): number {
    const [low, high, goal] = [this.#low, this.#high, this.#goal]
    const reach = 2 ** (this.#maxEncodes - this.tries.length - 1)
    const middle = Math.floor((low + high) / 2)
    const share = this.#stalls() ? undefined : this.#interpolated()
    if (share === undefined || high - low > 2 * reach) return middle
    const guess = low + share * (high - low)
    // aimed at the side that meets the goal: the neighbour across is then the last one to try
    const step = goal.kind === 'size' ? Math.floor(guess) : Math.ceil(guess)
    return Math.min(Math.max(step, low + 1, high - reach), high - 1, low + reach)
  }

  #nextBetweenSteps(): number | undefined {
    const share = this.#interpolated()
    if (!this.#request.scale.continuous || share === undefined) return undefined
    const [low, high] = [this.#low, this.#high]
    const kept = this.#stalls() ? 0.5 : Math.min(0.9, Math.max(0.1, share))
    const position = low + kept * (high - low)
    const ends = [this.qualityAt(low), this.qualityAt(high)]
    return ends.includes(this.qualityAt(position)) ? undefined : position
  }

  /** Beside the bracket, where a scale that is not monotonic may hold something better. */
  #nextProbe(): number | undefined {
    if (this.best() && this.#isMonotonic()) return undefined
    const last = this.#request.scale.steps.length - 1
    const edge = Math.min(
      last,
      Math.max(0, Math.round(this.#goal.kind === 'size' ? this.#low : this.#high)),
    )
    for (let distance = 1; distance <= PROBE_REACH; distance++) {
      const free = [edge + distance, edge - distance].find(
        (step) => step >= 0 && step <= last && !this.#positions.includes(step),
      )
      if (free !== undefined) return free
    }
    return undefined
  }

  #isMonotonic(): boolean {
    const order = this.#positions.map((position, i) => ({ position, one: this.tries[i]! }))
    order.sort((a, b) => a.position - b.position)
    return order.every(
      ({ one }, i) => i === 0 || this.#amount(one) >= this.#amount(order[i - 1]!.one),
    )
  }

  /**
   * Where the goal lies between the bracket's ends, 0 to 1, by log rate or dB, along which codecs'
   * scales are nearly straight; undefined where an end is unknown or the ends are no help.
   */
  #interpolated(): number | undefined {
    const [low, high] = [this.#low, this.#high].map((end) => {
      const known = this.tries[this.#positions.indexOf(end)]
      return known && this.#level(this.#amount(known))
    })
    if (low === undefined || high === undefined) return undefined
    const share = (this.#level(this.#wanted()) - low) / (high - low)
    return high > low && share >= 0 && share <= 1 ? share : undefined
  }

  /** The last two moved the same end: interpolation may creep along it, halving does not. */
  #stalls(): boolean {
    const [a, b] = this.tries.slice(-2).map((one) => this.#meets(one))
    return a === b
  }

  #level(amount: number): number {
    if (this.#goal.kind === 'size') return Math.log(amount)
    if (this.#isDistance()) return -Math.log(-amount)
    return metricRow(this.#goal.metric).range[1] === 1 ? -Math.log(1 - amount) : amount
  }
}

/**
 * Finds the quality whose result is the best that meets the goal: the largest size within it, or
 * the smallest that reaches the metric (a distance: that is no farther). Halves the scale, guided
 * by interpolation, and measures no quality twice: at most 8 encodes for up to 127 steps. On a
 * scale that is not monotonic the result still meets the goal, though another quality might be
 * better.
 * @throws TargetError, with the nearest reachable values, if nothing that was tried meets the goal
 */
export function* searchQuality<M extends Measurement>(
  request: SearchRequest,
  measure: (quality: number) => Steps<M>,
): Steps<SearchResult<M>> {
  const search = new Search<M>(request)
  for (let position = search.next(); position !== undefined; position = search.next()) {
    search.add(position, yield* measure(search.qualityAt(position)))
  }
  const best = search.best()
  if (best) return { best, tries: search.tries }
  throw unreachable(request.goal, search.nearest(), search.tries)
}

/** What a caller is told of a try, without the stream that the search keeps. */
export const toldTry = ({ quality, bytes, value }: Try<Measurement>): Try<Measurement> =>
  value === undefined ? { quality, bytes } : { quality, bytes, value }

function unreachable(
  goal: Goal,
  nearest: Try<Measurement>,
  tries: readonly Try<Measurement>[],
): TargetError {
  const { quality, bytes, value } = nearest
  const reached =
    goal.kind === 'size' ? `${bytes} bytes` : `${goal.metric} ${value} with ${bytes} bytes`
  const message = `${goal.label} is not reachable: the nearest is ${reached}, at quality ${quality}`
  return new TargetError(message, toldTry(nearest), tries.map(toldTry))
}
