import { unknownName } from '../options'

/** What a metric's number means. */
export interface MetricRow {
  unit: 'dB' | ''
  better: 'higher' | 'lower'
  /** The value of two identical pictures. */
  identical: number
  help: string
}

/**
 * Every metric, for two pictures of the same size, channels and bit depth. L is 2^bitDepth - 1; the
 * alpha of RGBA is not compared. Definitions and sources in full: docs/metrics.md.
 *
 * - `mse`: mean of (a - b)^2 over all colour samples.
 * - `psnr`: 10 log10(L^2 / mse), as CompressAI: one MSE over all channels.
 * - `psnr-y`: the same of luma 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601-7, 2.5.1), not rounded.
 * - `psnr-ycbcr`: from (6 MSE_Y + MSE_Cb + MSE_Cr) / 8 of YCbCr codes, 16 to 235 and 16 to 240
 *   (BT.601-7, 2.5.3), rounded down: what PyCodecs' figures are, but not what the code of its
 *   examples/example.py, with its transposed matrix, gives.
 * - `psnr-ycbcr-bt601`: the same, not rounded.
 * - `ssim`: Wang, Bovik, Sheikh, Simoncelli 2004 (IEEE TIP 13(4)): 11x11 Gaussian window of sigma
 *   1.5, K1 0.01, K2 0.03, mean over window positions inside the picture, then over channels.
 * - `ms-ssim`: Wang, Simoncelli, Bovik 2003 (Asilomar), as pytorch_msssim: five scales with exponents
 *   0.0448, 0.2856, 0.3001, 0.2363, 0.1333, mean over channels. Needs sides of at least 161.
 */
export const metricRows = {
  mse: { unit: '', better: 'lower', identical: 0, help: 'mean squared error' },
  psnr: { unit: 'dB', better: 'higher', identical: Infinity, help: 'PSNR over all channels' },
  'psnr-y': { unit: 'dB', better: 'higher', identical: Infinity, help: 'PSNR of BT.601 luma' },
  'psnr-ycbcr': {
    unit: 'dB',
    better: 'higher',
    identical: Infinity,
    help: "6:1:1 weighted PSNR of BT.601 YCbCr codes, as PyCodecs' figures",
  },
  'psnr-ycbcr-bt601': {
    unit: 'dB',
    better: 'higher',
    identical: Infinity,
    help: '6:1:1 weighted PSNR of BT.601 YCbCr, not rounded',
  },
  ssim: { unit: '', better: 'higher', identical: 1, help: 'structural similarity (Wang 2004)' },
  'ms-ssim': { unit: '', better: 'higher', identical: 1, help: 'multiscale SSIM (Wang 2003)' },
} as const satisfies Record<string, MetricRow>

export type MetricName = keyof typeof metricRows

export const metricNames = Object.keys(metricRows) as MetricName[]

export const isMetricName = (name: unknown): name is MetricName =>
  typeof name === 'string' && Object.hasOwn(metricRows, name)

/** The names, checked: TypeError for what is no metric, with the nearest known name. */
export function checkMetricNames<N extends MetricName>(names: readonly N[]): N[] {
  if (!Array.isArray(names) || names.length === 0) {
    throw new TypeError(`metrics: expected an array of names (${metricNames.join(', ')})`)
  }
  for (const name of names as readonly unknown[]) {
    if (!isMetricName(name)) throw unknownName('metric', String(name), metricNames)
  }
  return [...new Set(names)]
}
