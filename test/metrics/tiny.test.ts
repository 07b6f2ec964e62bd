import { addon } from '../../lib/backends/native/addon'
import type { ImageInput } from '../../lib/image'
import { metrics, metricsSync } from '../../lib/index'
import { metricNames, metricRow } from '../../lib/metrics/names'

// Every metric and every size from 1x1 to 16x16, and what floats can hold beside numbers: a value
// that is one, or a RangeError that says why there is none. util/fuzz.sh goes on from here.

const built = addon() !== undefined
const suffix = built ? '' : ' (skipped: the native addon is not built)'
const describeBuilt = built ? describe : describe.skip
const names = metricNames.filter((name) => metricRow(name).compute.missing?.(name) === undefined)

/** Multiplicative congruential (Park and Miller, 1988): any finding can be repeated. */
let state = 7
const below = (n: number) => (state = (state * 48271) % 2147483647) % n

const kinds = [
  { channels: 3, bitDepth: 8 },
  { channels: 1, bitDepth: 8 },
  { channels: 4, bitDepth: 8 },
  { channels: 3, bitDepth: 9 },
  { channels: 1, bitDepth: 12 },
  { channels: 4, bitDepth: 16 },
] as const

type Kind = (typeof kinds)[number]

/** Noise, a flat picture, or one of two values: what formulas divide by is then often zero. */
function picture(width: number, height: number, { channels, bitDepth }: Kind): ImageInput {
  const data = new (bitDepth > 8 ? Uint16Array : Uint8Array)(width * height * channels)
  const [max, kind, level] = [2 ** bitDepth - 1, below(3), below(2 ** bitDepth)]
  const sample = [() => below(max + 1), () => level, () => below(2) * max][kind]!
  return { data: data.map(sample), width, height, channels, bitDepth }
}

const sizes = Array.from({ length: 256 }, (_, i) => [1 + (i & 15), 1 + (i >> 4)] as const)

describeBuilt.each(names)(`%s${suffix}`, (name) => {
  const { needs, range } = metricRow(name)
  const { minSide = 1, colour = false } = needs
  const [least, most] = [Math.min(...range), Math.max(...range)]

  it('every size up to 16x16: a value of its range, or the side that it needs', () => {
    for (const [width, height] of sizes) {
      const kind = kinds[below(kinds.length)]!
      const pair = [picture(width, height, kind), picture(width, height, kind)] as const
      const call = () => metricsSync(...pair, [name], { threads: 1 + below(3) })[name] as number
      if (Math.min(width, height) < minSide || (colour && kind.channels === 1)) {
        expect(call).toThrow(RangeError)
        continue
      }
      const value = call()
      expect({ width, height, kind, value, is: Number.isNaN(value) }).toMatchObject({ is: false })
      expect(value).toBeGreaterThanOrEqual(least - 1e-9)
      expect(value).toBeLessThanOrEqual(most + 1e-9)
    }
  })

  it('long and narrow: a row, a column and what is just wide enough', () => {
    const kind = { channels: 3, bitDepth: 8 } as const
    for (const [width, height] of [
      [5000, minSide],
      [minSide, 5000],
    ] as const) {
      // prettier-ignore
      const pair = [picture(width, height, kind), picture(width, height, kind)] as const
      expect(metricsSync(...pair, [name])[name]).not.toBeNaN()
    }
  })
})

describeBuilt(`floats that are no numbers${suffix}`, () => {
  const floats = (odd: number): ImageInput => {
    const data = new Float32Array(190 * 190 * 3).fill(0.5)
    data[1000] = odd
    return { data, width: 190, height: 190 }
  }

  it.each([NaN, Infinity, -Infinity, -1e30, 1e30, 2, -1, -0])('%p', async (odd) => {
    const values = () => metricsSync(floats(odd), floats(0.5), names) as Record<string, number>
    let found
    try {
      found = values()
    } catch (error) {
      expect(error).toBeInstanceOf(RangeError)
      await expect(metrics(floats(odd), floats(0.5), names)).rejects.toThrow(RangeError)
      return
    }
    for (const name of names) expect(found[name]).not.toBeNaN()
    expect(await metrics(floats(odd), floats(0.5), names)).toEqual(found)
  })
})

it.each([[[0, 4]], [[4, 0]], [[2 ** 20, 2 ** 20]], [[-1, 4]], [[1.5, 4]]])(
  'a size that no samples fill: %p',
  async ([width, height]) => {
    const given = { data: new Uint8Array(12), width: width!, height: height! }
    expect(() => metricsSync(given, given, ['psnr'])).toThrow(/width|height|length|samples|values/)
    await expect(metrics(given, given, ['psnr'])).rejects.toThrow()
  },
)
