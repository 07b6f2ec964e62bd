import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readImageSync } from '../../lib/index'
import type { MetricName } from '../../lib/metrics/names'
import { distortions } from './distortions'
import { realPicture } from './pictures'
import type { Raster } from './raster'

export interface ToolPair {
  picture: string
  distortion: string
  values: Partial<Record<MetricName, number>>
}

const fixture = join(__dirname, '..', 'fixtures', 'metrics', 'tools.json')

/** What libvmaf and FFmpeg gave: the file says which, of which planes. */
export const { entries: toolPairs } = JSON.parse(
  readFileSync(fixture, 'utf8'),
  (_, value: unknown) => (value === 'Infinity' ? Infinity : value),
) as { entries: ToolPair[] }

let last: { name: string; raster: Raster } | undefined

/** One at a time is kept: they come picture by picture. */
export function photograph(name: string): Raster {
  if (last?.name !== name) {
    const { data, shape } = readImageSync(realPicture(`${name}.png`)!)
    const [height, width, channels] = shape as [number, number, number]
    last = { name, raster: { data: Uint8Array.from(data), width, height, channels } }
  }
  return last.raster
}

/** Both pictures of a pair; the photograph must be there. */
export function makeToolPair({ picture, distortion }: ToolPair): [Raster, Raster] {
  const original = photograph(picture)
  return [original, distortions[distortion]!(original)]
}
