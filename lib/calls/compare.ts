import { type ImageInput, type Picture, toPicture } from '../image'
import { createMetrics } from '../metrics/index'
import { readImageSteps } from '../files'
import type { Steps } from '../task'

function* load(image: ImageInput): Steps<Picture> {
  return toPicture(typeof image === 'string' ? yield* readImageSteps(image) : image)
}

export const { metrics, metricsSync } = createMetrics(load)
