import { inspectHeif, readHeif } from '../../../lib/bitstream/heif'
import { box, u16 } from '../../../lib/bitstream/heif/box_writer'
import { codecFailureSync } from '../../helpers/failures'
import { buildHeif, type BuiltItem } from '../../helpers/heif_builder'
import { overlayData } from '../../helpers/heif_derived'
import {
  AUXC,
  ispe,
  item,
  mask,
  maskProperties,
  payload,
  properties,
} from '../../helpers/heif_items'

// One item may be named any number of times: each of these asked for its work again each time, and
// took 8 s to minutes, or gigabytes.

const repeated = <T>(value: T, count: number): T[] => Array.from({ length: count }, () => value)
const SIZE = properties.length + 1
const TILES = 8000

/** 80 x 100 times the same tile. */
const gridData = Uint8Array.from([0, 0, 79, 99, ...u16(6400), ...u16(3840)])
const gridSize = ispe(6400, 3840)
const gridItem: BuiltItem = {
  id: 100,
  type: 'grid',
  extents: [{ offset: payload.length, length: gridData.length }],
  properties: [SIZE],
}
const tiles: [string, number, number[]] = ['dimg', 100, repeated(1, TILES)]

test('an item that says 50,000 times that it goes with the tile of 8,000 places', () => {
  const file = buildHeif({
    items: [gridItem, item()],
    properties: [...properties, gridSize],
    references: [tiles, ['auxl', 7, repeated(1, 50000)]],
    mdat: Buffer.concat([payload, gridData]),
  })
  expect(readHeif(file)).toMatchObject({ width: 6400, alpha: undefined })
})

test('the alphas of tiles are read when their turn comes', () => {
  const alphaItem = (id: number, extents: BuiltItem['extents']): BuiltItem =>
    item({ id, extents, properties: [SIZE + 1, SIZE + 2, SIZE + 3 + 128, SIZE + 4] })
  const right = { offset: payload.length + gridData.length, length: mask.payload.length }
  const places = Array.from({ length: TILES }, (_, i) => (i === TILES - 1 ? 2 : 1))
  const file = buildHeif({
    items: [gridItem, item(), item({ id: 2 }), alphaItem(3, [right]), alphaItem(4, [])],
    properties: [...properties, gridSize, ...maskProperties, AUXC],
    references: [
      ['dimg', 100, places],
      ['auxl', 3, [1]],
      ['auxl', 4, [2]],
    ],
    mdat: Buffer.concat([payload, gridData, mask.payload]),
  })
  const { alpha } = readHeif(file)
  expect(alpha!.tile(TILES - 2)).toEqual(alpha!.tile(0))
  expect(codecFailureSync(() => alpha!.tile(TILES - 1)).code).toBe('ERR_DECODE')
})

test('8,000 items of one auxC of 16 MB', () => {
  const ids = Array.from({ length: 8000 }, (_, i) => i + 2)
  const others = ids.map((id) => item({ id, properties: [SIZE] }))
  const file = buildHeif({
    items: [item(), ...others],
    properties: [...properties, box('auxC', [0, 0, 0, 0], new Uint8Array(16e6).fill(65))],
    references: ids.map((id) => ['auxl', id, [1]]),
    mdat: payload,
  })
  expect(readHeif(file).alpha).toBeUndefined()
})

test('an alpha name of the length of the box, without a 0', () => {
  const file = buildHeif({
    items: [item(), item({ id: 2, properties: [1, 2, 3, SIZE] })],
    properties: [...properties, box('auxC', AUXC.subarray(8, -1))],
    references: [['auxl', 2, [1]]],
    mdat: payload,
  })
  expect(readHeif(file).alpha).toBeDefined()
})

test('an overlay of 256 times a grid of 8,000 tiles', () => {
  const places = repeated({ x: 0, y: 0 }, 256)
  const canvas = overlayData([0, 0, 0, 0xffff], [64, 48], places)
  const overlay: BuiltItem = {
    id: 200,
    type: 'iovl',
    extents: [{ offset: payload.length + gridData.length, length: canvas.length }],
    properties: [SIZE + 1],
  }
  const built = (count: number) =>
    buildHeif({
      items: [overlay, gridItem, item()],
      properties: [...properties, gridSize, ispe(64, 48)],
      references: [['dimg', 200, repeated(100, count)], tiles],
      mdat: Buffer.concat([payload, gridData, canvas]),
    })
  const maxPixels = Infinity
  expect(readHeif(built(2), { maxPixels }).overlay!.layers).toHaveLength(2)
  const error = codecFailureSync(() => readHeif(built(256), { maxPixels }))
  expect(error.code).toBe('ERR_LIMIT')
  expect(error.message).toContain('tiles in all')
})

test('the bytes of tiles count for all pictures of an overlay', () => {
  const canvas = overlayData([0, 0, 0, 0xffff], [64, 48], repeated({ x: 0, y: 0 }, 2))
  const file = buildHeif({
    items: [
      {
        id: 200,
        type: 'iovl',
        extents: [{ offset: payload.length + gridData.length, length: canvas.length }],
        properties: [SIZE + 1],
      },
      gridItem,
      item(),
    ],
    properties: [...properties, gridSize, ispe(64, 48)],
    references: [['dimg', 200, [100, 100]], tiles],
    mdat: Buffer.concat([payload, gridData, canvas]),
  })
  const all = () => {
    for (const { read } of readHeif(file).overlay!.layers) {
      const { image } = read()
      for (let i = 0; i < image.count; i++) image.tile(i)
    }
  }
  expect(codecFailureSync(all).message).toContain('share more bytes')
})

test('3,000 items of the same 8,000 OBUs, inspected', () => {
  const mdat = Buffer.concat(repeated(Buffer.from([0x12, 0]), 8000))
  const extents = [{ offset: 0, length: mdat.length }]
  const items = Array.from({ length: 3000 }, (_, i) => item({ id: i + 1, extents }))
  const file = buildHeif({ items, properties, mdat })
  const sections = inspectHeif(file)
  expect(sections.reduce((sum, { length }) => sum + length, 0)).toBe(file.length)
  expect(sections.length).toBeLessThan(20000)
})
