import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { decode, encode, readImage, writeMetadata } from '../../lib/index'
import { describeTiff } from '../helpers/tiff_files'
import { tiffFile } from '../helpers/tiff_builder'
import { CMYK, RGB, colour } from '../helpers/tiff_pictures'

// CMYK becomes RGB without a profile: the result says that its colours are approximate.

const segment = (code: number, ...body: number[]) => [0xff, code, 0, body.length + 2, ...body]

/** A JPEG of one block a component, all of them of the middle code. */
const flatJpeg = (components: number): Uint8Array => {
  const ids = Array.from({ length: components }, (_, i) => i + 1)
  const oneCode = [1, ...Array<number>(15).fill(0), 0] // of one bit, for the symbol 0
  return Uint8Array.from([
    ...[0xff, 0xd8],
    ...segment(0xdb, 0, ...Array<number>(64).fill(1)),
    ...segment(0xc0, 8, 0, 8, 0, 8, components, ...ids.flatMap((id) => [id, 0x11, 0])),
    ...segment(0xc4, 0x00, ...oneCode, 0x10, ...oneCode),
    ...segment(0xda, components, ...ids.flatMap((id) => [id, 0]), 0, 63, 0),
    0xff >> (2 * components), // two bits a block, and ones behind them
    ...[0xff, 0xd9],
  ])
}

const told = (name: string) => [`${name}: CMYK without an ICC profile: its colours are approximate`]

test('JPEG', async () => {
  const file = flatJpeg(4)
  const { warnings, shape } = await readImage(file)
  expect([shape, warnings]).toEqual([[8, 8, 3], told('jpeg')])
  expect((await decode(file)).warnings).toEqual(told('jpeg'))
  expect((await encode(file, { codec: 'qoi' })).warnings).toEqual(told('jpeg'))
  expect(await readImage(flatJpeg(3))).not.toHaveProperty('warnings')
})

test('it is no damage', async () => {
  expect((await readImage(flatJpeg(4), { strict: true })).warnings).toEqual(told('jpeg'))
})

test('with a profile that is told of instead', async () => {
  const icc = new Uint8Array(128)
  icc.set(Buffer.from('CMYK'), 16)
  icc.set(Buffer.from('acsp'), 36)
  const { warnings } = await readImage(writeMetadata(flatJpeg(4), { icc }))
  expect(warnings).toEqual([expect.stringMatching(/profile is of CMYK .* approximate$/)])
})

test('JPEG 2000', async () => {
  const file = readFileSync(join(__dirname, '../fixtures/pictures/cmyk-small.jpf'))
  const { warnings = [] } = await readImage(file)
  expect(warnings.filter((text) => text.endsWith('its colours are approximate'))).toHaveLength(1)
})

describeTiff('TIFF', () => {
  it('CMYK', async () => {
    const cmyk = tiffFile(colour(4, CMYK, [0, 0, 0, 0]))
    expect((await readImage(cmyk)).warnings).toEqual(told('tiff'))
    expect(await readImage(tiffFile(colour(3, RGB, [1, 2, 3])))).not.toHaveProperty('warnings')
  })
})
