import { loadImage } from '../files'
import type { Limits } from '../files/limits'
import { type ImageInput, type Picture, toPicture } from '../image'
import { createMetrics } from '../metrics/index'
import type { Steps } from '../task'

function* load(image: ImageInput, limits: Limits): Steps<Picture> {
  return toPicture(yield* loadImage(image, limits))
}

export const { metrics, metricsSync } = createMetrics(load)
