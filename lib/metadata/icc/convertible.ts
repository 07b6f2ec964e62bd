import { type ColourSpace, colourSpaceOf } from './colour_space'
import { iccTags } from './tags'

/** Device classes of pictures' profiles (ICC.1:2022 7.2.5); links and named colours have no samples. */
const CLASSES = ['scnr', 'mntr', 'prtr', 'spac']
/** Tables, which stand before the matrix where there are any. */
const TABLES = ['A2B0', 'A2B1', 'A2B2', 'D2B0', 'D2B1', 'D2B2', 'D2B3']

const STEPS = 64
const isWithin = (value: number, low: number, high: number): boolean =>
  value >= low && value <= high

/** Whether codes mean light of about 0 to 1, and the brightest about the white of the connection space. */
function isPlausible({ curves, colorants }: ColourSpace): boolean {
  for (const curve of curves) {
    for (let i = 0; i <= STEPS; i++) if (!isWithin(curve(i / STEPS), -0.1, 1.1)) return false
  }
  if (!colorants) return true
  if (!colorants.flat().every((value) => isWithin(value, -0.5, 1.5))) return false
  const white = [0, 1, 2].map((i) => colorants.reduce((sum, colorant) => sum + colorant[i]!, 0))
  return white.every((value) => isWithin(value, 0.5, 1.5))
}

/**
 * Whether every part of the profile that an encoder converts samples by is whole: a matrix and curves,
 * or gray's curve. libjxl 0.7 takes others (of inks, of XYZ, links, damaged tables, curves that run to
 * thousands), then cannot convert by them and ends the process. Tables are not looked into.
 */
export function isConvertible(icc: Uint8Array): boolean {
  const tags = iccTags(icc)
  if (!tags || tags.size > icc.length || tags.end > tags.size) return false
  if (!CLASSES.includes(tags.deviceClass) || TABLES.some((name) => tags.has(name))) return false
  const space = colourSpaceOf(icc)
  return space !== undefined && isPlausible(space)
}
