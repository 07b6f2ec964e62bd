import { concat } from '../../../lib/bitstream/bytes'
import { nals } from '../../../lib/bitstream/nal/units'
import type { Section } from '../../../lib/bitstream/section'
import { CodecError } from '../../../lib/errors'
import { encode } from '../../fixtures/bitstream/streams'
import { CODECS } from '../../helpers/annexb_codecs'

/** The stream without the NAL unit that `name` names, and without its start code. */
function without(bytes: Uint8Array, sections: Section[], name: string): Uint8Array {
  const at = sections.findIndex((section) => section.name === name)
  const gone = new Set([sections[at], sections[at - 1]])
  const kept = sections.filter((section) => !gone.has(section))
  return concat(kept.map(({ offset, length }) => bytes.subarray(offset, offset + length)))
}

describe.each(Object.entries(CODECS))('damage in %s', (name, codec) => {
  const stream = (): Uint8Array => encode(codec.args, 98, 66)
  const expectDamage = (bytes: Uint8Array, message: RegExp): void => {
    expect(() => codec.verify(bytes)).toThrow(message)
    expect(() => codec.verify(bytes)).toThrow(expect.objectContaining({ code: 'ERR_DECODE' }))
  }
  /** The stream with byte `at` of its last NAL unit set. */
  const changed = (at: number, value: number): Uint8Array => {
    const copy = Uint8Array.from(stream())
    copy[nals(copy, '').at(-1)!.start + at] = value
    return copy
  }

  test('no start code at the beginning', () => {
    expectDamage(stream().subarray(1).fill(9, 0, 3), /does not begin with a start code/)
    expectDamage(new Uint8Array(0), /does not begin with a start code/)
    expectDamage(new Uint8Array(50), /does not begin with a start code/)
  })

  test('an empty NAL unit', () => {
    expectDamage(concat([stream(), Uint8Array.of(0, 0, 1)]), /empty NAL unit/)
    expectDamage(concat([Uint8Array.of(0, 0, 1), stream()]), /empty NAL unit at 3/)
  })

  test('forbidden_zero_bit', () => {
    const first = nals(stream(), '').at(-1)!.start
    expectDamage(changed(0, stream()[first]! | 0x80), /forbidden_zero_bit is set/)
  })

  test('a start code emulated inside a slice', () => {
    const slice = nals(stream(), '').at(-1)!
    const middle = slice.start + 40
    for (const bytes of [
      [0, 0, 0, 9],
      [0, 0, 2],
      [0, 0, 3, 9],
    ]) {
      const copy = Uint8Array.from(stream())
      copy[middle - 1] = 9
      copy.set(bytes, middle)
      expectDamage(copy, /forbidden byte sequence/)
    }
  })

  test('each missing parameter set', () => {
    const sections = codec.inspect(stream())
    for (const set of name === 'HEVC' ? ['VPS', 'SPS', 'PPS'] : ['SPS', 'PPS']) {
      const expected = set === 'PPS' ? /slice of PPS 0, which is not there/ : `has no ${set}`
      expect(() => codec.verify(without(stream(), sections, set))).toThrow(expected)
    }
  })

  test('no slice, or two pictures', () => {
    const sections = codec.inspect(stream())
    expectDamage(without(stream(), sections, 'slice'), /has 0 pictures, expected one/)
    expectDamage(concat([stream(), stream()]), /has 2 pictures, expected one/)
  })

  test('a slice that is cut off in its header', () => {
    const { start } = nals(stream(), '').at(-1)!
    expectDamage(stream().subarray(0, start + codec.header), /ends too early/)
  })

  test('an SEI message longer than its unit', () => {
    const sei = name === 'HEVC' ? [0x4e, 1, 5, 200, 1, 0x80] : [6, 5, 200, 1, 0x80]
    const bytes = concat([Uint8Array.of(0, 0, 1, ...sei), stream()])
    expect(() => codec.inspect(bytes)).toThrow(/SEI message at 3 is cut off/)
    expect(() => codec.trueSize.read(bytes)).toThrow(CodecError)
  })
})
