import { probeSync } from '../../../lib'
import { readHeif, inspectHeif } from '../../../lib/bitstream/heif'
import { box, text, u32 } from '../../../lib/bitstream/heif/box_writer'
import { codedProperties } from '../../../lib/bitstream/heif/properties'
import { decodeStream, maxDifference } from '../../helpers/ffmpeg_streams'
import { buildHeif, type BuiltItem } from '../../helpers/heif_builder'
import { decodeByLibheif, describeWith } from '../../helpers/heif_programs'
import {
  failure,
  hevc,
  ispe,
  item,
  payload,
  picture,
  properties,
  simple,
  whole,
} from '../../helpers/heif_items'

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

// Profiles, and files that are a video too, have other major brands (ISO/IEC 23008-12 10).
describe.each(['MA1B', 'MiHE', 'jpeg', 'unif', 'mp42', 'isom', 'M4V '])(
  'major brand %j',
  (brand) => {
    test.each(['avif', 'mif1', 'heic', 'miaf'])('compatible with %s', (last) => {
      const file = simple({ brand, compatible: `iso8${last}` })
      expect(readHeif(file)).toMatchObject({ brand, width: 64, height: 48 })
      expect(probeSync(file)).toMatchObject({ format: 'avif', width: 64, height: 48 })
    })
  },
)

describe('boxes that cannot be', () => {
  const half = [{ offset: 0, length: payload.length / 2 }]
  test.each([
    ['no bytes', new Uint8Array(0)],
    ['another file type', simple({ brand: 'isom', compatible: 'isomiso2' })],
    ['brands behind the file type', simple({ brand: 'isom', compatible: '' })],
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
