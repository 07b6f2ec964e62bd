import type { MetricInfo } from '../model'
import {
  extent,
  linear,
  logarithmic,
  logExtent,
  nines,
  ninesExtent,
  type Range,
  type Scale,
} from './scale'

/** Better is up: an index below 1 by its nines, a distance downward by its logarithm. */
export function metricScale(metric: MetricInfo, values: readonly number[], range: Range): Scale {
  const margin = 0.04
  if (metric.better === 'lower' && values.every((value) => value > 0)) {
    return logarithmic(logExtent(values, margin), [range[1], range[0]])
  }
  if (metric.better === 'lower') return linear(extent(values, margin), [range[1], range[0]])
  if (metric.identical === 1 && values.every((value) => value < 1)) {
    return nines(ninesExtent(values, margin), range)
  }
  return linear(extent(values, margin), range, 7)
}

const names: Record<string, string> = {
  mse: 'MSE',
  psnr: 'PSNR',
  'psnr-y': 'PSNR-Y',
  'psnr-ycbcr': 'PSNR YCbCr 6:1:1',
  'psnr-ycbcr-bt601': 'PSNR YCbCr 6:1:1',
  'psnr-hvs': 'PSNR-HVS',
  ssim: 'SSIM',
  'ms-ssim': 'MS-SSIM',
  ssimulacra2: 'SSIMULACRA2',
  butteraugli: 'Butteraugli',
  'butteraugli-3norm': 'Butteraugli 3-norm',
  ciede2000: 'CIEDE2000',
  xpsnr: 'XPSNR',
  vif: 'VIF',
  gmsd: 'GMSD',
  fsim: 'FSIM',
  'iw-ssim': 'IW-SSIM',
  nlpd: 'NLPD',
  vmaf: 'VMAF',
}

/** As papers write it. */
export const metricTitle = (name: string): string => names[name] ?? name

export const metricLabel = ({ name, unit, better }: MetricInfo): string =>
  `${metricTitle(name)}${unit ? ` (${unit})` : ''}${better === 'lower' ? ', lower is better' : ''}`
