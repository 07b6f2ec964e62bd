import { type TiffDirectory, tiffDirectory } from './directory'
import { TIFF_TAG } from './tags'

const PALETTE = 3
const RGB = 2
const SEPARATED = 5
/** Colours of a pixel, by PhotometricInterpretation; gray where it is not here. */
const COLOURS: Readonly<Record<number, number>> = { [RGB]: 3, [SEPARATED]: 4, 6: 3, 8: 3, 9: 3 }
const [YCBCR, LOG_L, LOG_LUV] = [6, 32844, 32845]
const [OLD_JPEG, JPEG] = [6, 7]
const FLOAT = 3

/** What libtiff itself turns into RGB of 8 bits: old-style JPEG, LogLuv, YCbCr but JPEG's own. */
function throughLibtiff({ number }: TiffDirectory, photometric: number): boolean {
  const compression = number(TIFF_TAG.compression, 1)
  if (compression === OLD_JPEG || [LOG_L, LOG_LUV].includes(photometric)) return true
  const own = compression === JPEG && number(TIFF_TAG.planarConfiguration, 1) === 1
  return photometric === YCBCR && !own
}

/** What decode gives of a TIFF's first page, by native/codec/tiff/layout.cc's rules. */
export function tiffSamples(bytes: Uint8Array): { bitDepth: number; channels: number } {
  const directory = tiffDirectory(bytes)
  const { number, numbers } = directory
  const samples = number(TIFF_TAG.samplesPerPixel, 1)
  const photometric = number(TIFF_TAG.photometric, samples >= 3 ? RGB : 1)
  if (throughLibtiff(directory, photometric)) return { bitDepth: 8, channels: 3 }
  const colours = COLOURS[photometric] ?? 1
  const float = number(TIFF_TAG.sampleFormat, 1) === FLOAT
  const own = float ? 16 : Math.min(16, Math.max(8, number(TIFF_TAG.bitsPerSample, 1)))
  const bitDepth = photometric === PALETTE ? 8 : own
  const extra = numbers(TIFF_TAG.extraSamples)
  const first = samples - extra.length
  const alpha =
    extra.length > 0
      ? extra.some((kind, i) => kind !== 0 && first + i >= colours)
      : photometric === RGB && samples === 4
  const gray = colours === 1 && photometric !== PALETTE
  return { bitDepth, channels: alpha ? 4 : gray ? 1 : 3 }
}

/** Whether its first page is CMYK. */
export const tiffInks = (bytes: Uint8Array): boolean =>
  tiffDirectory(bytes).number(TIFF_TAG.photometric, -1) === SEPARATED
