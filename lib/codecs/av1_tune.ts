import type { EncodeSettings, Libraries } from './encoding'

interface Tuned {
  tune?: string
  lossless?: boolean
}

/** Whether this libaom has the tunes for stills, which look better and need less time. */
const hasStillTune = ({ libaom = '0' }: Libraries = {}): boolean => {
  const [major, minor] = libaom.split('.').map(Number) as [number, number?]
  return major > 3 || (major === 3 && (minor ?? 0) >= 13)
}

/** Whether `visual` is that tune: its front and its scale are others then. */
export const usesStillTune = ({ tune }: Tuned, encoder: string, libraries?: Libraries): boolean =>
  encoder === 'libaom-av1' && tune === 'visual' && hasStillTune(libraries)

/** Its CRF of SSIMULACRA2 75: it spends otherwise than the tunes for PSNR and SSIM. */
export const TYPICAL_OF_STILLS = 28

/**
 * `visual` is libaom's own for stills from 3.13 on. Before, its tune for SSIM with flat quantization
 * matrices is what won by SSIMULACRA2 (docs/settings.md).
 */
export function aomTune(
  { tune, lossless }: Tuned,
  libraries?: Libraries,
): EncodeSettings['options'] {
  if (tune === 'psnr' || lossless) return {}
  if (tune === 'ssim') return { tune }
  if (hasStillTune(libraries)) return { 'aom-params': 'tune=ssimulacra2' }
  return { tune: 'ssim', 'aom-params': 'enable-qm=1:qm-min=8:qm-max=15' }
}

const allShapes = { partitions: 'all', filterIntra: true } as const
const square = { partitions: 'square', filterIntra: true } as const

/**
 * The efforts of that tune, fastest first, by SSIMULACRA2 (docs/settings.md): below `allintra` 6 all
 * shapes of blocks cost more time than their bytes are worth.
 */
export const stillEfforts = [
  ...[8, 8, 7, 7, 6, 6].map((speed) => ({ usage: 'allintra', speed, ...allShapes }) as const),
  { usage: 'allintra', speed: 5, ...square },
  { usage: 'good', speed: 4, ...square },
  { usage: 'good', speed: 3, ...square },
  { usage: 'good', speed: 1, ...square },
] as const
