import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { AVIF, HEIC, readImageSync } from '../../lib'
import { fullBox, u16, u32 } from '../../lib/bitstream/heif/box_writer'
import type { PixelArray, Samples } from '../../lib/image'
import { avifdec, levelsOf, libheif } from '../helpers/container/readers'
import { boundsOf, compareReaders, largest, programFile } from '../helpers/container/matrix'
import { type Coding } from '../helpers/container/codings'
import { buildHeif } from '../helpers/heif_builder'
import { describeWith } from '../helpers/heif_programs'
import { tiledFile, type Tiling } from '../helpers/heif_tiles'
import { makePicture, samplesOf } from '../helpers/pictures'

let folder: string
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'layouts-'))))
afterAll(() => rmSync(folder, { recursive: true }))

/** A file's picture by readImage, which goes by the first bytes. */
function read(file: Uint8Array): PixelArray {
  const path = join(folder, 'file')
  writeFileSync(path, file)
  return readImageSync(path)
}

const PLAIN: Coding = { chroma: '4:4:4', depth: 8 }

/** readImage's picture is libheif's: turned, mirrored, cropped and put together. */
async function expectAsLibheif(file: Uint8Array, coding: Coding): Promise<void> {
  const array = read(file)
  const mine = levelsOf(samplesOf(array), array.shape[2]!, array.bitDepth ?? 8)
  const theirs = await libheif.pixels(file, coding)
  const { rgb, alpha } = boundsOf(libheif, coding)
  expect(largest(mine.rgb, theirs.rgb)).toBeLessThanOrEqual(rgb!)
  expect(!mine.alpha).toBe(!theirs.alpha)
  if (mine.alpha) expect(largest(mine.alpha, theirs.alpha!)).toBeLessThanOrEqual(alpha!)
}

/** RGBA cropped, turned and mirrored by sharp as avifenc's options say. */
async function shownBySharp(rgba: Samples, width: number, height: number, args: string[]) {
  const value = (name: string): string | undefined => args[args.indexOf(name) + 1]
  const has = (name: string): boolean => args.includes(name)
  const [left = 0, top = 0, w = width, h = height] = has('--crop')
    ? value('--crop')!.split(',').map(Number)
    : []
  const raw = (size: { width: number; height: number }) => ({
    raw: { ...size, channels: 4 as const },
  })
  const turned = await sharp(rgba as Uint8Array, raw({ width, height }))
    .extract({ left, top, width: w, height: h })
    .rotate(has('--irot') ? 360 - 90 * Number(value('--irot')) : 0)
    .raw()
    .toBuffer({ resolveWithObject: true })
  return sharp(turned.data, raw(turned.info))
    .flip(has('--imir') && value('--imir') === '0')
    .flop(has('--imir') && value('--imir') === '1')
    .raw()
    .toBuffer({ resolveWithObject: true })
}

describeWith(['avifenc', 'avifdec', 'heif-convert'], 'files of avifenc, by readImage', () => {
  const AVIFENC = ['avifenc', '-s', '10', '--min', '5', '--max', '20']
  const made = (args: string[], channels = 3, width = 64, height = 48): Uint8Array =>
    programFile([...AVIFENC, ...args], 'avif', makePicture({ width, height, channels }))

  const turns = ['0', '1', '2', '3'].flatMap((irot) =>
    [[], ['--imir', '0'], ['--imir', '1']].map((imir) => [
      ...(irot === '0' ? [] : ['--irot', irot]),
      ...imir,
    ]),
  )
  const layouts = [
    ...turns.filter(({ length }) => length > 0),
    ['--crop', '4,2,20,30'],
    ['--crop', '4,2,20,30', '--irot', '1', '--imir', '1'],
    ['--crop', '10,6,33,21', '--irot', '2'],
  ].map((args) => ({ args }))

  test.each(layouts)('$args', async ({ args }) => {
    await expectAsLibheif(made(['-y', '444', ...args]), PLAIN)
  })

  // avifenc gives transforms to the colour alone; libavif applies them to both, libheif does not.
  test.each(layouts)('alpha follows the colour: $args', async ({ args }) => {
    const upright = samplesOf(read(made(['-l'], 4)))
    const expected = await shownBySharp(upright, 64, 48, args)
    const { shape, data } = read(made(['-l', ...args], 4))
    expect(shape).toEqual([expected.info.height, expected.info.width, 4])
    expect(Buffer.compare(Buffer.from(data), expected.data)).toBe(0)
  })

  test.each<[string, Coding, number, string]>([
    ['2x2', { chroma: '4:4:4', depth: 8 }, 3, '256x192'],
    ['3x2', { chroma: '4:2:0', depth: 8 }, 3, '384x128'],
    ['1x2', { chroma: '4:2:2', depth: 10 }, 3, '128x128'],
    ['2x2', { chroma: '4:4:4', depth: 8, alpha: 'straight' }, 4, '256x192'],
    ['2x1', { chroma: '4:0:0', depth: 8 }, 1, '128x128'],
  ])('grid of %s tiles, %o', async (grid, coding, channels, size) => {
    const [width = 0, height = 0] = size.split('x').map(Number)
    const yuv = coding.chroma.replaceAll(':', '')
    const args = ['--grid', grid, '-y', yuv, '-d', String(coding.depth)]
    const file = made(args, channels, width, height)
    await expectAsLibheif(file, coding)
    expect(read(file).shape).toEqual([height, width, channels])
  })

  test('gray with alpha becomes RGBA', async () => {
    const file = made(['-y', '400'], 4)
    const coding = { chroma: '4:0:0', depth: 8, alpha: 'straight' } as const
    await expectAsLibheif(file, coding)
    expect(read(file).shape).toEqual([48, 64, 4])
    expect((await compareReaders('AVIF', file, avifdec, { ...coding, even: true })).alpha).toBe(0)
  })
})

