import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { JXL, metrics, metricsSync, type PixelArray, writeImageSync } from '../../lib'
import { toArray, toPicture } from '../../lib/image'
import { rgbProfile } from '../../lib/metadata/rgb_profile'
import { iccProfile } from '../helpers/icc_profile'
import { makePicture, samplesOf } from '../helpers/pictures'
import { profileXyz } from '../helpers/profile_xyz'
import { runCli } from '../helpers/run_cli'
import { itWhere } from '../helpers/where'

// Two pictures whose profiles tell different colours.

const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-metrics-colours-'))
afterAll(() => rmSync(folder, { recursive: true }))

const named = (primaries: number, transfer: number) => rgbProfile({ primaries, transfer })!
const [srgb, p3, bt2020] = [named(1, 13), named(12, 13), named(9, 14)]

/** A copy with this profile. */
function withProfile(picture: PixelArray, icc?: Uint8Array): PixelArray {
  const copy = toArray(samplesOf(picture).slice() as Uint8Array, toPicture(picture))
  return Object.assign(copy, icc && { metadata: { icc } }) as PixelArray
}

/** The code whose light is nearest, by bisection. */
function codeOf(light: number, icc: Uint8Array, bitDepth: number): number {
  const white = profileXyz(icc, [1, 1, 1])[1]
  let [low, high] = [0, 1]
  for (let i = 0; i < 30; i++) {
    const middle = (low + high) / 2
    if (profileXyz(icc, [middle, middle, middle])[1] / white < light) low = middle
    else high = middle
  }
  return Math.round(low * (2 ** bitDepth - 1))
}

/** Inside of every gamut: its codes in `to`, by elimination in double precision. */
function converted(picture: PixelArray, from: Uint8Array, to: Uint8Array): PixelArray {
  const { data, bitDepth } = toPicture(picture) as { data: Uint8Array; bitDepth: number }
  const max = 2 ** bitDepth - 1
  const columns = [0, 1, 2].map((i) => profileXyz(to, [+(i === 0), +(i === 1), +(i === 2)]))
  const out = Uint16Array.from(data)
  for (let at = 0; at < out.length; at += 3) {
    const xyz = profileXyz(from, [data[at]! / max, data[at + 1]! / max, data[at + 2]! / max])
    const rows = [0, 1, 2].map((k) => [...columns.map((column) => column[k]!), xyz[k]!])
    for (let i = 0; i < 3; i++) {
      for (let k = 0; k < 3; k++) {
        if (k === i) continue
        const factor = rows[k]![i]! / rows[i]![i]!
        rows[k] = rows[k]!.map((value, c) => value - factor * rows[i]![c]!)
      }
    }
    rows.forEach((row, i) => (out[at + i] = codeOf(row[3]! / row[i]!, to, bitDepth)))
  }
  const samples = bitDepth > 8 ? out : Uint8Array.from(out)
  return withProfile(toArray(samples, toPicture(picture)) as PixelArray, to)
}

/** Colours that lie inside of sRGB in every space here. */
function muted(bitDepth: number): PixelArray {
  const picture = makePicture({ width: 12, height: 8, bitDepth })
  const max = 2 ** bitDepth - 1
  const samples = samplesOf(picture)
  for (let i = 0; i < samples.length; i++) samples[i] = Math.round(max * 0.35 + samples[i]! * 0.25)
  return picture
}

describe.each([8, 10, 16])('in %i bits', (bitDepth) => {
  it.each([
    ['P3 and sRGB', p3, srgb],
    ['sRGB and BT.2020', srgb, bt2020],
    ['P3 and a gamma', p3, iccProfile()],
  ])('%s: the second comes into the colours of the first', async (_, to, from) => {
    const first = withProfile(muted(bitDepth), to)
    const second = converted(first, to, from)
    const { psnr, warnings } = metricsSync(first, second, ['psnr'])
    expect(psnr).toBeGreaterThan(6 * bitDepth)
    expect(warnings).toEqual([expect.stringMatching(/was converted from its ICC profile/)])
    expect(await metrics(first, second, ['psnr'])).toEqual({ psnr, warnings })
    const numbers = metricsSync(first, withProfile(second, to), ['psnr'])
    expect(numbers.psnr).toBeLessThan(psnr - 10)
  })
})

const picture = makePicture({ width: 24, height: 16 })

