import { readHeif } from '../../../lib/bitstream/heif'
import { box, text, u16, u32 } from '../../../lib/bitstream/heif/box_writer'
import { failure, properties, simple } from '../../helpers/heif_items'

const clap = (...values: number[]) =>
  box(
    'clap',
    values.flatMap((value) => u32(value >>> 0)),
  )

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
    ['tone map (tmap) items are not supported', simple({}, { type: 'tmap' })],
    ['AVC (avc1) items are not supported', simple({}, { type: 'avc1' })],
    ['"????" items are not supported', simple({}, { type: '????' })],
    ['encrypted items are not supported', simple({}, { protection: 1 })],
    ['data in other files is not supported', simple({ dataReference: 1 })],
    [
      'essential property "what" is not supported',
      simple(
        { properties: [...properties, box('what', u16(0))] },
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
