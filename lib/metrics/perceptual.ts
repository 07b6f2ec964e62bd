import { native } from './native'
import type { MetricRow } from './row'

const score = {
  unit: '',
  better: 'higher',
  range: [-Infinity, 100],
  needs: { minSide: 8, alpha: true },
  doubtfulBelow: 113,
  compute: native,
  colours: 'XYB of linear sRGB',
} as const
const distance = {
  unit: '',
  better: 'lower',
  range: [Infinity, 0],
  needs: { minSide: 8, alpha: true },
  compute: native,
  colours: 'opponent colours of linear sRGB in cd/m²',
} as const

/** What the AVIF and JPEG XL camps report, as libjxl's tools have it. */
export const perceptualRows = [
  {
    name: 'ssimulacra2',
    ...score,
    help:
      "SSIMULACRA 2.1, the tool's own number on a processor with fused multiply-add, rounding " +
      'errors of its float32 filter included',
    source: 'libjxl 0.11.2, tools/ssimulacra2',
  },
  {
    name: 'ssimulacra2-exact',
    ...score,
    help: 'SSIMULACRA 2.1 in double precision without recursion: the same on every machine',
    source: 'the same definition',
  },
  {
    name: 'butteraugli',
    ...distance,
    help: 'Butteraugli, maximum of the map; `intensityTarget` cd/m², 80 unless told',
    source: 'libjxl 0.11.2, butteraugli_main',
  },
  {
    name: 'butteraugli-3norm',
    ...distance,
    help: 'the same map: mean of its 3-norm, 6-norm and 12-norm, which libjxl calls the 3-norm',
    source: 'libjxl 0.11.2, butteraugli_main -p 3',
  },
] as const satisfies readonly MetricRow[]