it('the same colours in another profile: samples as they are, without a word', () => {
  const other = Uint8Array.from(p3)
  other[24 + 3] = 7 // its date
  const pair = [withProfile(picture, p3), withProfile(picture, other)] as const
  expect(metricsSync(...pair, ['mse'])).toEqual({ mse: 0 })
})

it('gray profiles of other curves are converted, too', () => {
  const gray = makePicture({ width: 24, height: 16, channels: 1 })
  const [soft, hard] = [grayProfile(1.8), grayProfile(2.2)]
  const second = withProfile(gray, hard)
  samplesOf(gray).forEach((v, i) => {
    second.data[i] = Math.round(255 * (v / 255) ** (1.8 / 2.2))
  })
  const { mse, warnings } = metricsSync(withProfile(gray, soft), second, ['mse'])
  expect(mse).toBeLessThan(0.5)
  expect(warnings).toHaveLength(1)
})

it.each([
  ['tables', () => renamed(p3, 'cprt', 'A2B0')],
  ['CIE L*a*b*', () => Uint8Array.from(p3, (v, i) => (i === 20 ? 'L'.charCodeAt(0) : v))],
  ['nothing that can be read', () => renamed(p3, 'rTRC', 'xTRC')],
])('a profile of %s: an error that names both, but not for the same one', async (_, make) => {
  const lab = make()
  const [a, b] = [withProfile(picture, srgb), withProfile(picture, lab)]
  expect(() => metricsSync(a, b, ['psnr'])).toThrow(RangeError)
  await expect(metrics(a, b, ['psnr'])).rejects.toThrow(
    /different colours.*transfer 13".*primaries 12/,
  )
  expect(metricsSync(b, withProfile(picture, lab), ['mse'])).toEqual({ mse: 0 })
})

it('files: a profile beside none is told, but not where it is sRGB, or beside an array', async () => {
  const path = (name: string) => join(folder, name)
  writeImageSync(path('p3.png'), withProfile(picture, p3))
  writeImageSync(path('srgb.png'), withProfile(picture, srgb))
  writeImageSync(path('none.png'), withProfile(picture))
  const told = await metrics(path('p3.png'), path('none.png'), ['mse'])
  expect(told).toEqual({
    mse: 0,
    warnings: [expect.stringMatching(/primaries 12.*the second no profile.*as they are/)],
  })
  expect(metricsSync(path('srgb.png'), path('none.png'), ['mse'])).toEqual({ mse: 0 })
  expect(metricsSync(path('p3.png'), withProfile(picture), ['mse'])).toEqual({ mse: 0 })
})

it('the program tells it, too', async () => {
  const [a, b, none] = ['a.png', 'b.png', 'c.png'].map((name) => join(folder, name))
  writeImageSync(a!, withProfile(picture, p3))
  writeImageSync(b!, withProfile(picture, bt2020))
  writeImageSync(none!, withProfile(picture))
  const { stderr } = await runCli(['metrics', a!, b!, '-m', 'psnr'])
  expect(stderr).toMatch(/the second picture was converted/)
  const { stdout } = await runCli(['metrics', a!, none!, '-m', 'mse', '--json'])
  expect(JSON.parse(stdout)).toMatchObject({
    warnings: [expect.stringMatching(/compared as they are/)],
  })
})

const jxl = new JXL({ backend: 'native' })
itWhere(jxl.available(), 'no JPEG XL here')('a lossy JPEG XL of a P3 picture', async () => {
  const original = withProfile(makePicture({ width: 64, height: 48 }), p3)
  const file = join(folder, 'lossy.jxl')
  await jxl.encode(original, { quality: 0.1, to: file })
  expect((await metrics(original, file, ['psnr'])).psnr).toBeGreaterThan(40)
})

function renamed(icc: Uint8Array, from: string, to: string): Uint8Array {
  const changed = Buffer.from(icc)
  changed.write(to, changed.indexOf(from, 128, 'latin1'), 'latin1')
  return Uint8Array.from(changed)
}

/** A gray profile: the RGB one of tests, whose red curve is the gray one. */
function grayProfile(gamma: number): Uint8Array {
  const changed = Buffer.from(renamed(iccProfile(), 'rTRC', 'kTRC'))
  changed.write('GRAY', 16, 'latin1')
  const para = changed.indexOf('para', 128, 'latin1')
  changed.writeInt32BE(Math.round(gamma * 65536), para + 12)
  return Uint8Array.from(changed)
}
