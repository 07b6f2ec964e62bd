import { readHeif, inspectHeif } from '../../../lib/bitstream/heif'
import { box, fullBox, text, u16, u32 } from '../../../lib/bitstream/heif/box_writer'
import { codedItem } from '../../../lib/bitstream/heif/coded'
import { codedProperties } from '../../../lib/bitstream/heif/properties'
import type { CodecError } from '../../../lib/errors'
import { codecFailureSync } from '../../helpers/failures'
import {
  decodeStream,
  drawPlanes,
  encodeAv1,
  encodeHevc,
  maxDifference,
} from '../../helpers/ffmpeg_streams'
import { buildHeif, type BuiltFile, type BuiltItem } from '../../helpers/heif_builder'
import { decodeByLibheif, describeWith } from '../../helpers/heif_programs'

const picture = drawPlanes('yuv444p', 64, 48)
const av1 = codedItem('av1', encodeAv1(picture))
const hevc = codedItem('hevc', encodeHevc(picture, 'qp=20', ['-color_range', 'pc']))
const mask = codedItem('av1', encodeAv1(drawPlanes('gray', 64, 48)))
const payload = Buffer.from(av1.payload)
const properties = codedProperties(av1).map((property) => property.box)
const maskProperties = codedProperties(mask).map((property) => property.box)
const AUXC = fullBox('auxC', 0, 0, text('urn:mpeg:mpegB:cicp:systems:auxiliary:alpha'), [0])
const ispe = (width: number, height: number) => fullBox('ispe', 0, 0, u32(width), u32(height))
const clap = (...values: number[]) =>
  box(
    'clap',
    values.flatMap((value) => u32(value >>> 0)),
  )

const whole = { offset: 0, length: payload.length }
const item = (change: Partial<BuiltItem> = {}): BuiltItem => ({
  id: 1,
  type: 'av01',
  extents: [whole],
  properties: [1, 2, 3 + 128],
  ...change,
})
const simple = (change: Partial<BuiltFile> = {}, first: Partial<BuiltItem> = {}): Uint8Array =>
  buildHeif({ items: [item(first)], properties, mdat: payload, ...change })

const failure = (file: Uint8Array, options = {}): CodecError =>
  codecFailureSync(() => {
    const { image } = readHeif(file, options)
    for (let i = 0; i < image.count; i++) image.tile(i)
  })

/** Three pieces of the payload in another order than they belong in. */
const cut = [0, 20, 50, payload.length]
const pieces = [0, 1, 2].map((i) => payload.subarray(cut[i], cut[i + 1]))
const shuffled = Buffer.concat([pieces[2]!, Buffer.from('gap'), pieces[0]!, pieces[1]!])
const shuffledExtents = [0, 1, 2].map((i) => ({
  offset: shuffled.indexOf(pieces[i]!),
  length: pieces[i]!.length,
}))
const indirect: BuiltItem[] = [
  item({
    method: 2,
    extents: [
      { index: 1, offset: 0, length: 30 },
      { index: 2, offset: 3, length: payload.length - 30 },
    ],
  }),
  { id: 2, type: 'data', extents: [{ offset: 4, length: 40 }] },
  { id: 3, type: 'data', extents: shuffledExtents, method: 1 },
]
const indirectIdat = Buffer.concat([Buffer.from('abc'), payload.subarray(30)])
const layouts: [string, Uint8Array, libheif: boolean][] = [
  ['in one piece', simple(), true],
  ['iloc version 0', simple({ ilocVersion: 0 }), true],
  ['iloc version 2', simple({ ilocVersion: 2 }), true],
  ['fields of 64 bits and a base offset', simple({ wide: true }), true],
  ['three extents out of order', simple({ mdat: shuffled }, { extents: shuffledExtents }), true],
  ['idat', simple({ idat: payload, mdat: undefined }, { method: 1 }), true],
  [
    'idat in three extents',
    simple({ idat: shuffled, mdat: undefined }, { method: 1, extents: shuffledExtents }),
    true,
  ],
  ['up to the end of the file', simple({}, { extents: [{ offset: 0, length: 0 }] }), false],
  [
    'in two other items',
    buildHeif({
      items: [
        indirect[0]!,
        indirect[1]!,
        { ...indirect[2]!, extents: [{ offset: 0, length: indirectIdat.length }] },
      ],
      properties,
      references: [['iloc', 1, [2, 3]]],
      mdat: Buffer.concat([Buffer.from('wxyz'), payload.subarray(0, 40)]),
      idat: indirectIdat,
    }),
    false,
  ],
]

