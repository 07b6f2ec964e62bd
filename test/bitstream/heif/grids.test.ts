import { readHeif } from '../../../lib/bitstream/heif'
import { box, u16, u32 } from '../../../lib/bitstream/heif/box_writer'
import { codedItem } from '../../../lib/bitstream/heif/coded'
import { codedProperties } from '../../../lib/bitstream/heif/properties'
import { drawPlanes, encodeAv1 } from '../../helpers/ffmpeg_streams'
import { buildHeif, type BuiltFile, type BuiltItem } from '../../helpers/heif_builder'
import {
  AUXC,
  failure,
  ispe,
  item,
  mask,
  maskProperties,
  payload,
  properties,
} from '../../helpers/heif_items'

describe('grids', () => {
  const gridData = (rows: number, columns: number, width: number, height: number, wide = false) => {
    const field = wide ? u32 : u16
    return Uint8Array.from([
      0,
      wide ? 1 : 0,
      rows - 1,
      columns - 1,
      ...field(width),
      ...field(height),
    ])
  }
  const grid = (
    data: Uint8Array,
    [width, height]: [number, number],
    tiles: number[],
    change: Partial<BuiltFile> = {},
  ): Uint8Array =>
    buildHeif({
      primary: 9,
      items: [
        {
          id: 9,
          type: 'grid',
          method: 1,
          extents: [{ offset: 0, length: data.length }],
          properties: [4],
        },
        ...[...new Set(tiles)].filter((id) => id !== 9).map((id) => item({ id })),
      ],
      properties: [...properties, ispe(width, height)],
      references: [['dimg', 9, tiles]],
      idat: data,
      mdat: payload,
      ...change,
    })

  test.each([false, true])('of 2 rows and 3 columns, sizes of 32 bits: %s', (wide) => {
    const { image, width, height } = readHeif(
      grid(gridData(2, 3, 150, 90, wide), [150, 90], [1, 2, 3, 4, 5, 6]),
    )
    expect([width, height]).toEqual([150, 90])
    expect(image).toMatchObject({ rows: 2, columns: 3, tileWidth: 64, tileHeight: 48 })
    expect(image.count).toBe(6)
  })

  test('that repeat a tile', () => {
    expect(readHeif(grid(gridData(1, 2, 128, 48), [128, 48], [1, 1])).image.count).toBe(2)
  })

  test.each([
    ['too few tiles', grid(gridData(2, 2, 128, 96), [128, 96], [1, 2, 3]), 'has 3 tiles'],
    ['too many tiles', grid(gridData(1, 1, 64, 48), [64, 48], [1, 2]), 'has 2 tiles'],
    ['tiles that do not cover it', grid(gridData(1, 2, 129, 48), [129, 48], [1, 2]), '1x2'],
    ['a tile outside of it', grid(gridData(1, 2, 64, 48), [64, 48], [1, 2]), '1x2'],
    [
      'another size than ispe',
      grid(gridData(1, 2, 128, 48), [127, 48], [1, 2]),
      'ispe says 127x48',
    ],
    ['no description', grid(new Uint8Array(3), [128, 48], [1, 2]), 'ends too early'],
    [
      'a tile that is not there',
      grid(gridData(1, 2, 128, 48), [128, 48], [1, 2], { items: [], primary: 9 }),
      'not described',
    ],
    ['itself as a tile', grid(gridData(1, 1, 64, 48), [64, 48], [9]), '"grid" items'],
  ])('%s: an error', (_, file, message) => {
    expect(failure(file)).toMatchObject({
      code: 'ERR_DECODE',
      message: expect.stringContaining(message),
    })
  })

  test('tiles that differ, and tiles that are turned', () => {
    const other = codedItem('av1', encodeAv1(drawPlanes('yuv420p', 64, 48)))
    const more = codedProperties(other).map((property) => property.box)
    const data = gridData(1, 2, 128, 48)
    const items = (second: Partial<BuiltItem>): BuiltItem[] => [
      {
        id: 9,
        type: 'grid',
        method: 1,
        extents: [{ offset: 0, length: data.length }],
        properties: [4],
      },
      item(),
      item({ id: 2, ...second }),
    ]
    const mdat = Buffer.concat([payload, other.payload])
    const rest = { properties: [...properties, ispe(128, 48), ...more, box('irot', [1])], mdat }
    const extents = [{ offset: payload.length, length: other.payload.length }]
    const differing = items({ extents, properties: [5, 6, 7 + 128] })
    expect(failure(grid(data, [128, 48], [1, 2], { items: differing, ...rest })).message).toContain(
      'differ',
    )
    const turned = items({ properties: [1, 2, 3 + 128, 8 + 128] })
    expect(failure(grid(data, [128, 48], [1, 2], { items: turned, ...rest })).message).toContain(
      'turned',
    )
  })

  test('alpha tile by tile', () => {
    const data = gridData(1, 2, 128, 48)
    const maskExtents = [{ offset: payload.length, length: mask.payload.length }]
    const maskItem = (id: number) =>
      item({ id, extents: maskExtents, properties: [5, 6, 7 + 128, 8] })
    const items = [
      {
        id: 9,
        type: 'grid',
        method: 1,
        extents: [{ offset: 0, length: data.length }],
        properties: [4],
      } as BuiltItem,
      ...[item(), item({ id: 2 }), maskItem(3), maskItem(4)],
    ]
    const rest: Partial<BuiltFile> = {
      items,
      properties: [...properties, ispe(128, 48), ...maskProperties, AUXC],
      mdat: Buffer.concat([payload, mask.payload]),
    }
    const dimg: [string, number, number[]] = ['dimg', 9, [1, 2]]
    const both = grid(data, [128, 48], [1, 2], {
      ...rest,
      references: [dimg, ['auxl', 3, [1]], ['auxl', 4, [2]]],
    })
    expect(readHeif(both).alpha).toMatchObject({ columns: 2, width: 128, chroma: '400' })
    const one = grid(data, [128, 48], [1, 2], { ...rest, references: [dimg, ['auxl', 3, [1]]] })
    expect(failure(one).message).toContain('only some tiles')
  })

  test('more pixels than allowed', () => {
    const file = grid(gridData(1, 2, 128, 48), [128, 48], [1, 2])
    expect(failure(file, { maxPixels: 128 * 48 - 1 })).toMatchObject({ code: 'ERR_LIMIT' })
    const huge = grid(gridData(256, 256, 2 ** 31, 2 ** 31, true), [2 ** 31, 2 ** 31], [1])
    expect(failure(huge)).toMatchObject({ code: 'ERR_LIMIT' })
  })
})
