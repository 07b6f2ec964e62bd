import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { addon } from '../../lib/backends/native/addon'
import type { ImageInput } from '../../lib/image'
import { metrics, metricsSync } from '../../lib/index'
import { type MetricName, metricNames, metricRow } from '../../lib/metrics/names'
import { type Case, makePair, reference } from '../helpers/metrics_pictures'

/** What numpy and scipy computed: util/reference/field_metrics_reference.py. */
const field = JSON.parse(
  readFileSync(join(__dirname, '..', 'fixtures', 'metrics', 'field.json'), 'utf8'),
) as { name: string; values: Partial<Record<MetricName, number>> }[]

type Size = Pick<Case, 'width' | 'height' | 'channels' | 'bits'>

function picturesOf(entry: Case): [ImageInput, ImageInput] {
  const { width, height, channels, bits: bitDepth } = entry
  return makePair(entry).map((data) => ({ data, width, height, channels, bitDepth })) as [
    ImageInput,
    ImageInput,
  ]
}

const made = new Map<string, [ImageInput, ImageInput]>()

/** Made once: the generator is slower than the metrics. */
function pairOf(size: Size, kind: Case['kind'] = 'blocks'): [ImageInput, ImageInput] {
  const key = JSON.stringify([size, kind])
  const pair =
    made.get(key) ?? picturesOf({ name: '', sha256: '', values: {}, kind, seed: 3, ...size })
  made.set(key, pair)
  return pair
}

const built = addon() !== undefined
const names = metricNames.filter((name) => metricRow(name).compute.missing?.(name) === undefined)
const suffix = built ? '' : ' (skipped: the native addon is not built)'
const describeBuilt = built ? describe : describe.skip

describeBuilt(`equal to numpy and scipy${suffix}`, () => {
  it.each(field)('$name', async ({ name, values }) => {
    const [a, b] = picturesOf(reference.synthetic.find((entry) => entry.name === name)!)
    const asked = Object.keys(values) as MetricName[]
    const found: Partial<Record<MetricName, number>> = await metrics(a, b, asked)
    for (const metric of asked) expect(found[metric]).toBeCloseTo(values[metric]!, 9)
  })
})

describeBuilt.each(names)(`%s${suffix}`, (name) => {
  const { needs, range, better } = metricRow(name)
  const { minSide = 1, colour = false } = needs
  const [worst, best] = range
  const size = { width: 190, height: 171, channels: 3, bits: 8 }

  it.each([
    { ...size },
    { ...size, bits: 10 },
    { ...size, bits: 16 },
    { ...size, channels: 4 },
    { ...size, channels: 1 },
    { ...size, channels: 1, bits: 12 },
    { ...size, width: minSide, height: minSide + 6 },
  ])('identical pictures have the best value: %j', (one) => {
    if (colour && one.channels === 1) return
    const [a] = pairOf(one)
    const value = metricsSync(a, a, [name])[name] as number
    // VIF's own formula has 1e-10 in its quotients.
    if (name === 'vif') expect(value).toBeCloseTo(best, 9)
    else expect(value).toBe(best)
  })

  it('flat pictures: identical ones have the best value, others none that is no number', () => {
    const flat = (level: number): ImageInput => ({
      data: new Uint8Array(170 * 165 * 3).fill(level),
      width: 170,
      height: 165,
    })
    const value = metricsSync(flat(90), flat(90), [name])[name] as number
    if (Number.isFinite(best)) expect(value).toBeCloseTo(best, 9)
    else expect(value).toBe(best)
    expect(metricsSync(flat(90), flat(140), [name])[name]).not.toBeNaN()
  })

  it('worse pictures are worse, within the range', () => {
    const value = (kind: Case['kind']) => {
      const [a, b] = pairOf(size, kind)
      return metricsSync(a, b, [name])[name] as number
    }
    const [near, far] = [value('noise'), value('other')]
    const signed = (one: number) => (better === 'higher' ? one : -one)
    expect(signed(near)).toBeGreaterThan(signed(far))
    expect(signed(best)).toBeGreaterThan(signed(near))
    expect(signed(far)).toBeGreaterThanOrEqual(signed(worst))
  })

  it('is the same for any number of threads, async and beside others', async () => {
    const [a, b] = pairOf({ ...size, width: 261 })
    const wanted = metricsSync(a, b, [name], { threads: 1 })
    expect(metricsSync(a, b, [name], { threads: 5 })).toEqual(wanted)
    expect(await metrics(a, b, [name], { threads: 2 })).toEqual(wanted)
    expect(metricsSync(a, b, ['mse', name, 'psnr'])).toMatchObject(wanted)
  })

  it(`says which pictures it needs`, () => {
    if (colour) {
      const [gray] = pairOf({ ...size, channels: 1 })
      expect(() => metricsSync(gray, gray, [name])).toThrow(`${name}: expected RGB`)
    }
    if (minSide === 1) return
    const [small] = pairOf({ ...size, width: 300, height: minSide - 1 })
    const call = () => metricsSync(small, small, [name])
    expect(call).toThrow(RangeError)
    expect(call).toThrow(`${name}: expected sides of at least ${minSide}, got 300x${minSide - 1}`)
  })
})