describe('where an item may lie', () => {
  test.each(layouts)('%s', (_, file) => {
    const { image } = readHeif(file)
    expect(Buffer.from(image.tile(0))).toEqual(payload)
    const sections = inspectHeif(file)
    expect(sections.reduce((sum, { length }) => sum + length, 0)).toBe(file.length)
  })
})

describeWith(['heif-convert'], 'libheif agrees on where an item lies', () => {
  const reference = () => decodeByLibheif(simple(), 'rgb24').samples
  test.each(layouts.filter(([, , libheif]) => libheif))('%s', (_, file) => {
    expect(decodeByLibheif(file, 'rgb24').samples).toEqual(reference())
  })
})

describe('the sequence header', () => {
  test('only in av1C is put before the OBUs', () => {
    const SEQUENCE = 2 + payload[1]!
    const configuration = box('av1C', properties[2]!.subarray(8, 12), payload.subarray(0, SEQUENCE))
    const file = simple(
      { properties: [...properties.slice(0, 2), configuration], mdat: payload.subarray(SEQUENCE) },
      { extents: [{ offset: 0, length: payload.length - SEQUENCE }] },
    )
    expect(Buffer.from(readHeif(file).image.tile(0))).toEqual(payload)
  })

  test('in neither place is an error', () => {
    const file = simple(
      { mdat: payload.subarray(15) },
      { extents: [{ offset: 0, length: payload.length - 15 }] },
    )
    expect(failure(file)).toMatchObject({ code: 'ERR_DECODE' })
  })
})

describe('NAL units', () => {
  const hevcProperties = codedProperties(hevc).map((property) => property.box)
  const hevcFile = (configuration: Uint8Array, mdat: Uint8Array): Uint8Array =>
    simple(
      { properties: [...hevcProperties.slice(0, 2), configuration], mdat, brand: 'heic' },
      { type: 'hvc1', extents: [{ offset: 0, length: mdat.length }] },
    )
  const configuration = Buffer.from(hevcProperties[2]!)

  test('with lengths of two bytes', () => {
    const two = Uint8Array.from(configuration)
    two[8 + 21]! &= 0xfc
    two[8 + 21]! |= 1
    const { image } = readHeif(hevcFile(two, hevc.payload.subarray(2)))
    const ours = decodeStream(image.tile(0), 'hevc', picture)
    const { image: four } = readHeif(hevcFile(configuration, hevc.payload))
    const theirs = decodeStream(four.tile(0), 'hevc', picture)
    expect(ours.planes.map((plane, i) => maxDifference(plane, theirs.planes[i]!))).toEqual([
      0, 0, 0,
    ])
  })

  test.each([
    ['a length beyond the item', () => hevcFile(configuration, hevc.payload.subarray(0, -1))],
    [
      'a length that is cut off',
      () => hevcFile(configuration, Buffer.concat([hevc.payload, Buffer.of(0, 0)])),
    ],
    ['a unit of no bytes', () => hevcFile(configuration, new Uint8Array(4))],
    ['no unit', () => hevcFile(configuration, new Uint8Array(0))],
    ['an hvcC cut off', () => hevcFile(box('hvcC', configuration.subarray(8, 60)), hevc.payload)],
    [
      'an hvcC without units',
      () => hevcFile(box('hvcC', configuration.subarray(8, 30), [0]), hevc.payload),
    ],
    ['no hvcC', () => hevcFile(box('free'), hevc.payload)],
  ])('%s: an error', (_, file) => {
    expect(failure(file())).toMatchObject({ code: 'ERR_DECODE' })
  })
})

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

