import { BitReader } from '../../lib/bitstream/bits'
import { be, fourcc, holds, le, nonEmpty } from '../../lib/bitstream/bytes'
import { Cover } from '../../lib/bitstream/cover'

const bits = (pattern: string): BitReader => {
  const padded = pattern.replace(/ /g, '').padEnd(Math.ceil(pattern.length / 8) * 8, '0')
  const bytes = padded.match(/.{8}/g)!.map((byte) => parseInt(byte, 2))
  return new BitReader(Uint8Array.from(bytes), 'test')
}
const damage = expect.objectContaining({ code: 'ERR_DECODE' })

test('unsigned integers of 0 to 32 bits, flags, position', () => {
  const reader = bits('101 11111111111111111111111111111110 0 1')
  expect([reader.u(3), reader.u(0), reader.u(32), reader.flag(), reader.flag()]).toEqual([
    5,
    0,
    0xfffffffe,
    false,
    true,
  ])
  expect(reader.position).toBe(37)
})

test('Exp-Golomb codes of H.264 table 9-2 and 9-3', () => {
  const codes = '1 010 011 00100 00101 00110 00111 0001000'
  const unsigned = bits(codes)
  expect(Array.from({ length: 8 }, () => unsigned.ue())).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  const signed = bits(codes)
  expect(Array.from({ length: 8 }, () => signed.se() + 0)).toEqual([0, 1, -1, 2, -2, 3, -3, 4])
})

test('the largest Exp-Golomb code, and one that is too long', () => {
  expect(bits(`${'0'.repeat(31)}1${'1'.repeat(31)}`).ue()).toBe(2 ** 32 - 2)
  expect(() => bits(`${'0'.repeat(32)}1${'1'.repeat(32)}`).ue()).toThrow(/more than 32 bits/)
})

test('reading past the end is ERR_DECODE and names the format', () => {
  expect(() => bits('11111111').u(9)).toThrow(/^test: ends too early$/)
  expect(() => bits('00000000').ue()).toThrow(damage)
  expect(() => bits('11111111').skip(9)).toThrow(damage)
})

test('byte integers of both orders, and past the end', () => {
  const bytes = Uint8Array.of(0xff, 2, 3, 4)
  expect([be(bytes, 0, 4), be(bytes, 1, 2), le(bytes, 0, 4), le(bytes, 1, 3)]).toEqual([
    0xff020304, 0x0203, 0x040302ff, 0x040302,
  ])
  for (const read of [be, le]) {
    expect(() => read(bytes, 1, 4)).toThrow(damage)
    expect(read(bytes, 4, 0)).toBe(0)
  }
})

test('four characters, and what begins with what', () => {
  const bytes = Uint8Array.from(Buffer.from('abRIFFé', 'latin1'))
  expect([fourcc(bytes, 2), fourcc(bytes, 5), fourcc(bytes, 9)]).toEqual(['RIFF', 'Fé', ''])
  expect([holds(bytes, 'RIFF', 2), holds(bytes, 'RIFF'), holds(bytes, [0xe9], 6)]).toEqual([
    true,
    false,
    true,
  ])
  expect(holds(bytes, 'é!', 6)).toBe(false)
})

test('an empty picture is damage', () => {
  expect(nonEmpty('X', { width: 1, height: 2 })).toEqual({ width: 1, height: 2 })
  expect(() => nonEmpty('X', { width: 1, height: 0 })).toThrow(/^X: picture size is 1x0$/)
  expect(() => nonEmpty('X', { width: -4, height: 3 })).toThrow(damage)
})

test('a cover has neither gaps nor overlaps', () => {
  const cover = new Cover('X', 10)
  cover.to('header', 'a', 4)
  cover.to('header', 'nothing', 4)
  cover.append([{ kind: 'sei', name: 'b', offset: 0, length: 3 }])
  expect(() => cover.done()).toThrow(/3 bytes at 7 are unexplained/)
  expect(() => cover.to('picture', 'c', 11)).toThrow(/c ends at 11, the stream at 10/)
  expect(() => cover.to('picture', 'c', 6)).toThrow(damage)
  cover.to('picture', 'c', 10)
  expect(cover.done()).toEqual([
    { kind: 'header', name: 'a', offset: 0, length: 4 },
    { kind: 'sei', name: 'b', offset: 4, length: 3 },
    { kind: 'picture', name: 'c', offset: 7, length: 3 },
  ])
})
