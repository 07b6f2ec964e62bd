import { checkExtension } from '../codecs/recognise'
import { formatOf } from '../codecs/resolve'
import { limitsOf } from '../files/limits'
import { codedDepthOf } from '../files/load'
import { encodeSteps } from '../flow'
import type { Setup } from '../flow/plan/setup'
import type { Picture } from '../image'
import { pathToWrite } from '../source'
import type { Steps } from '../task'
import type { Finish, Found } from './found'
import type { HowGood } from './options'
import { checkQuality } from './quality'
import type { Ready } from './ready'
import { encodeToTarget } from './to_target'

// What `encode` and `apply` share.

/** At the quality that is asked for, or searched for a target. */
export function* encodePicture(
  ready: Ready,
  picture: Picture,
  how: HowGood,
  finish: Finish,
): Steps<Found> {
  const { backend, setup, scale, defaultQuality } = ready
  if (how.target !== undefined) {
    if (how.quality !== undefined) throw new TypeError('quality and target: expected one of them')
    return yield* encodeToTarget(ready, picture, how, finish)
  }
  const quality =
    how.quality === undefined
      ? defaultQuality
      : checkQuality(scale, how.quality, setup.descriptor.name)
  return { ...(yield* encodeSteps(backend, setup, picture, quality)), quality }
}

/** Whether lossless is asked of a codec that has the choice. */
function isExact({ setup, scale, defaultQuality }: Ready, quality = defaultQuality): boolean {
  const { descriptor, options } = setup
  return scale.steps.length > 1 && (descriptor.lossless?.(options, quality) ?? false)
}

/** How a picture is to be read for it. */
export function reading(ready: Ready, how: HowGood) {
  const { options } = ready.setup
  return {
    ...limitsOf(options),
    floatDepth: codedDepthOf(options),
    again: how.target !== undefined, // by each try of a search
    exact: isExact(ready, how.quality),
  }
}

/** Where the stream goes, checked before anything is encoded. */
export function streamPath({ descriptor, options }: Setup, given: unknown, label: string) {
  if (given === undefined) return undefined
  const path = pathToWrite(given, label)
  checkExtension(descriptor, formatOf(descriptor, options), path, label)
  return path
}
