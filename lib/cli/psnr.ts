import { addon } from '../backends/addon'
import { type PixelArray, toPicture } from '../image'
import { comparePictures } from '../metrics/index'
import { driveSync, type RunContext } from '../task'
import { plainPsnr } from './psnr_plain'

export interface Psnr {
  /** dB over all colour samples; Infinity: identical. */
  psnr: number
  /** The number of PyCodecs' example in dB, its transposed matrix included; not for gray. */
  'psnr-ycbcr'?: number
  /** The 6:1:1 weighted PSNR of BT.601 YCbCr in dB: what PyCodecs' example meant; not for gray. */
  'psnr-ycbcr-bt601'?: number
}

const context: RunContext = { maxOutputBytes: Infinity, log: () => {} }

/** How near the restored picture is, by the addon's metrics, or without the addon by plain loops. */
export function psnrOf(original: PixelArray, restored: PixelArray): Psnr {
  const [a, b] = [toPicture(original), toPicture(restored)]
  if (!addon()) return plainPsnr(a, b)
  if (a.channels === 1) return driveSync(comparePictures(a, b, ['psnr']), context)
  return driveSync(comparePictures(a, b, ['psnr', 'psnr-ycbcr', 'psnr-ycbcr-bt601']), context)
}
