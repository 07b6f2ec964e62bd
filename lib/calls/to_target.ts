import { encodeSteps } from '../flow'
import { type Picture, toPicture } from '../image'
import { comparePictures } from '../metrics/index'
import type { MetricName } from '../metrics/names'
import { shown } from '../options'
import type { Steps } from '../task'
import type { Finish, Found } from './found'
import type { HowGood } from './options'
import type { Ready } from './ready'
import { countedBytes, restore } from './restored'
import type { SearchTry } from './results'
import { searchQuality, toldTry } from './search'
import { type Measurement, parseTarget } from './target'

/** @throws TypeError for what cannot be called */
function listener({ onTry = () => undefined }: HowGood): (one: SearchTry) => void {
  if (typeof onTry === 'function') return onTry
  throw new TypeError(`onTry: expected a function, got ${shown(onTry)}`)
}

/** The metric between the picture and what comes back of its stream. */
function* measured(
  ready: Ready,
  stream: Uint8Array,
  picture: Picture,
  metric: MetricName,
): Steps<number | undefined> {
  const { restored } = yield* restore(ready, stream, picture)
  const back: Picture = { ...toPicture(restored), ours: true }
  const { values } = yield* comparePictures(picture, back, [metric])
  return values[metric]
}

/** Searches the quality that meets the target; keeps the stream of every try until the best is known. */
export function* encodeToTarget(
  ready: Ready,
  picture: Picture,
  how: HowGood,
  finish: Finish,
): Steps<Found> {
  const { backend, scale } = ready
  const goal = parseTarget(how.target, picture.width, picture.height)
  // A decoder may give samples of a lossy stream with a profile in another colour: not to be compared.
  const setup = goal.kind === 'size' ? ready.setup : { ...ready.setup, icc: undefined }
  const onTry = listener(how)
  let warnings: string[] | undefined
  const measure = function* (
    quality: number,
  ): Steps<Measurement & { stream: Uint8Array; ms: number }> {
    const coded = yield* encodeSteps(backend, setup, picture, quality)
    const { bytes: stream, ms } = coded
    warnings ??= coded.warnings
    const bytes = countedBytes(setup, finish(stream), picture)
    const value =
      goal.kind === 'size' ? undefined : yield* measured(ready, stream, picture, goal.metric)
    onTry(toldTry({ quality, bytes, value }))
    return { bytes, value, stream, ms }
  }
  const { best, tries } = yield* searchQuality({ scale, goal, tolerance: how.tolerance }, measure)
  const told = tries.map(toldTry)
  const { quality } = best
  if (setup.icc === ready.setup.icc) {
    return { bytes: best.stream, ms: best.ms, quality, tries: told, warnings }
  }
  const coded = yield* encodeSteps(backend, ready.setup, picture, quality)
  return { bytes: coded.bytes, ms: coded.ms, quality, tries: told, warnings: coded.warnings }
}
