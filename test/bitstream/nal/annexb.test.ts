import { h264Sps, hevcSps, inspectH264, inspectHevc } from '../../../lib/bitstream/nal/annexb'
import { concat } from '../../../lib/bitstream/bytes'
import { escape, nals, unescape } from '../../../lib/bitstream/nal/units'
import type { Section } from '../../../lib/bitstream/section'
import { encode, random, traced } from '../../fixtures/bitstream/streams'
import { CODECS, H264, HEVC, hevc, named } from '../../helpers/annexb_codecs'

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
    expect(h264Sps(bytes)).toMatchObject({ width: 98, height: 68, chromaFormat, bitDepth })
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
