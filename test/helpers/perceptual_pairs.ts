import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readImageSync } from '../../lib/index'
import { distortions } from './distortions'
import { realPicture } from './pictures'
import { crop, deepened, luma, type Raster, synth, whiteNoise, withAlpha } from './raster'

/** A picture, what was done to it, and what the tools say of the two. */
export interface PerceptualPair {
  picture: string
  width: number
  height: number
  channels: number
  bitDepth: number
  alpha?: 'ramp' | 'binary' | 'opaque' | 'clear'
  distortion: string
  sha256: string
  /** PNG, which the tools read, has no 10 and 12 bits: there is numpy's value alone. */
  values: Partial<
    Record<'ssimulacra2' | 'ssimulacra2-exact' | 'butteraugli' | 'butteraugli-3norm', number>
  >
}

const fixture = join(__dirname, '..', 'fixtures', 'metrics', 'perceptual.json')

export const { pairs } = JSON.parse(readFileSync(fixture, 'utf8')) as { pairs: PerceptualPair[] }

const alphas = {
  ramp: (x: number, _: number, width: number) => Math.floor((x * 255) / (width - 1)),
  binary: (x: number, y: number) => (((x >> 4) + (y >> 4)) % 2 === 0 ? 255 : 0),
  opaque: () => 255,
  clear: () => 0,
}

/** `kodimNN` where a pair is of a real picture. */
export const photographOf = ({ picture }: PerceptualPair): string | undefined =>
  /kodim\d+/.exec(picture)?.[0]

function photograph(name: string): Raster {
  const { data, shape } = readImageSync(realPicture(`${name}.png`)!)
  return { data: Uint8Array.from(data), width: shape[1]!, height: shape[0]!, channels: shape[2]! }
}

const loaded = new Map<string, Raster>()

function colours(pair: PerceptualPair): Raster {
  const { picture, width, height } = pair
  const name = photographOf(pair)
  if (name === undefined)
    return picture.includes('noise') ? whiteNoise(width, height) : synth(width, height)
  if (!loaded.has(name)) loaded.set(name, photograph(name))
  const whole = loaded.get(name)!
  return picture.includes('[') ? crop(whole, 200, 100, width, height) : whole
}

/** Both pictures of a pair, 8 bit RGB or gray before alpha and depth come in. */
function plainPair(pair: PerceptualPair): [Raster, Raster] {
  const { picture, distortion } = pair
  const from = picture.startsWith('luma') ? luma(colours(pair), 1) : colours(pair)
  const distorted = distortions[distortion]?.(from) ?? from
  if (!picture.endsWith('as RGB')) return [from, distorted]
  return [luma(colours(pair), 3), withRgb(distorted)]
}

/** Gray as R = G = B. */
const withRgb = (p: Raster): Raster => ({
  ...p,
  channels: 3,
  data: Uint8Array.from({ length: p.data.length * 3 }, (_, i) => p.data[Math.floor(i / 3)]!),
})

/** Both pictures of a pair; a real one must be there. */
export function makePerceptualPair(pair: PerceptualPair): [Raster, Raster] {
  const { alpha, bitDepth, distortion, width } = pair
  const [from, distorted] = plainPair(pair)
  if (alpha) {
    const opacity = (x: number, y: number): number => alphas[alpha](x, y, width)
    const changed = distortion === 'alpha-quant32'
    return [
      withAlpha(from, opacity),
      withAlpha(distorted, (x, y) => opacity(x, y) & (changed ? 0xe0 : 0xff)),
    ]
  }
  if (bitDepth === 8) return [from, distorted]
  const [first, second] = [deepened(from, bitDepth), deepened(distorted, bitDepth)]
  if (distortion !== 'quant1024') return [first, second]
  const data = Uint16Array.from(first.data, (v) => 1024 * Math.floor(v / 1024) + 512)
  return [first, { ...first, data }]
}
