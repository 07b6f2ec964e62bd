import { metricsSync } from '../calls/compare'
import { type PixelArray, toPicture } from '../image'

export interface Psnr {
  /** dB over all colour samples; Infinity: identical. */
  psnr: number
  /** 6:1:1 weighted PSNR of BT.601 YCbCr codes in dB, as PyCodecs' figures are; not for gray. */
  'psnr-ycbcr'?: number
}

/** How near the restored picture is. */
export function psnrOf(original: PixelArray, restored: PixelArray): Psnr {
  if (toPicture(original).channels === 1) return metricsSync(original, restored, ['psnr'])
  return metricsSync(original, restored, ['psnr', 'psnr-ycbcr'])
}
