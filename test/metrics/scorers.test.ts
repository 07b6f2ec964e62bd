import type { ImageInput, PixelInput } from '../../lib/image'
import { defineMetric, metrics, metricsSync, PNG } from '../../lib/index'
import { checkMetricNames, metricRow } from '../../lib/metrics/names'
import { vmaf } from '../../lib/metrics/vmaf'
import { expectNoneLeft } from '../helpers/private_folders'

const picture = (level: number, channels = 3, bitDepth = 8): ImageInput => {
  const length = 20 * 17 * channels
  const make = (_: unknown, i: number) => (level + i * 3) % 200
  const data = bitDepth > 8 ? Uint16Array.from({ length }, make) : Uint8Array.from({ length }, make)
  return { data, width: 20, height: 17, channels, bitDepth }
}

/** A scorer in JavaScript, of files that are read as bytes `a` and `b`. */
const scorer = (name: string, code: string, files?: 'raw') =>
  defineMetric({
    name,
    better: 'lower',
    files,
    command: [
      process.execPath,
      '-e',
      `const [pa, pb, ...rest] = process.argv.slice(1); const fs = require('fs');
       const [a, b] = [pa, pb].map((path) => fs.readFileSync(path)); ${code}`,
      '{a}',
      '{b}',
      '{width}x{height}x{channels}',
      '{bitDepth}',
      '{toString}', // of no meaning: as it is
    ],
  })

describe('a scorer that is a program', () => {
  const added = expectNoneLeft()

  it('gets raw samples and their shape, async and sync', async () => {
    const sum = scorer(
      'sum-of-differences',
      `console.log('of', rest.join(' '), 'is', a.reduce((s, v, i) => s + Math.abs(v - b[i]), 0))`,
      'raw',
    )
    const [a, b] = [picture(0), picture(2)]
    const values = await metrics(a, b, ['mse', sum])
    expect(values[sum]).toBeGreaterThan(1000)
    expect(metricsSync(a, b, [sum])).toEqual({ [sum]: values[sum] })
    const said = scorer('shape', `console.log(rest[0].split('x')[1])`, 'raw')
    expect(metricsSync(a, b, [said])).toEqual({ shape: 17 })
    const length = scorer('last-argument', `console.log(rest.at(-1).length)`, 'raw')
    expect(metricsSync(a, b, [length])).toEqual({ 'last-argument': 10 })
  })

  it.each([
    [1, 8],
    [3, 8],
    [4, 8],
    [1, 16],
    [3, 16],
  ])('gets PNG files that decoders read: %i channels of %i bit', async (channels, bitDepth) => {
    const sizes = scorer('png-bytes', `console.log(JSON.stringify([...a])); console.log(a.length)`)
    const image = picture(40, channels, bitDepth)
    expect((await metrics(image, image, [sizes]))[sizes]).toBeGreaterThan(60)
    const { pngOf } =
      jest.requireActual<typeof import('../../lib/metrics/png')>('../../lib/metrics/png')
    const { toPicture } = jest.requireActual<typeof import('../../lib/image')>('../../lib/image')
    const view = toPicture(image as PixelInput)
    if (view.kind !== 'pixels') throw new Error('expected pixels')
    if (!new PNG().available()) return
    const decoded = new PNG().decodeSync(Uint8Array.from(pngOf(view)))
    const colours = Math.min(channels, 3)
    expect(decoded.shape).toEqual([17, 20, colours])
    for (const [y, x] of [
      [0, 0],
      [16, 19],
      [7, 11],
    ] as const) {
      for (let c = 0; c < colours; c++) {
        const wanted = view.data[(y * 20 + x) * channels + c]
        expect(decoded.get(y, x, c)).toBe(wanted)
      }
    }
  })

  it('keeps the samples that it was called with', async () => {
    const total = scorer('total', `console.log(a.reduce((s, v) => s + v, 0))`, 'raw')
    const [a, b] = [picture(9), picture(9)]
    const wanted = metricsSync(a, b, [total])
    const result = metrics(a, b, [total])
    ;(a as { data: Uint8Array }).data.fill(0)
    expect(await result).toEqual(wanted)
  })

  it.each([
    ['silent', `process.exit(0)`, 'ERR_CHILD', 'printed no number'],
    ['failing', `console.log(1); process.exit(3)`, 'ERR_CHILD', ''],
  ])('%s: an error, and nothing is left behind', async (name, code, error, message) => {
    const bad = scorer(name, code)
    const call = metrics(picture(1), picture(2), [bad])
    await expect(call).rejects.toMatchObject({ code: error })
    await expect(call).rejects.toThrow(message)
    expect(added()).toEqual([])
  })

  it('that is missing says how to get it', async () => {
    const absent = defineMetric({
      name: 'absent',
      better: 'higher',
      command: ['no-such-scorer', '{a}', '{b}'],
      install: 'pip install it',
    })
    const call = metrics(picture(1), picture(2), [absent])
    await expect(call).rejects.toMatchObject({ code: 'ERR_UNAVAILABLE' })
    await expect(call).rejects.toThrow('no-such-scorer is missing; pip install it')
  })

  it('reads infinity, and the last of several numbers', () => {
    const last = scorer('last', `console.log('v 2: 1.5e-3, inf')`)
    expect(metricsSync(picture(1), picture(2), [last])).toEqual({ last: Infinity })
    const exponent = scorer('exponent', `console.log('score: -1.5e-3')`)
    expect(metricsSync(picture(1), picture(2), [exponent])).toEqual({ exponent: -1.5e-3 })
  })

  it.each([
    [{ name: 'Upper', better: 'lower', command: ['x'] }, TypeError],
    [{ name: 'psnr', better: 'lower', command: ['x'] }, RangeError],
    [{ name: 'nothing', better: 'lower', command: 'x' }, TypeError],
  ])('refuses %j', (description, type) => {
    expect(() => defineMetric(description as never)).toThrow(type)
  })
})

describe('vmaf', () => {
  const ffmpegPath = process.env.NODECODECS_VMAF_FFMPEG
  const missing = vmaf.missing?.('vmaf', ffmpegPath)

  it(missing ? 'says what is missing' : 'identical pictures have about 97', async () => {
    const image = {
      data: new Uint8Array(64 * 48 * 3).map((_, i) => (i * 7) % 251),
      width: 64,
      height: 48,
    }
    const call = metrics(image, image, ['vmaf'], { ffmpegPath })
    if (missing) {
      await expect(call).rejects.toMatchObject({ code: 'ERR_UNAVAILABLE' })
      await expect(call).rejects.toThrow(/libvmaf|ffmpeg program is missing/)
    } else {
      const { vmaf: value } = await call
      expect(value).toBeGreaterThan(95)
      expect(value).toBeLessThanOrEqual(100)
    }
  })

  it('is a name like the others', () => {
    expect(checkMetricNames(['vmaf'])).toEqual(['vmaf'])
    expect(metricRow('vmaf')).toMatchObject({ better: 'higher', range: [0, 100] })
  })
})
