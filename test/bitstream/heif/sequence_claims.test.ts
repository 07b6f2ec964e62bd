import { heifFrames } from '../../../lib/bitstream/heif'
import { box, fullBox, text, u32 } from '../../../lib/bitstream/heif/box_writer'

/** A file with a track of pictures, so many by its size box, all of one size. */
const sequence = (count: number): Uint8Array =>
  Buffer.concat([
    box('ftyp', text('avis'), u32(0), text('avismsf1')),
    box(
      'moov',
      box(
        'trak',
        box(
          'mdia',
          fullBox('hdlr', 0, 0, u32(0), text('pict'), new Uint8Array(13)),
          box('minf', box('stbl', fullBox('stsz', 0, 0, u32(1), u32(count)))),
        ),
      ),
    ),
  ])

test('pictures of a sequence are counted as far as the file may hold them', () => {
  expect(heifFrames(sequence(3))).toBe(3)
  expect(heifFrames(sequence(2 ** 32 - 1))).toBe(1)
})
