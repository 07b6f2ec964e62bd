import { addon } from '../backends/addon'
import { metricsSync } from '../compare'
import { type PixelArray, toPicture } from '../image'
import { plainPsnr, type Psnr } from './psnr_plain'

/** How near the restored picture is, by the addon's metrics, or without the addon by plain loops. */
export function psnrOf(original: PixelArray, restored: PixelArray): Psnr {
  if (!addon()) return plainPsnr(toPicture(original), toPicture(restored))
  if (toPicture(original).channels === 1) return metricsSync(original, restored, ['psnr'])
  return metricsSync(original, restored, ['psnr', 'psnr-ycbcr'])
}
