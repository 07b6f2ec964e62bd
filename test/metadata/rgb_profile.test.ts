import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { JXL, metricsSync, writeImageSync } from '../../lib'
import { type CodedColour, rgbProfile } from '../../lib/metadata/rgb_profile'
import { iccProfile } from '../helpers/icc_profile'
import { makePicture, samplesOf } from '../helpers/pictures'
import { profileXyz, tagValues, withColorants } from '../helpers/profile_xyz'
import { itWhere } from '../helpers/where'

// The profile of samples whose stream has code points instead of one.

const made = (primaries: number, transfer: number): Uint8Array => {
  const icc = rgbProfile({ primaries, transfer })
  if (!icc) throw new Error('expected a profile')
  return icc
}
const available = (['native', 'ffmpeg'] as const).filter((backend) =>
  new JXL({ backend }).available(),
)
/** Not empty, so that there is a row to skip where there is no JPEG XL. */
const readers = available.length > 0 ? available : (['native'] as const)
const colorants = ['rXYZ', 'gXYZ', 'bXYZ']

// As Lindbloom's tables and the profiles of browsers have them, adapted to D50 by Bradford's matrix.
it.each<[string, number, number[]]>([
  ['sRGB', 1, [0.43607, 0.22249, 0.01392, 0.38515, 0.71687, 0.09708, 0.14307, 0.06061, 0.7141]],
  ['P3', 12, [0.51512, 0.2412, -0.00105, 0.29198, 0.69225, 0.04189, 0.1571, 0.06657, 0.78407]],
  ['BT.2020', 9, [0.67348, 0.27904, -0.00194, 0.16566, 0.67535, 0.02998, 0.1251, 0.04561, 0.7972]],
])("has %s's primaries", (_, primaries, wanted) => {
  const found = colorants.flatMap((name) => tagValues(made(primaries, 8), name))
  found.forEach((value, i) => expect(value).toBeCloseTo(wanted[i]!, 3))
})

it.each<[number, number, number]>([
  [13, 0.5, 0.21404],
  [13, 0.02, 0.02 / 12.92],
  [8, 0.5, 0.5],
  [1, 0.5, ((0.5 + 0.099) / 1.099) ** (1 / 0.45)],
  [4, 0.5, 0.5 ** 2.2],
])('has the curve of transfer %d', (transfer, code, light) => {
  const [, y] = profileXyz(made(9, transfer), [code, code, code])
  expect(y).toBeCloseTo(light, 4)
})

it.each<CodedColour>([
  { primaries: 2, transfer: 2 },
  { primaries: 9, transfer: 16 },
  { primaries: 9, transfer: 18 },
])('is none of %o', (colour) => {
  expect(rgbProfile(colour)).toBeUndefined()
})

describe('lossy JPEG XL with a profile', () => {
  const codec = new JXL({ backend: 'native' })
  const test = itWhere(codec.available(), 'no JPEG XL here')
  const picture = makePicture({ width: 64, height: 48 })
  const wide = [
    [0.51512, 0.2412, -0.00105],
    [0.29198, 0.69225, 0.04189],
    [0.1571, 0.06657, 0.78407],
  ]
  const profiles = { 'of a gamma': iccProfile(), 'of P3': withColorants(iccProfile(), wide) }

  const cases = Object.entries(profiles).flatMap(([name, icc]) =>
    readers.map((backend) => [name, backend, icc] as const),
  )
  test.each(cases)('%s, by %s: decoded, it has the same colours', (_, backend, icc) => {
    const bytes = codec.encodeSync(picture, { quality: 0.1, metadata: { icc } })
    const decoded = new JXL({ backend }).decodeSync(bytes)
    const shown = decoded.metadata?.icc ?? expectSrgb()
    const [before, after] = [samplesOf(picture), samplesOf(decoded)]
    let sum = 0
    for (let at = 0; at < before.length; at += 3) {
      const [a, b] = [
        profileXyz(icc, codes(before, at)),
        profileXyz(shown, codes(after, at)),
      ] as const
      sum += Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]) + Math.abs(a[2] - b[2])
    }
    expect(sum / before.length).toBeLessThan(0.004)
  })

  test.each(Object.entries(profiles))('%s: a target compares the same colours', (_, icc) => {
    const target = { psnr: 42 }
    const plain = codec.encodeSync(picture, { target })
    expect(codec.encodeSync(picture, { target, metadata: { icc } }).quality).toBe(plain.quality)
  })

  test.each(Object.entries(profiles))('%s: apply restores the same colours', (_, icc) => {
    const { restored } = codec.applySync(picture, { quality: 0.1, metadata: { icc } })
    expect(metricsSync(picture, restored, ['psnr']).psnr).toBeGreaterThan(40)
  })

  test('none: the samples are those that went in', () => {
    const decoded = codec.decodeSync(codec.encodeSync(picture, { quality: 0.1 }))
    expect(decoded.metadata?.icc).toBeUndefined()
    expect(metricsSync(picture, decoded, ['psnr']).psnr).toBeGreaterThan(40)
  })
})

describe('JPEG XL with the name of a colour', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-jxl-named-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const found = spawnSync('cjxl', ['--version']).error === undefined
  const test = itWhere(new JXL({ backend: 'native' }).available() && found, 'no cjxl')

  function named(name: string): Uint8Array {
    const [ppm, jxl] = [join(folder, 'a.ppm'), join(folder, 'a.jxl')]
    writeImageSync(ppm, makePicture({ width: 32, height: 24 }))
    const args = [ppm, jxl, '-d', '0', '-x', `color_space=${name}`]
    expect(spawnSync('cjxl', args, { timeout: 60_000 }).status).toBe(0)
    return Uint8Array.from(readFileSync(jxl))
  }

  test.each(readers)('P3, by %s: it has the profile of that', (backend) => {
    const { metadata } = new JXL({ backend }).decodeSync(named('RGB_D65_DCI_Rel_SRG'))
    expect(metadata?.icc).toEqual(rgbProfile({ primaries: 12, transfer: 13 }))
  })

  test.each(readers)('PQ, by %s: a warning tells it', (backend) => {
    const { metadata, warnings } = new JXL({ backend }).decodeSync(named('RGB_D65_202_Rel_PeQ'))
    expect(metadata?.icc).toBeUndefined()
    expect(warnings).toEqual([expect.stringMatching(/primaries 9, transfer 16/)])
  })
})

const codes = (samples: ArrayLike<number>, at: number): [number, number, number] => [
  samples[at]! / 255,
  samples[at + 1]! / 255,
  samples[at + 2]! / 255,
]

function expectSrgb(): never {
  throw new Error('expected a profile, since the samples are not the ones that went in')
}
