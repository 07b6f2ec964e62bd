import {
  h264Size,
  h264Sps,
  h264TrueSize,
  hevcSize,
  hevcSps,
  hevcTrueSize,
  inspectH264,
  inspectHevc,
  verifyH264,
  verifyHevc,
} from '../../../lib/bitstream/nal/annexb'
import { concat } from '../../../lib/bitstream/bytes'
import { escape, nals, unescape } from '../../../lib/bitstream/nal/units'
import type { Section } from '../../../lib/bitstream/section'
import { CodecError } from '../../../lib/errors'
import { decode, encode, random, traced } from '../../fixtures/bitstream/streams'

const H264 = '-pix_fmt yuv420p -c:v libx264 -f h264'
const hevc = (params: string, format = 'yuv420p'): string =>
  `-pix_fmt ${format} -c:v libx265 -x265-params log-level=none${params} -f hevc`
const HEVC = hevc(':info=0')

const CODECS = {
  'H.264': {
    args: H264,
    demuxer: 'h264',
    trueSize: h264TrueSize,
    size: h264Size,
    inspect: inspectH264,
    verify: verifyH264,
    header: 1,
    type: (byte: number) => byte & 31,
  },
  HEVC: {
    args: HEVC,
    demuxer: 'hevc',
    trueSize: hevcTrueSize,
    size: hevcSize,
    inspect: inspectHevc,
    verify: verifyHevc,
    header: 2,
    type: (byte: number) => (byte >> 1) & 63,
  },
}

const named = (sections: Section[]): string[] =>
  sections.filter(({ kind }) => kind !== 'container').map(({ name }) => name)

/** The stream without the NAL unit that `name` names, and without its start code. */
function without(bytes: Uint8Array, sections: Section[], name: string): Uint8Array {
  const at = sections.findIndex((section) => section.name === name)
  const gone = new Set([sections[at], sections[at - 1]])
  const kept = sections.filter((section) => !gone.has(section))
  return concat(kept.map(({ offset, length }) => bytes.subarray(offset, offset + length)))
}

describe('sections', () => {
  test('x265 with its advertisement: one SEI of over 2 kB', () => {
    const sections = inspectHevc(encode(hevc(''), 96, 64))
    const sei = 'SEI user data (x265 advertisement)'
    expect(named(sections)).toEqual(['VPS', 'SPS', 'PPS', sei, 'slice'])
    expect(sections.find(({ name }) => name === sei)!.length).toBeGreaterThan(1000)
  })

  test('taking the x265 advertisement out gives the bytes that info=0 gives', () => {
    const advertised = encode(hevc(''), 96, 64)
    const sections = inspectHevc(advertised)
    const plain = without(advertised, sections, 'SEI user data (x265 advertisement)')
    expect(plain).toEqual(encode(HEVC, 96, 64))
  })

  test('taking the x264 advertisement out gives the bytes of the filter_units bitstream filter', () => {
    const advertised = encode(H264, 96, 64)
    const sections = inspectH264(advertised)
    const sei = 'SEI user data (x264 advertisement)'
    expect(named(sections)).toEqual(['SPS', 'PPS', sei, 'slice'])
    const plain = without(advertised, sections, sei)
    const filtered = encode(H264.replace('-f', '-bsf:v filter_units=remove_types=6 -f'), 96, 64)
    // The filter writes its own choice of 3- and 4-byte start codes.
    const units = (bytes: Uint8Array) =>
      nals(bytes, 'H.264').map(({ start, end }) => bytes.slice(start, end))
    expect(units(plain)).toEqual(units(filtered))
  })

  test.each([
    ['H.264', '-pix_fmt yuv444p -c:v libx264 -aud 1 -slices 3 -f h264'],
    ['HEVC', hevc(':hash=1:aud=1:slices=2:hrd=1:vbv-maxrate=900:vbv-bufsize=900')],
  ] as const)('%s NAL unit types are those that FFmpeg traces', (codec, args) => {
    const { demuxer, type, inspect } = CODECS[codec]
    const bytes = encode(args, 200, 130)
    const found = nals(bytes, codec).map(({ start }) => type(bytes[start]!))
    expect(found).toEqual(traced(bytes, demuxer, 'nal_unit_type'))
    expect(inspect(bytes).filter(({ name }) => name !== 'start code')).toHaveLength(found.length)
  })

  test('x265 hash=1 is named', () => {
    const sections = inspectHevc(encode(hevc(':info=0:hash=1'), 96, 64))
    expect(sections.at(-1)).toMatchObject({ kind: 'sei', name: 'SEI decoded picture hash' })
  })

  test('start codes of both lengths, leading and trailing zeros are container', () => {
    const bytes = Uint8Array.from([
      0, 0, 0, 0, 1, 0x67, 9, 0, 0, 0, 1, 0x65, 8, 0, 0, 1, 0x6c, 7, 0, 0,
    ])
    expect(inspectH264(bytes)).toEqual([
      { kind: 'container', name: 'start code', offset: 0, length: 5 },
      { kind: 'header', name: 'SPS', offset: 5, length: 2 },
      { kind: 'container', name: 'start code', offset: 7, length: 4 },
      { kind: 'picture', name: 'slice', offset: 11, length: 2 },
      { kind: 'container', name: 'start code', offset: 13, length: 3 },
      { kind: 'container', name: 'filler data', offset: 16, length: 2 },
      { kind: 'container', name: 'trailing zeros', offset: 18, length: 2 },
    ])
  })
})

