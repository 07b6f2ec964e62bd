import '../lab/processes'
import { createCodec, decode, metrics, readImage, readImageSync, type Codec } from '../../lib'
import { concat } from '../../lib/bitstream/bytes'
import { pngChunk } from '../../lib/bitstream/png'
import { rgbProfile } from '../../lib/metadata/rgb_profile'
import { probeSync } from '../../lib/probe'
import { makePicture } from '../helpers/pictures'
import { itWhere } from '../helpers/where'

// A file that names its colour by code points of H.273 instead of a profile: AVIF's and HEIC's nclx,
// PNG's cICP.

const picture = makePicture({ width: 48, height: 32 })

/** A PNG file with a cICP chunk behind its IHDR. */
function png(primaries: number, transfer: number): Uint8Array {
  const file = createCodec('png').encodeSync(picture)
  const chunk = pngChunk('cICP', Uint8Array.of(primaries, transfer, 0, 1))
  return concat([file.subarray(0, 33), chunk, file.subarray(33)])
}

/** By libavutil's names. */
const names: Record<number, string> = { 1: 'bt709', 9: 'bt2020', 12: 'smpte432' }
const curves: Record<number, string> = {
  ...{ 1: 'bt709', 8: 'linear', 13: 'iec61966-2-1', 16: 'smpte2084', 18: 'arib-std-b67' },
}
const coded = (name: string) => (primaries: number, transfer: number) => {
  const options = { color_primaries: names[primaries], color_trc: curves[transfer] }
  return createCodec(name, { options, effort: 0 }).encodeSync(picture)
}

const there = (codec: Codec): boolean => codec.available()
const files: [string, boolean, (primaries: number, transfer: number) => Uint8Array][] = [
  ['png', there(createCodec('png')), png],
  ['avif', there(createCodec('avif')), coded('avif')],
  ['heic', there(createCodec('heic')), coded('heic')],
]

describe.each(files)('%s', (name, available, file) => {
  const test = itWhere(available, `no ${name} here`)

  test('of Display P3 comes with its profile, by every call', async () => {
    const bytes = file(12, 13)
    const icc = rgbProfile({ primaries: 12, transfer: 13 })
    expect(icc).toBeDefined()
    expect((await readImage(bytes)).metadata).toEqual({ icc })
    expect((await readImage(bytes, { isolate: true })).metadata).toEqual({ icc })
    expect((await decode(bytes)).metadata).toEqual({ icc })
    expect(readImageSync(bytes, { metadata: 'drop' }).metadata).toBeUndefined()
    expect(probeSync(bytes)).toMatchObject({ colour: { primaries: 12, transfer: 13 } })
  })

  test.each([16, 18])('of BT.2020 with transfer %d, which no profile tells, warns', (transfer) => {
    const { metadata, warnings } = readImageSync(file(9, transfer))
    expect(metadata).toBeUndefined()
    expect(warnings).toEqual([
      expect.stringContaining(`H.273 primaries 9, transfer ${transfer}`) as string,
    ])
  })

  test.each([
    [1, 13],
    [1, 1],
  ])('of primaries %d, transfer %d is shown as sRGB', (primaries, transfer) => {
    const { metadata, warnings } = readImageSync(file(primaries, transfer))
    expect([metadata, warnings]).toEqual([undefined, undefined])
    expect(probeSync(file(primaries, transfer))).toMatchObject({ colour: { primaries, transfer } })
  })

  test('is compared in one colour space', async () => {
    const [p3, wide] = [file(12, 13), file(9, 13)]
    const { mse: same, warnings } = await metrics(p3, p3, ['mse'])
    expect([same, warnings]).toEqual([0, undefined])
    const other = await metrics(p3, wide, ['mse'])
    expect(other.warnings!.join()).toMatch(/was converted from its ICC profile/)
    expect(other.mse).toBeGreaterThan(0)
  })
})

test('a profile in the file counts more than what it names', () => {
  const icc = rgbProfile({ primaries: 9, transfer: 8 })!
  const codec = createCodec('png')
  const file = codec.encodeSync(picture, { metadata: { icc } })
  const chunk = pngChunk('cICP', Uint8Array.of(12, 13, 0, 1))
  const both = concat([file.subarray(0, 33), chunk, file.subarray(33)])
  expect(readImageSync(both).metadata).toEqual({ icc })
})

test('a cICP chunk of another length says nothing', () => {
  const file = createCodec('png').encodeSync(picture)
  const chunk = pngChunk('cICP', Uint8Array.of(12, 13, 0))
  const bytes = concat([file.subarray(0, 33), chunk, file.subarray(33)])
  expect(readImageSync(bytes).metadata).toBeUndefined()
  expect(probeSync(bytes)).not.toHaveProperty('colour')
})