describe('transformations', () => {
  const transformed = (...boxes: Uint8Array[]): Uint8Array =>
    simple(
      { properties: [...properties, ...boxes] },
      { properties: [1, 2, 3 + 128, ...boxes.map((_, i) => 4 + i + 128)] },
    )

  test('are given in the order in which they apply', () => {
    const read = readHeif(
      transformed(box('imir', [1]), box('irot', [1]), clap(20, 1, 30, 1, 0, 1, 0, 1)),
    )
    expect(read).toMatchObject({ width: 20, height: 30 })
    expect(read.transforms).toEqual([
      { type: 'imir', axis: 1 },
      { type: 'irot', angle: 90 },
      { type: 'clap', x: 14, y: 17, width: 20, height: 30 },
    ])
  })

  test('a rotation by 0 degrees is none', () => {
    expect(readHeif(transformed(box('irot', [0]))).transforms).toEqual([])
  })

  test.each([
    ['fractions', clap(41, 2, 96, 4, -1, 2, 3, 6), { x: 21, y: 12, width: 20, height: 24 }],
    [
      'the upper left corner',
      clap(63, 1, 47, 1, -1, 2, -1, 2),
      { x: 0, y: 0, width: 63, height: 47 },
    ],
    [
      'the lower right corner',
      clap(10, 1, 8, 1, 27, 1, 20, 1),
      { x: 54, y: 40, width: 10, height: 8 },
    ],
  ])('clap with %s', (_, property, expected) => {
    expect(readHeif(transformed(property)).transforms).toEqual([{ type: 'clap', ...expected }])
  })

  test.each([
    ['a denominator of 0', clap(20, 0, 30, 1, 0, 1, 0, 1)],
    ['an offset denominator of 0', clap(20, 1, 30, 1, 0, 1, 0, 0)],
    ['nothing left', clap(0, 1, 30, 1, 0, 1, 0, 1)],
    ['less than a sample', clap(1, 2, 30, 1, 0, 1, 0, 1)],
    ['more than there is', clap(65, 1, 48, 1, 0, 1, 0, 1)],
    ['a shift to the left', clap(63, 1, 48, 1, -1, 1, 0, 1)],
    ['a shift to the right', clap(63, 1, 48, 1, 2, 1, 0, 1)],
    ['half of its fields', box('clap', u32(10))],
  ])('clap with %s: an error', (_, property) => {
    expect(failure(transformed(property))).toMatchObject({ code: 'ERR_DECODE' })
  })
})

describe('what is not supported says so', () => {
  test.each([
    ['overlay (iovl) items are not supported', simple({}, { type: 'iovl' })],
    ['identity derivation (iden) items are not supported', simple({}, { type: 'iden' })],
    ['AVC (avc1) items are not supported', simple({}, { type: 'avc1' })],
    ['"????" items are not supported', simple({}, { type: '????' })],
    ['encrypted items are not supported', simple({}, { protection: 1 })],
    ['data in other files is not supported', simple({ dataReference: 1 })],
    [
      'essential property "lsel" is not supported',
      simple(
        { properties: [...properties, box('lsel', u16(0))] },
        { properties: [1, 2, 3 + 128, 4 + 128] },
      ),
    ],
    [
      'image sequences are not supported',
      Buffer.concat([box('ftyp', text('avis'), u32(0), text('avis')), box('moov')]),
    ],
  ])('%s', (message, file) => {
    expect(failure(file)).toMatchObject({
      code: 'ERR_DECODE',
      message: expect.stringContaining(message),
    })
  })
})