describeBuilt(`planes${suffix}`, () => {
  const [a, b] = pairOf({ width: 201, height: 173, channels: 1, bits: 8 })
  const data = (image: ImageInput) => (image as { data: Uint8Array }).data
  const planar = (image: ImageInput, chroma: 'none' | '420' | '444'): ImageInput => {
    const half = chroma === '420'
    const [width, height] = half ? [101, 87] : [201, 173]
    const plane = (shift: number) => data(image).slice(shift, shift + width * height)
    const pixelFormat = { none: 'gray', '420': 'yuv420p', '444': 'yuv444p' }[chroma]
    const all = [data(image), plane(half ? 7 : 0), plane(half ? 11 : 0)]
    return {
      planes: chroma === 'none' ? all.slice(0, 1) : all,
      width: 201,
      height: 173,
      pixelFormat,
    }
  }
  const ofLuma = names.filter((name) => {
    const rule = metricRow(name).planes
    return typeof rule === 'object' && rule.fold === 'first' && !rule.psnr
  })

  it.each(ofLuma)('%s is that of the first plane', (name) => {
    const wanted = metricsSync(a, b, [name])
    expect(metricsSync(planar(a, 'none'), planar(b, 'none'), [name])).toEqual(wanted)
    expect(metricsSync(planar(a, '420'), planar(b, '420'), [name])).toEqual(wanted)
  })

  it('PSNR-HVS weighs three planes, and has luma alone for one', () => {
    const hvs = ['psnr-hvs', 'psnr-hvs-y', 'psnr-hvs-cb', 'psnr-hvs-cr'] as const
    const found = metricsSync(planar(a, '420'), planar(b, '420'), hvs)
    const [all, y, cb, cr] = hvs.map((name) => 10 ** (-found[name] / 10))
    expect(all).toBeCloseTo(0.8 * y! + 0.1 * cb! + 0.1 * cr!, 12)
    const gray = metricsSync(planar(a, 'none'), planar(b, 'none'), ['psnr-hvs', 'psnr-hvs-y'])
    expect(gray).toEqual({ 'psnr-hvs': found['psnr-hvs-y'], 'psnr-hvs-y': found['psnr-hvs-y'] })
  })

  it('are read before an async call returns', async () => {
    const pair = [planar(a, '444'), planar(b, '444')] as const
    const asked = ['xpsnr', 'psnr-hvs', 'ciede2000', 'vif'] as const
    const wanted = metricsSync(...pair, asked)
    const copies = pair.map((one) => ({
      ...(one as object),
      planes: (one as { planes: Uint8Array[] }).planes.map((plane) => plane.slice()),
    })) as { planes: Uint8Array[] }[]
    const result = metrics(copies[0] as ImageInput, copies[1] as ImageInput, asked)
    for (const { planes } of copies) planes.forEach((plane) => plane.fill(0))
    expect(await result).toEqual(wanted)
  })

  it.each([
    ['yuv440p', 1, 2],
    ['yuv422p', 2, 1],
    ['yuv411p', 4, 1],
    ['yuv410p', 4, 4],
  ])('CIEDE2000 repeats the chroma of %s', (pixelFormat, across, down) => {
    const [width, height] = [201, 173]
    const [w, h] = [Math.ceil(width / across), Math.ceil(height / down)]
    const small = (image: ImageInput, at: number) => data(image).slice(at, at + w * h)
    const repeated = (plane: Uint8Array) =>
      Uint8Array.from(
        { length: width * height },
        (_, i) =>
          plane[Math.floor(Math.floor(i / width) / down) * w + Math.floor((i % width) / across)]!,
      )
    const size = { width, height }
    const coded = (image: ImageInput) => {
      const planes = [data(image), small(image, 7), small(image, 11)]
      return { ...size, planes, pixelFormat }
    }
    const whole = (image: ImageInput): ImageInput => {
      const planes = [data(image), repeated(small(image, 7)), repeated(small(image, 11))]
      return { ...size, planes, pixelFormat: 'yuv444p' }
    }
    expect(metricsSync(coded(a), coded(a), ['ciede2000'])).toEqual({ ciede2000: Infinity })
    const wanted = metricsSync(whole(a), whole(b), ['ciede2000'])
    expect(metricsSync(coded(a), coded(b), ['ciede2000'])).toEqual(wanted)
  })

  it('say what has no value of them', () => {
    const gray = planar(a, 'none')
    expect(() => metricsSync(gray, gray, ['ciede2000'])).toThrow(
      'expected planes of YCbCr, got gray',
    )
    expect(() => metricsSync(gray, gray, ['delta-e2000'])).toThrow('expected pixels, got planes')
  })
})
