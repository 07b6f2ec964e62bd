import { nals } from '../../../lib/bitstream/nal/units'
import { CodecError } from '../../../lib/errors'
import { decode, encode } from '../../fixtures/bitstream/streams'
import { CODECS, named } from '../../helpers/annexb_codecs'

describe.each(Object.entries(CODECS))('true size in %s', (_codec, codec) => {
  const { trueSize, demuxer, header } = codec
  const stream = (): Uint8Array => encode(codec.args, 98, 66)

  test.each([
    [97, 65],
    [1, 1],
    [98, 66],
    [3, 60],
  ])('%dx%d comes back and decoders see the same picture', (width, height) => {
    const marked = trueSize.write(stream(), width, height)
    expect(trueSize.read(marked)).toEqual({ width, height })
    expect(codec.size(marked)).toEqual({ width, height })
    expect(marked.length - stream().length).toBe(26 + header)
    expect(decode(marked, demuxer)).toEqual(decode(stream(), demuxer))
    expect(named(codec.inspect(marked)).at(-2)).toBe('SEI true size')
    expect(() => codec.verify(marked)).not.toThrow()
  })

  test('a size that looks like a start code is escaped', () => {
    const marked = trueSize.write(stream(), 256, 1)
    expect(trueSize.read(marked)).toEqual({ width: 256, height: 1 })
    expect(marked.length - stream().length).toBe(27 + header)
    expect(decode(marked, demuxer)).toEqual(decode(stream(), demuxer))
    expect(nals(marked, '').length).toBe(nals(stream(), '').length + 1)
  })

  test('is undefined where none was written', () => {
    expect(trueSize.read(stream())).toBeUndefined()
    expect(codec.size(stream())).toMatchObject({ width: 98, height: 66 })
  })

  test.each([[0], [-1], [1.5], [65536], [NaN]])('%p is a RangeError', (side) => {
    expect(() => trueSize.write(stream(), side, 5)).toThrow(RangeError)
    expect(() => trueSize.write(stream(), 5, side)).toThrow(/expected integers from 1 to 65535/)
  })

  test('one larger than the coded picture is damage', () => {
    const marked = trueSize.write(stream(), 99, 66)
    expect(() => codec.verify(marked)).toThrow(/true size is 99x66 in 98x66/)
  })

  test('needs a slice', () => {
    const units = nals(stream(), '')
    const headers = stream().subarray(0, units.at(-1)!.prefix)
    expect(() => trueSize.write(headers, 5, 5)).toThrow(CodecError)
  })
})
