import { boxes } from '../../lib/bitstream/bmff'
import { expectDamage } from '../helpers/stream_bytes'

describe('ISO boxes', () => {
  const list = (...values: number[]) => [...boxes(Uint8Array.from(values))]
  const free = [0x66, 0x72, 0x65, 0x65]

  test('32-bit, 64-bit and open sizes', () => {
    const wide = [0, 0, 0, 1, ...free, 0, 0, 0, 0, 0, 0, 0, 17, 7]
    expect(list(0, 0, 0, 8, ...free, ...wide, 0, 0, 0, 0, ...free, 1, 2)).toEqual([
      { type: 'free', start: 0, headerSize: 8, bodyStart: 8, end: 8 },
      { type: 'free', start: 8, headerSize: 16, bodyStart: 24, end: 25 },
      { type: 'free', start: 25, headerSize: 8, bodyStart: 33, end: 35 },
    ])
    expect(list()).toEqual([])
  })

  test.each([
    ['half a header', [0, 0, 0, 8, 0x66]],
    ['half a 64-bit header', [0, 0, 0, 1, ...free, 0, 0]],
    ['a size below its header', [0, 0, 0, 7, ...free]],
    ['a 64-bit size below its header', [0, 0, 0, 1, ...free, 0, 0, 0, 0, 0, 0, 0, 15]],
    ['a size past the end', [0, 0, 0, 9, ...free]],
    ['a size of 2^64-1', [0, 0, 0, 1, ...free, ...Array(8).fill(255)]],
  ])('%s is ERR_DECODE', (_name, bytes) => {
    expectDamage(() => list(...bytes), /^ISO file: box/)
  })

  test('stays inside a range', () => {
    const bytes = Uint8Array.from([9, 9, 0, 0, 0, 9, ...free, 1, 2])
    expect([...boxes(bytes, 2, 11)]).toHaveLength(1)
    expectDamage(
      () => [...boxes(bytes, 2, 10, 'JP2')],
      'JP2: box "free" at 2 of 9 bytes, 8 are left',
    )
  })
})
