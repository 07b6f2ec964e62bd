import { loadImage } from '../files'
import { type ImageInput, type Picture, toPicture } from '../image'
import { createMetrics } from '../metrics/index'
import type { Steps } from '../task'

function* load(image: ImageInput): Steps<Picture> {
  return toPicture(yield* loadImage(image))
}

export const { metrics, metricsSync } = createMetrics(load)
