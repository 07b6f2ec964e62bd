import { createHash } from 'node:crypto'
import { addon } from '../../lib/backends/native/addon'
import { JPEG, metrics, metricsSync } from '../../lib/index'
import type { Target } from '../../lib/calls/target'
import { toleranceOf } from '../helpers/metric_difference_tables'
import { isRelative } from '../helpers/metric_differences'
import {
  makePerceptualPair,
  pairs,
  type PerceptualPair,
  photographOf,
} from '../helpers/perceptual_pairs'
import { realPicture } from '../helpers/pictures'
import { crop, deepened, luma, synth, withAlpha } from '../helpers/raster'

const names = ['ssimulacra2', 'ssimulacra2-exact', 'butteraugli', 'butteraugli-3norm'] as const

/** The tool's own spread between processors is 6e-6 of Butteraugli. */
function expectAsTools(found: PerceptualPair['values'], pair: PerceptualPair): void {
  for (const [name, wanted] of Object.entries(pair.values)) {
    const value = found[name as keyof typeof found]!
    const tolerance = toleranceOf(name) * (isRelative(name) ? wanted : 1)
    expect(Math.abs(value - wanted)).toBeLessThanOrEqual(tolerance)
  }
}

function inputs(pair: PerceptualPair) {
  const [a, b] = makePerceptualPair(pair)
  expect(createHash('sha256').update(b.data).digest('hex')).toBe(pair.sha256)
  const { bitDepth } = pair
  return [
    { ...a, bitDepth },
    { ...b, bitDepth },
  ] as const
}

const built = addon() !== undefined
const title = built ? 'perceptual metrics' : 'perceptual metrics (skipped: no native addon)'
const generated = pairs.filter((pair) => photographOf(pair) === undefined)
const photographs = [...new Set(pairs.map(photographOf))].filter((name) => name !== undefined)

;(built ? describe : describe.skip)(title, () => {
  it.each(generated)(
    '$picture $width x $height, $bitDepth bits, $distortion: as the tools',
    async (pair) => {
      const [a, b] = inputs(pair)
      const values = await metrics(a, b, names)
      expectAsTools(values, pair)
      expect(metricsSync(a, b, names, { threads: 1 })).toEqual(values)
    },
  )

  for (const name of photographs) {
    const run = realPicture(`${name}.png`) === undefined ? it.skip : it
    const own = pairs.filter((pair) => photographOf(pair) === name)
    run.each(own)(
      `${name} (skipped without it): $picture $width x $height, $distortion`,
      (pair) => {
        const [a, b] = inputs(pair)
        expectAsTools(metricsSync(a, b, names), pair)
      },
    )
  }

  const picture = synth(300, 200)
  const blurred = { ...picture, data: picture.data.map((v, i) => (v + picture.data[i ^ 1]!) >> 1) }

  it('gives the best value of identical pictures, exactly', () => {
    for (const same of [
      picture,
      luma(picture, 1),
      deepened(picture),
      withAlpha(picture, (x, y) => (x + y) & 255),
      crop(picture, 0, 0, 8, 9),
    ]) {
      const bitDepth = same.data instanceof Uint16Array ? 16 : 8
      const values = metricsSync({ ...same, bitDepth }, { ...same, bitDepth }, names)
      expect(names.map((name) => values[name])).toEqual([100, 100, 0, 0])
    }
  })

  it('gives the same for any number of threads', () => {
    const wanted = metricsSync(picture, blurred, names, { threads: 1 })
    for (const threads of [2, 3, 16, 256]) {
      expect(metricsSync(picture, blurred, names, { threads })).toEqual(wanted)
    }
  })

  it('sees alpha: a change under what is opaque counts, one under what is clear does not', () => {
    const [opaque, clear] = [255, 0].map((alpha) => ({
      a: withAlpha(picture, () => alpha),
      b: withAlpha(blurred, () => alpha),
    }))
    const plain = metricsSync(picture, blurred, names)
    expect(metricsSync(opaque!.a, opaque!.b, names)).toEqual(plain)
    expect(metricsSync(clear!.a, clear!.b, names)).toEqual(metricsSync(picture, picture, names))
  })

  it('brightens Butteraugli by intensityTarget, and says what it takes', () => {
    const at = (intensityTarget: number): number =>
      metricsSync(picture, blurred, ['butteraugli'], { intensityTarget }).butteraugli
    expect(at(80)).toBe(metricsSync(picture, blurred, ['butteraugli']).butteraugli)
    expect(at(255)).toBeGreaterThan(at(80))
    expect(() => at(0)).toThrow(/intensityTarget/)
  })

  it('warns of SSIMULACRA2 below 113 samples a side, and takes no side below 8', () => {
    const small = (side: number) => crop(picture, 0, 0, 200, side)
    const warned = metricsSync(small(112), small(112), ['ssimulacra2', 'butteraugli'])
    expect(warned.warnings).toEqual([expect.stringContaining('ssimulacra2')])
    expect(metricsSync(small(113), small(113), ['ssimulacra2']).warnings).toBeUndefined()
    for (const name of names) {
      expect(() => metricsSync(small(7), small(7), [name])).toThrow(RangeError)
    }
  })

  it.each(['ssimulacra2', 'butteraugli'] as const)('is a target: %s', async (name) => {
    const codec = new JPEG()
    const plain = await codec.apply(picture, { quality: 70 })
    const value = metricsSync(picture, plain.restored, [name])[name]
    const encoded = await codec.encode(picture, { target: { [name]: value } as Target })
    const reached = metricsSync(picture, await codec.decode(encoded), [name])[name]
    if (name === 'ssimulacra2') expect(reached).toBeGreaterThanOrEqual(value)
    else expect(reached).toBeLessThanOrEqual(value)
    expect(encoded.length).toBeLessThanOrEqual(plain.nBytes)
  })
})
