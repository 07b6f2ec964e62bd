import { inspectQoi, qoiSize, verifyQoi } from '../../lib/bitstream/qoi'
import { encode, recipes } from '../fixtures/bitstream/streams'
import { expectDamage, inserted, names, patched, text } from '../helpers/stream_bytes'

const stream = (recipe: string): Uint8Array => encode(recipes[recipe]!.args, 97, 65)

describe('QOI', () => {
  const qoi = (): Uint8Array => stream('qoi')

  test('sections', () => {
    expect(names(inspectQoi(qoi()))).toEqual(['header', 'chunks', 'end marker'])
  })

  test.each<[string, () => Uint8Array, RegExp]>([
    ['no magic', () => patched(qoi(), 0, 0), /does not begin with qoif/],
    ['half a header', () => qoi().subarray(0, 12), /header of 12 bytes, expected 14/],
    ['5 channels', () => patched(qoi(), 12, 5), /has 5 channels/],
    ['colour space 2', () => patched(qoi(), 13, 2), /colour space is 2/],
    ['height 0', () => patched(qoi(), 11, 0), /picture size is 97x0/],
    ['no end marker', () => qoi().subarray(0, -1), /has no end marker/],
    ['a row more', () => patched(qoi(), 11, 66), /has 6305 pixels, expected 97x66/],
    ['a chunk more', () => inserted(qoi(), 14, Uint8Array.of(0)), /has 6306 pixels/],
    ['a chunk cut off', () => inserted(qoi(), qoi().length - 8, text('\xff')), /last chunk is cut/],
  ])('%s', (_name, make, message) => expectDamage(() => verifyQoi(make()), message))

  test('the size is in the header', () => {
    expect(qoiSize(qoi().subarray(0, 14))).toEqual({ width: 97, height: 65 })
  })
})
