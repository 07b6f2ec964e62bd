import { concat } from '../../lib/bitstream/bytes'
import {
  av1Sequence,
  inspectObu,
  obuSize,
  obuTrueSize,
  obus,
  verifyObu,
} from '../../lib/bitstream/obu'
import { decode, encode, traced } from '../fixtures/bitstream/streams'
import { expectDamage } from '../helpers/stream_bytes'

const aom = (rest: string): string =>
  `${rest} -c:v libaom-av1 -cpu-used 8 -usage allintra -crf 40 -f obu`

const OBU = aom('-pix_fmt yuv420p -still-picture 1')
const SVT = '-pix_fmt yuv420p -c:v libsvtav1 -g 1 -preset 12 -svtav1-params lp=1 -f obu'

describe('AV1 sequence header', () => {
  const full = { primaries: 1, transfer: 13, matrix: 6, fullRange: true }
  // Both on the frame and as options of the encoder: FFmpeg 7 looks at the one, 5 at the other.
  const tags =
    'setparams=color_primaries=bt709:color_trc=iec61966-2-1:colorspace=smpte170m:range=pc ' +
    '-color_primaries bt709 -color_trc iec61966-2-1 -colorspace smpte170m -color_range pc'
  test.each([
    ['-pix_fmt yuv420p -still-picture 1', 0, 8, '4:2:0'],
    ['-pix_fmt yuv420p10', 0, 10, '4:2:0'],
    ['-pix_fmt yuv444p -still-picture 1', 1, 8, '4:4:4'],
    ['-pix_fmt yuv422p', 2, 8, '4:2:2'],
    ['-pix_fmt yuv422p12', 2, 12, '4:2:2'],
    ['-pix_fmt yuv444p12', 2, 12, '4:4:4'],
    ['-pix_fmt yuv420p12', 2, 12, '4:2:0'],
    ['-pix_fmt gray', 0, 8, '4:0:0'],
  ])('%s', (format, profile, bitDepth, subsampling) => {
    const [, name, rest] = /^-pix_fmt (\S+)(.*)$/.exec(format)!
    const bytes = encode(aom(`-vf format=${name},${tags}${rest}`), 97, 65)
    const sequence = av1Sequence(bytes)
    const size = { width: 97, height: 65 }
    expect(sequence).toMatchObject({ ...size, profile, bitDepth, subsampling, colour: full })
    expect(sequence.monochrome).toBe(subsampling === '4:0:0')
    expect(sequence.reducedStillPictureHeader).toBe(format.includes('still'))
    const [level] = traced(bytes, 'obu', 'seq_level_idx\\[0\\]')
    expect(sequence.level).toBe(level)
  })

  test('RGB is coded in 4:4:4 full range by its three code points alone', () => {
    const rgb = '-pix_fmt gbrp -color_primaries bt709 -color_trc iec61966-2-1 -colorspace rgb'
    const { colour, subsampling, profile } = av1Sequence(encode(aom(rgb), 97, 65))
    expect(colour).toEqual({ primaries: 1, transfer: 13, matrix: 0, fullRange: true })
    expect([subsampling, profile]).toEqual(['4:4:4', 1])
  })

  test('SVT-AV1', () => {
    expect(av1Sequence(encode(SVT, 98, 66))).toMatchObject({ width: 98, height: 66, profile: 0 })
  })
})

