// Prints what this process's instruction set gives, as JSON: every metric of the addon, to the bit, and
// what conversions make of pixels, as hashes. Run by isa.test.ts once per set.
import { createHash } from 'node:crypto'
import { addon } from '../../lib/backends/native/addon'
import { metricsSync } from '../../lib/index'
import { metricRows } from '../../lib/metrics/names'
import { native } from '../../lib/metrics/native'
import { changed, deepened, luma, noise, type Raster, synth, withAlpha } from '../helpers/raster'
import { allEntries, pixelFormats } from '../helpers/table'

const [WIDTH, HEIGHT] = [213, 171]
const small = synth(93, 67)

const bits = (value: number): string => {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  return `${view.getBigUint64(0).toString(16)} ${value}`
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
  new Uint8Array(buffer, byteOffset, byteLength)
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

function pictures(): [string, Raster & { bitDepth: number }, Raster & { bitDepth: number }][] {
  const plain = synth(WIDTH, HEIGHT)
  const noisy = changed(plain, (value, i) => value + noise(i, 5, 9))
  const pair = (name: string, bitDepth: number, make: (p: Raster) => Raster) =>
    [name, { ...make(plain), bitDepth }, { ...make(noisy), bitDepth }] as const
  const alpha = (p: Raster) => withAlpha(p, (x) => x % 256)
  return [
    pair('RGB', 8, (p) => p),
    pair('gray', 8, (p) => luma(p, 1)),
    pair('RGBA', 8, alpha),
    pair('RGB', 16, deepened),
    pair('gray', 16, (p) => deepened(luma(p, 1))),
  ].map(([...all]) => all)
}

function metricValues(): [string, string][] {
  return pictures().flatMap(([name, a, b]) => {
    const colour = a.channels > 1
    const names = metricRows
      .filter((row) => row.compute === native && (colour || row.needs.colour !== true))
      .map((row) => row.name)
    const values = metricsSync(a, b, names as never) as Record<string, number>
    return names.map((metric): [string, string] => [
      `${metric} of ${name}, ${a.bitDepth} bit`,
      bits(values[metric]!),
    ])
  })
}

/** Every encoder of the table in every pixel format that it takes: the planes that went in, and out. */
function conversions(): [string, string][] {
  const entries = allEntries.filter((one) => one.backend === 'native' && one.missing === undefined)
  return entries.flatMap((entry) =>
    pixelFormats(entry).flatMap(({ name: pixelFormat, alpha }): [string, string][] => {
      const codec = entry.make('pixelFormat' in entry.descriptor.options ? { pixelFormat } : {})
      const { data } = alpha ? withAlpha(small, (x) => x) : small
      const channels = alpha ? 4 : 3
      const bytes = codec.encodeSync({ ...small, data, channels })
      const restored = codec.decodeSync(bytes)
      const label = `${entry.label}, ${pixelFormat}`
      return [
        [`${label}: coded`, sha256(bytes)],
        [`${label}: decoded`, sha256(bytesOf(restored.data))],
      ]
    }),
  )
}

const values = Object.fromEntries([...metricValues(), ...conversions()])
console.log(JSON.stringify({ isa: addon()!.isa, values }))
