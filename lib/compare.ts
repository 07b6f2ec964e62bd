import { type ImageInput, type Picture, toPicture } from './image'
import { createMetrics } from './metrics/index'
import { readImageSteps } from './readwrite'
import type { Steps } from './task'

function* load(image: ImageInput): Steps<Picture> {
  return toPicture(typeof image === 'string' ? yield* readImageSteps(image) : image)
}

export const { metrics, metricsSync } = createMetrics(load)