describe('OBUs', () => {
  test('types are those that FFmpeg traces, and the kinds follow them', () => {
    for (const args of [OBU, SVT]) {
      const bytes = encode(args, 98, 66)
      const types = obus(bytes).map(({ type }) => type)
      // FFmpeg's demuxer drops the temporal delimiter before or after it traces it.
      const coded = types.filter((type) => type !== 2)
      expect(coded).toEqual(traced(bytes, 'obu', 'obu_type').filter((type) => type !== 2))
      expect(inspectObu(bytes).map(({ kind }) => kind)).toEqual(['container', 'header', 'picture'])
    }
  })

  test.each([
    [OBU, 98, 66],
    [SVT, 98, 66],
  ])('true size: %s', (args, width, height) => {
    const bytes = encode(args, width, height)
    for (const [w, h] of [
      [97, 65],
      [1, 1],
      [98, 66],
    ] as const) {
      const marked = obuTrueSize.write(bytes, w, h)
      expect(marked.length - bytes.length).toBe(11)
      expect(obuTrueSize.read(marked)).toEqual({ width: w, height: h })
      expect(obuSize(marked)).toEqual({ width: w, height: h })
      expect(inspectObu(marked).filter(({ kind }) => kind === 'sei')).toMatchObject([
        { name: 'true size', length: 11 },
      ])
      expect(() => verifyObu(marked)).not.toThrow()
      for (const decoder of ['libdav1d', 'libaom-av1']) {
        const pixels = decode(marked, 'obu', `-c:v ${decoder}`)
        expect(pixels).toEqual(decode(bytes, 'obu', `-c:v ${decoder}`))
      }
    }
    expect(obuTrueSize.read(bytes)).toBeUndefined()
    expectDamage(() => verifyObu(obuTrueSize.write(bytes, 99, 66)), 'true size is 99x66 in 98x66')
  })

  test.each([[0], [65537], [1.5], [NaN]])('a true size of %p is a RangeError', (side) => {
    expect(() => obuTrueSize.write(encode(OBU, 98, 66), side, 4)).toThrow(RangeError)
    expect(() => obuTrueSize.write(encode(OBU, 98, 66), 4, side)).toThrow(/integer from 1 to 65536/)
  })

  test('a true size of 65536 survives', () => {
    const marked = obuTrueSize.write(encode(OBU, 98, 66), 65536, 256)
    expect(obuTrueSize.read(marked)).toEqual({ width: 65536, height: 256 })
  })

  test('metadata OBUs are named by their type', () => {
    const bytes = encode(OBU, 98, 66)
    const obu = (...payload: number[]) => Uint8Array.of(0x2a, payload.length, ...payload)
    const marked = concat([bytes, obu(1, 0, 0, 0, 0, 0x80), obu(9, 0x80)])
    const names = inspectObu(marked).map(({ name }) => name)
    expect(names.slice(-2)).toEqual(['metadata: content light level', 'metadata: type 9'])
  })

  test('damage', () => {
    const bytes = encode(OBU, 98, 66)
    const list = obus(bytes)
    const part = (...types: number[]): Uint8Array =>
      concat(list.filter((o) => types.includes(o.type)).map((o) => bytes.subarray(o.start, o.end)))
    const withFirst = (byte: number) => concat([Uint8Array.of(byte), bytes.subarray(1)])
    expectDamage(() => verifyObu(part(2, 1)), 'has no frame')
    expectDamage(() => verifyObu(part(2, 6)), 'has no sequence header before its frame')
    expectDamage(() => verifyObu(concat([part(2, 6), part(1)])), 'has no sequence header before')
    expectDamage(() => verifyObu(concat([bytes, bytes])), 'has 2 temporal units')
    expectDamage(() => verifyObu(withFirst(0x92)), 'forbidden or reserved bit')
    expectDamage(() => verifyObu(withFirst(0x10)), 'OBU without a size at 0')
    expectDamage(() => verifyObu(new Uint8Array(0)), 'has no OBU')
    expectDamage(() => obus(Uint8Array.of(0x0a, 0xff, 0xff)), 'no leb128() value at 1')
    expectDamage(() => obus(Uint8Array.of(0x0a, ...new Array(9).fill(0xff))), 'no leb128() value')
    expectDamage(() => obus(Uint8Array.of(0x0a, 0xff, 0xff, 0xff, 0xff, 0x7f)), 'no leb128() value')
    expectDamage(() => verifyObu(concat([bytes, Uint8Array.of(0x12, 1, 0)])), /temporal/)
    expectDamage(() => verifyObu(concat([bytes, Uint8Array.of(0x2a, 0)])), 'empty OBU')
    expectDamage(() => verifyObu(concat([bytes, Uint8Array.of(0x2a, 2, 0, 0)])), 'no trailing bits')
    expectDamage(
      () => verifyObu(concat([part(2, 1), Uint8Array.of(0x1a, 1, 0x80)])),
      'has no tiles',
    )
  })
})