describe('SPS', () => {
  test.each([
    ['yuv420p', 1, 8],
    ['yuv422p10', 2, 10],
    ['yuv444p12', 3, 12],
    ['gray', 0, 8],
  ])('HEVC %s', (format, chroma, depth) => {
    const bytes = encode(hevc(':info=0', format), 98, 66)
    const [codedWidth, codedHeight] = ['width', 'height'].map(
      (side) => traced(bytes, 'hevc', `pic_${side}_in_luma_samples`)[0],
    )
    const size = { width: 98, height: 66, codedWidth, codedHeight }
    expect(hevcSps(bytes)).toMatchObject({
      ...size,
      chromaFormatIdc: chroma,
      bitDepthLuma: depth,
      bitDepthChroma: depth,
    })
  })

  test.each([
    ['yuv420p -profile:v baseline', 1, 8],
    ['yuv422p10', 2, 10],
    ['yuv444p', 3, 8],
    ['gray', 0, 8],
    ['yuv420p -x264opts cqm=jvt', 1, 8],
    ['yuv420p -flags +ildct+ilme', 1, 8],
  ])('H.264 %s', (format, chromaFormat, bitDepth) => {
    const bytes = encode(`-pix_fmt ${format} -c:v libx264 -f h264`, 98, 68)
    const [profileIdc] = traced(bytes, 'h264', 'profile_idc')
    const [levelIdc] = traced(bytes, 'h264', 'level_idc')
    const size = { width: 98, height: 68, codedWidth: 112 }
    const sps = h264Sps(bytes)
    expect(sps).toMatchObject({ ...size, chromaFormat, bitDepth, profileIdc, levelIdc })
    expect(sps.codedHeight % 16).toBe(0)
  })
})

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

test('escape and unescape undo each other, and escape leaves no start code', () => {
  const next = random(3)
  for (let round = 0; round < 300; round++) {
    // Mostly zeros and small bytes, where the escapes are.
    const raw = Uint8Array.from({ length: next(40) }, () => next(5) % 4)
    const escaped = Uint8Array.from(escape(raw))
    expect(unescape(escaped, 0, escaped.length)).toEqual(raw)
    expect(Buffer.from(escaped).toString('hex')).not.toMatch(/^(..)*?00000[012]/)
  }
})

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