describeWith(['heif-convert'], 'grids of other layouts, by readImage', () => {
  const shown: Partial<Tiling>[] = [
    {},
    { irot: 1 },
    { irot: 2, imir: 0 },
    { irot: 3, imir: 1 },
    { alpha: true },
    { alpha: true, irot: 1, imir: 1 },
  ]
  const codings: Coding[] = [
    PLAIN,
    { chroma: '4:2:0', depth: 8 },
    { chroma: '4:4:4', depth: 10 },
    { chroma: 'RGB', depth: 8 },
  ]
  const rows = (['AVIF', 'HEIC'] as const).flatMap((format) =>
    codings.flatMap((coding) =>
      // libheif 1.15 mirrors 8 bits only.
      shown
        .filter(({ imir }) => coding.depth === 8 || imir === undefined)
        .map((how) => ({ format, coding, how })),
    ),
  )
  test.each(rows)(
    '$format $coding.chroma $coding.depth bit $how',
    async ({ format, coding, how }) => {
      // The last row and column of tiles stick out; iPhones' files are so.
      const tiling = { rows: 2, columns: 3, width: 150, height: 90, ...how }
      const alpha = how.alpha ? ({ alpha: 'straight' } as const) : {}
      const { file } = tiledFile(format, { ...coding, ...alpha }, tiling)
      await expectAsLibheif(file, { ...coding, ...alpha })
    },
  )
})

test.each(['AVIF', 'HEIC'] as const)('%s: a lossless grid is the picture', (format) => {
  const coding = { chroma: 'RGB', depth: 10, lossless: true } as const
  const tiling = { rows: 2, columns: 2, width: 128, height: 96 }
  const { file, source } = tiledFile(format, coding, tiling)
  expect(Array.from(samplesOf(read(file)))).toEqual(Array.from(samplesOf(source)))
})

describe('what is refused before anything is decoded', () => {
  const size = fullBox('ispe', 0, 0, u32(2 ** 31), u32(2 ** 31))
  const grid = Uint8Array.from([0, 1, 255, 255, ...u32(2 ** 31), ...u32(2 ** 31)])
  const whole = { offset: 0, length: grid.length }
  const primary = { id: 1, type: 'grid', extents: [whole], properties: [1] }
  const ids = Array.from({ length: 65536 }, () => 2)
  const tile = { id: 2, type: 'av01', extents: [whole], properties: [1] }
  const huge = buildHeif({
    items: [primary, tile],
    properties: [size],
    references: [['dimg', 1, ids.slice(0, 65535)]],
    mdat: grid,
  })

  test('a grid of 2^62 pixels', () => {
    expect(() => read(huge)).toThrow(expect.objectContaining({ code: 'ERR_LIMIT' }))
  })

  test.each([
    ['AVIF', AVIF],
    ['HEIC', HEIC],
  ] as const)('%s: one pixel more than maxPixels', (format, Class) => {
    const picture = makePicture({ width: 64, height: 48 })
    const file = new Class(format === 'AVIF' ? { speed: 8 } : {}).encodeSync(picture)
    const limit = (maxPixels: number) => new Class({ maxPixels }).decodeSync(file)
    expect(limit(64 * 48).shape).toEqual([48, 64, 3])
    expect(() => limit(64 * 48 - 1)).toThrow(expect.objectContaining({ code: 'ERR_LIMIT' }))
    const tiles = { rows: 2, columns: 2, width: 128, height: 96 }
    const { file: tiled } = tiledFile(format, PLAIN, tiles)
    const tiledLimit = (maxPixels: number) => new Class({ maxPixels }).decodeSync(tiled)
    expect(tiledLimit(128 * 96).shape).toEqual([96, 128, 3])
    expect(() => tiledLimit(128 * 96 - 1)).toThrow(expect.objectContaining({ code: 'ERR_LIMIT' }))
  })

  test.each([
    ['tmap', /tone map/],
    ['jpeg', /JPEG/],
  ])('an item of type %s, by name', (type, message) => {
    const data = Uint8Array.from([0, 0, ...u16(64), ...u16(48)])
    const file = buildHeif({
      items: [{ id: 1, type, extents: [{ offset: 0, length: data.length }], properties: [1] }],
      properties: [fullBox('ispe', 0, 0, u32(64), u32(48))],
      mdat: data,
    })
    expect(() => read(file)).toThrow(message)
    expect(() => read(file)).toThrow(expect.objectContaining({ code: 'ERR_DECODE' }))
  })

  test('as: planes of a turned file', () => {
    const { file } = tiledFile('AVIF', PLAIN, { rows: 1, columns: 2, width: 128, height: 48 })
    expect(() => new AVIF().decodeSync(file, { as: 'planes' })).toThrow(TypeError)
  })
})
