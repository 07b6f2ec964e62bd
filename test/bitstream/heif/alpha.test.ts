import { readHeif } from '../../../lib/bitstream/heif'
import { box, fullBox, text, u16, u32 } from '../../../lib/bitstream/heif/box_writer'
import { codedItem } from '../../../lib/bitstream/heif/coded'
import { codedProperties } from '../../../lib/bitstream/heif/properties'
import { drawPlanes, encodeAv1 } from '../../helpers/ffmpeg_streams'
import { buildHeif, type BuiltFile, type BuiltItem } from '../../helpers/heif_builder'
import {
  AUXC,
  failure,
  item,
  mask,
  maskProperties,
  payload,
  properties,
  simple,
} from '../../helpers/heif_items'

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
