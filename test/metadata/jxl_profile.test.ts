import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { JXL, PNG, readImage, readMetadata, writeImage, writeMetadata } from '../../lib'
import { iccProfile } from '../helpers/icc_profile'
import { makePicture } from '../helpers/pictures'
import { itWhere } from '../helpers/where'

// A JPEG XL profile is coded with the picture: libjxl takes it and gives it, by libavcodec.

const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-jxl-icc-'))
afterAll(() => rmSync(folder, { recursive: true }))
const codec = new JXL({ lossless: true, backend: 'native' })
const test = itWhere(codec.available(), 'no JPEG XL here')
const has = (program: string) => spawnSync(program, ['--version']).error === undefined
const icc = iccProfile()
const pngWith = (profile: Uint8Array) =>
  writeMetadata(new PNG().encodeSync(picture), { icc: profile })
const picture = makePicture({ width: 32, height: 24 })

test('encode writes it, decode gives it, without a warning', async () => {
  for (const file of [
    codec.encodeSync(picture, { metadata: { icc } }),
    await codec.encode(picture, { metadata: { icc } }),
  ]) {
    expect(file.warnings).toBeUndefined()
    expect(codec.decodeSync(file).metadata?.icc).toEqual(icc)
    expect((await codec.decode(file)).metadata?.icc).toEqual(icc)
    expect(codec.decodeSync(file).data).toEqual(picture.data)
    expect(codec.decodeSync(file, { metadata: 'drop' }).metadata?.icc).toBeUndefined()
  }
})

test('Exif beside it is written as before', () => {
  const exif = Buffer.from('II*\0\x08\0\0\0\0\0\0\0\0\0', 'latin1')
  const file = codec.encodeSync(picture, { metadata: { icc, exif } })
  expect(readMetadata(file).exif).toEqual(Uint8Array.from(exif))
  expect(codec.decodeSync(file, { metadata: 'keep' }).metadata?.icc).toEqual(icc)
})

test('it goes from file to file', async () => {
  const [png, jxl, back] = ['a.png', 'a.jxl', 'b.png'].map((name) => join(folder, name))
  writeFileSync(png!, new PNG().encodeSync(picture, { metadata: { icc } }))
  await writeImage(jxl!, await readImage(png!))
  await new PNG().encode(jxl!, { to: back! })
  expect(readMetadata(readFileSync(back!)).icc).toEqual(icc)
})

test('what libjxl does not take for a profile is left out, with a warning', async () => {
  const broken = { icc: icc.map((v, i) => (i < 128 ? v : 7)) }
  for (const file of [
    codec.encodeSync(picture, { metadata: broken }),
    await codec.encode(picture, { metadata: broken, target: { bytes: 1e6 } }),
  ]) {
    expect(file.warnings).toEqual([expect.stringMatching(/cannot hold the ICC profile/)])
    expect(codec.decodeSync(file).metadata?.icc).toBeUndefined()
  }
})

const written = (at: number, text: string) => {
  const copy = Uint8Array.from(icc)
  copy.set(Buffer.from(text, 'latin1'), at)
  return copy
}
const GREEN = Buffer.from(icc).indexOf('gTRC') // its place in the table of tags
const CURVE = Buffer.from(icc).lastIndexOf('para')

describe('a lossy encoder converts by it: libjxl 0.7 ends the process where it cannot', () => {
  const lossy = new JXL({ backend: 'native' })
  const test = itWhere(lossy.available(), 'no native jxl')
  it.each([
    ['of XYZ', written(16, 'XYZ ')],
    ['of HSV', written(16, 'HSV ')],
    ['of many inks', written(16, 'MCH4')],
    ['of inks', written(16, 'CMYK')],
    ['a link', written(12, 'link')],
    ['named colours', written(12, 'nmcl')],
    ['connected by RGB', written(20, 'RGB ')],
    ['without a curve', written(GREEN, 'xTRC')],
    ['by tables', written(GREEN - 12 * 6, 'A2B0')],
    ['a curve of no known type', written(CURVE + 9, '\x07')],
    ['a gamma of none', written(CURVE + 12, '\xf0')],
    ['shorter than its tags', written(0, '\0\0\0\x90')],
  ])('%s', async (_, wrong) => {
    const named = pngWith(wrong)
    for (const file of [
      lossy.encodeSync(picture, { metadata: { icc: wrong } }),
      await lossy.encode(named),
    ]) {
      expect(file.warnings).toEqual([expect.stringMatching(/ICC profile.*left out/)])
      expect(lossy.decodeSync(file).shape).toEqual(picture.shape)
    }
  })

  test('a whole one of a matrix and curves is coded', () => {
    expect(lossy.encodeSync(picture, { metadata: { icc } }).warnings).toBeUndefined()
  })
})

test('a target counts it', () => {
  const plain = codec.encodeSync(picture).length
  const file = codec.encodeSync(picture, { metadata: { icc } })
  expect(file.length).toBeGreaterThan(plain)
  const lossy = new JXL({ backend: 'native' })
  const budget = lossy.encodeSync(picture, { metadata: { icc }, quality: 5 }).length
  const found = lossy.encodeSync(picture, { metadata: { icc }, target: { bytes: budget } })
  expect(found.length).toBeLessThanOrEqual(budget)
})

itWhere(codec.available() && has('djxl'), 'no djxl')('djxl finds the same', () => {
  const [file, out] = [join(folder, 'c.jxl'), join(folder, 'c.png')]
  writeFileSync(file, codec.encodeSync(picture, { metadata: { icc } }))
  spawnSync('djxl', [file, out], { timeout: 60_000 })
  expect(readMetadata(readFileSync(out)).icc).toEqual(icc)
})
