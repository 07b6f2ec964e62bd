import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { addon } from '../../lib/backends/native/addon'
import type { PixelArray } from '../../lib/image'
import { metrics, readImageSync } from '../../lib/index'
import type { MetricName } from '../../lib/metrics/names'
import { realPicture } from '../helpers/pictures'

/** What libvmaf and FFmpeg gave: the file says which, of which planes. */
const { entries } = JSON.parse(
  readFileSync(join(__dirname, '..', 'fixtures', 'metrics', 'tools.json'), 'utf8'),
) as { entries: { picture: string; distortion: string; values: Record<MetricName, number> }[] }

const limited = (value: number): number => Math.min(255, Math.max(0, value))

const distortions: Readonly<Record<string, (value: number) => number>> = {
  lsb: (v) => v ^ 1,
  quant16: (v) => limited(16 * Math.floor(v / 16) + 8),
  quant48: (v) => limited(48 * Math.floor(v / 48) + 24),
  plus6: (v) => limited(v + 6),
  contrast78: (v) => limited(Math.floor(((v - 128) * 7) / 8) + 128),
}

/** libvmaf sums PSNR-HVS in float32, and tells six decimals; the filter xpsnr tells four. */
const tolerance = (name: string): number => (name.startsWith('psnr-hvs') ? 2e-3 : 1e-4)

function distorted(picture: PixelArray, change: (value: number) => number): PixelArray {
  const { data, shape, stride, offset } = picture
  const table = Uint8Array.from({ length: 256 }, (_, v) => change(v))
  return Object.assign(Object.create(picture) as PixelArray, {
    data: Uint8Array.from(data, (value) => table[value]!),
    shape,
    stride,
    offset,
  })
}

describe.each(entries)('$picture, $distortion', ({ picture, distortion, values }) => {
  const path = realPicture(`${picture}.png`)
  const missing = !addon() ? 'the addon is not built' : path === undefined ? 'no picture' : ''
  const title = `gives what libvmaf and FFmpeg give${missing && ` (skipped: ${missing})`}`
  ;(missing ? it.skip : it)(title, async () => {
    const original = readImageSync(path!)
    const names = Object.keys(values) as MetricName[]
    const change = distortions[distortion]!
    const found = await metrics(original, distorted(original, change), names)
    const off = names.map((name) => Math.abs((found[name] as number) - values[name]!))
    names.forEach((name, i) =>
      expect({ name, near: off[i]! < tolerance(name) }).toEqual({ name, near: true }),
    )
  })
})
