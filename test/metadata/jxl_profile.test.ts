import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { JXL, PNG, readImage, readMetadata, writeImage } from '../../lib'
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