describe('alpha and metadata', () => {
  const maskItem = (change: Partial<BuiltItem> = {}) =>
    item({
      id: 2,
      extents: [{ offset: payload.length, length: mask.payload.length }],
      properties: [4, 5, 6 + 128, 7],
      ...change,
    })
  const withMask = (maskProps: Uint8Array[], references: BuiltFile['references']) =>
    buildHeif({
      items: [item(), maskItem()],
      properties: [...properties, ...maskProps],
      references,
      mdat: Buffer.concat([payload, mask.payload]),
    })

  test('other auxiliary pictures (depth) are not alpha', () => {
    const depth = fullBox('auxC', 0, 0, text('urn:mpeg:hevc:2015:auxid:2'), [0])
    expect(readHeif(withMask([...maskProperties, AUXC], [['auxl', 2, [1]]])).alpha).toBeDefined()
    expect(readHeif(withMask([...maskProperties, depth], [['auxl', 2, [1]]])).alpha).toBeUndefined()
    expect(readHeif(withMask([...maskProperties, AUXC], [])).alpha).toBeUndefined()
  })

  test('alpha of another size is an error', () => {
    const other = codedItem('av1', encodeAv1(drawPlanes('gray', 32, 48)))
    const file = buildHeif({
      items: [
        item(),
        maskItem({ extents: [{ offset: payload.length, length: other.payload.length }] }),
      ],
      properties: [...properties, ...codedProperties(other).map((p) => p.box), AUXC],
      references: [['auxl', 2, [1]]],
      mdat: Buffer.concat([payload, other.payload]),
    })
    expect(failure(file).message).toContain('alpha of 32x48')
  })

  const described = (second: Partial<BuiltItem>, idat: Uint8Array) =>
    buildHeif({
      items: [
        item(),
        {
          id: 2,
          type: 'Exif',
          method: 1,
          extents: [{ offset: 0, length: idat.length }],
          ...second,
        },
      ],
      properties,
      references: [['cdsc', 2, [1]]],
      mdat: payload,
      idat,
    })

  test('Exif begins where its offset says', () => {
    const data = Uint8Array.from([...u32(6), ...text('Exif\0\0MM\0*')])
    expect(Buffer.from(readHeif(described({}, data)).exif!).toString()).toBe('MM\0*')
    // No pixel depends on it: a damaged one is as none.
    for (const bad of [Uint8Array.from(u32(7)), Uint8Array.of(0, 0)]) {
      const { exif, warnings } = readHeif(described({}, bad))
      expect(exif).toBeUndefined()
      expect(warnings!.join()).toMatch(/item 2 \(Exif\) is damaged/)
    }
  })

  test('XMP by its content type; compressed it is passed over', () => {
    const data = Buffer.from('<x/>')
    const mime = (type: string) => ({ type: 'mime', infeTail: text(`\0${type}\0`) })
    expect(readHeif(described(mime('application/rdf+xml'), data)).xmp).toEqual(
      Uint8Array.from(data),
    )
    expect(readHeif(described(mime('text/plain'), data)).xmp).toBeUndefined()
    expect(readHeif(described(mime('application/rdf+xml\0deflate'), data)).xmp).toBeUndefined()
  })

  test('a restricted ICC profile, and the first of two colour boxes', () => {
    const nclx = (matrix: number) => box('colr', text('nclx'), u16(1), u16(13), u16(matrix), [0x80])
    const file = simple(
      { properties: [...properties, box('colr', text('rICC'), [1, 2, 3]), nclx(1), nclx(9)] },
      { properties: [1, 2, 3 + 128, 4, 5, 6] },
    )
    const read = readHeif(file)
    expect(Array.from(read.icc!)).toEqual([1, 2, 3])
    expect(read.nclx).toEqual({ primaries: 1, transfer: 13, matrix: 1, fullRange: true })
  })
})

describe('boxes that cannot be', () => {
  const half = [{ offset: 0, length: payload.length / 2 }]
  test.each([
    ['no bytes', new Uint8Array(0)],
    ['another file type', buildHeif({ items: [item()], properties, mdat: payload, brand: 'isom' })],
    ['no meta box', box('ftyp', text('avif'), u32(0))],
    ['an extent past the end', simple({}, { extents: [{ offset: 5, length: payload.length }] })],
    ['an offset past the end', simple({}, { extents: [{ offset: 1e9, length: 1 }] })],
    ['no extent', simple({}, { extents: [] })],
    ['construction method 3', simple({}, { method: 3 as 2 })],
    ['an idat that is not there', simple({}, { method: 1 })],
    ['an item in an item that is not named', simple({}, { method: 2 })],
    ['an item in itself', simple({ references: [['iloc', 1, [1]]] }, { method: 2 })],
    [
      'extents that overlap until they are more than the file',
      simple({}, { extents: new Array(40).fill(whole) }),
    ],
    ['more extents than is sensible', simple({}, { extents: new Array(1025).fill(half[0]) })],
    ['a primary item that is not there', simple({ primary: 7 })],
    ['no properties', simple({}, { properties: undefined })],
    ['a property that is not there', simple({}, { properties: [1, 2, 3, 9] })],
    ['no ispe', simple({}, { properties: [2, 3 + 128] })],
    ['no av1C', simple({}, { properties: [1, 2] })],
    ['a width of 0', simple({ properties: [ispe(0, 48), ...properties.slice(1)] })],
    [
      'another size than the stream',
      simple({ properties: [ispe(64, 49), ...properties.slice(1)] }),
    ],
    ['an item described twice', simple({ items: [item(), item()] })],
  ])('%s', (_, file) => {
    expect(failure(file)).toMatchObject({ code: 'ERR_DECODE' })
  })

  test('more pixels than allowed, in ispe or in the stream', () => {
    expect(failure(simple(), { maxPixels: 64 * 48 - 1 })).toMatchObject({ code: 'ERR_LIMIT' })
    expect(readHeif(simple(), { maxPixels: 64 * 48 }).width).toBe(64)
    const modest = simple({ properties: [ispe(8, 8), ...properties.slice(1)] })
    expect(failure(modest, { maxPixels: 100 })).toMatchObject({ code: 'ERR_LIMIT' })
    const huge = simple({ properties: [ispe(2 ** 31, 2 ** 31), ...properties.slice(1)] })
    expect(failure(huge)).toMatchObject({ code: 'ERR_LIMIT' })
  })
})
