import { concat } from '../../lib/bitstream/bytes'
import { inspectIvf, ivfSize, unwrapIvf, verifyIvf, wrapIvf } from '../../lib/bitstream/ivf'
import {
  av1Sequence,
  inspectObu,
  obuSize,
  obuTrueSize,
  obus,
  verifyObu,
} from '../../lib/bitstream/obu'
import { inspectVp9, parseVp9, verifyVp9, vp9Frames, vp9Size } from '../../lib/bitstream/vp9'
import { decode, encode, traced } from '../fixtures/bitstream/streams'

const aom = (rest: string): string =>
  `${rest} -c:v libaom-av1 -cpu-used 8 -usage allintra -crf 40 -f obu`
const OBU = aom('-pix_fmt yuv420p -still-picture 1')
const SVT = '-pix_fmt yuv420p -c:v libsvtav1 -g 1 -preset 12 -svtav1-params lp=1 -f obu'
const VP9 = '-pix_fmt yuv420p -c:v libvpx-vp9 -b:v 0 -crf 40 -f ivf'

const expectDamage = (call: () => unknown, message: RegExp | string): void => {
  expect(call).toThrow(message)
  expect(call).toThrow(expect.objectContaining({ code: 'ERR_DECODE' }))
}

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

describe('IVF', () => {
  test('wrapping the packet gives the file that the ffmpeg program writes', () => {
    for (const [args, fourcc] of [
      [VP9, 'VP90'],
      [OBU.replace('-f obu', '-f ivf'), 'AV01'],
    ] as const) {
      const bytes = encode(args, 97, 65)
      const wrapped = wrapIvf(unwrapIvf(bytes), { fourcc, width: 97, height: 65 })
      // Through a pipe FFmpeg cannot go back to fill in the number of frames: 24..31.
      expect(wrapped.subarray(0, 24)).toEqual(bytes.subarray(0, 24))
      expect(wrapped.subarray(24, 32)).toEqual(Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0))
      expect(wrapped.subarray(32)).toEqual(bytes.subarray(32))
      expect(decode(wrapped, 'ivf')).toEqual(decode(bytes, 'ivf'))
    }
  })

  test('sections of the packet are those of the packet alone, moved by 44', () => {
    const packet = encode(OBU, 97, 65)
    const file = wrapIvf([packet], { fourcc: 'AV01', width: 97, height: 65 })
    const inner = inspectObu(packet).map((s) => ({ ...s, offset: s.offset + 44 }))
    expect(inspectIvf(file)).toEqual([
      { kind: 'container', name: 'IVF header', offset: 0, length: 32 },
      { kind: 'container', name: 'IVF frame header', offset: 32, length: 12 },
      ...inner,
    ])
    expect(unwrapIvf(file)).toEqual(packet)
  })

  test('a padded AV1 picture: the true size in both headers', () => {
    const marked = obuTrueSize.write(encode(SVT, 98, 66), 97, 65)
    const file = wrapIvf(marked, { fourcc: 'AV01', width: 97, height: 65 })
    expect(() => verifyIvf(file)).not.toThrow()
    expect(ivfSize(file)).toEqual({ width: 97, height: 65 })
  })

  test('several frames are shown, and refused as a picture', () => {
    const packet = encode(VP9, 97, 65).subarray(44)
    const file = wrapIvf([packet, packet], { fourcc: 'VP90', width: 97, height: 65 })
    expect(inspectIvf(file).map(({ name }) => name)).toEqual([
      'IVF header',
      'IVF frame header',
      'uncompressed header',
      'compressed header',
      'tiles',
      'IVF frame header',
      'frame',
    ])
    expectDamage(() => verifyIvf(file), 'has 2 frames, expected one')
  })

  test('damage', () => {
    const bytes = encode(VP9, 97, 65)
    const patched = (at: number, ...values: number[]): Uint8Array => {
      const copy = Uint8Array.from(bytes)
      copy.set(values, at)
      return copy
    }
    expectDamage(() => verifyIvf(patched(0, 0)), 'does not begin with DKIF')
    expectDamage(() => verifyIvf(bytes.subarray(0, 20)), 'header of 20 bytes, expected 32')
    expectDamage(() => verifyIvf(bytes.subarray(0, 32)), 'has 0 frames, expected one')
    expectDamage(() => ivfSize(bytes.subarray(0, 32)), 'has no frame')
    expectDamage(() => verifyIvf(bytes.subarray(0, 40)), 'frame header cut off at 32')
    expectDamage(() => verifyIvf(bytes.subarray(0, 99)), /ends at \d+, the file at 99/)
    expectDamage(() => verifyIvf(patched(6, 31)), 'header length is 31')
    expectDamage(() => verifyIvf(patched(12, 98)), 'size is 98x65 in its header, 97x65 in its')
    expectDamage(() => verifyIvf(patched(8, 0x58)), 'codec is "XP90", not AV1 or VP9')
    const empty = wrapIvf(new Uint8Array(0), { fourcc: 'VP90', width: 1, height: 1 })
    expectDamage(() => verifyIvf(empty), 'its frame is empty')
    expect(inspectIvf(patched(8, 0x58)).map(({ kind }) => kind)).toContain('picture')
    expect(ivfSize(patched(8, 0x58))).toEqual({ width: 97, height: 65 })
  })

  test.each([[0], [65536], [NaN]])('a side of %p is a RangeError', (side) => {
    const info = { fourcc: 'VP90', width: side, height: 4 } as const
    expect(() => wrapIvf(new Uint8Array(1), info)).toThrow(RangeError)
  })
})

describe('VP9', () => {
  const packet = (format: string, rest = '', width = 97): Uint8Array =>
    unwrapIvf(
      encode(VP9.replace('yuv420p', format).replace('-f', rest ? `${rest} -f` : '-f'), width, 65),
    )

  test.each([
    ['yuv420p', 0, 8],
    ['yuv422p', 1, 8],
    ['yuv444p', 1, 8],
    ['gbrp', 1, 8],
    ['yuv420p10', 2, 10],
    ['yuv444p12', 3, 12],
    ['gbrp12', 3, 12],
  ])('header of %s', (format, profile, bitDepth) => {
    const bytes = packet(format, '-color_range pc')
    const header = parseVp9(bytes)
    expect(header).toMatchObject({ width: 97, height: 65, profile, bitDepth, fullRange: true })
    expect(header.colourSpace === 7).toBe(format.startsWith('gbr'))
    const file = wrapIvf(bytes, { fourcc: 'VP90', width: 97, height: 65 })
    const [compressed] = traced(file, 'ivf', 'header_size_in_bytes')
    expect(header.tiles - header.compressedHeader).toBe(compressed)
  })

  test.each([
    ['error-resilient', '-error-resilient 1'],
    ['segmentation', '-aq-mode 2'],
    ['lossless', '-crf 0 -lossless 1'],
  ])('header with %s', (_name, options) => {
    const bytes = packet('yuv420p', options)
    const file = wrapIvf(bytes, { fourcc: 'VP90', width: 97, height: 65 })
    const { tiles, compressedHeader } = parseVp9(bytes)
    expect([tiles - compressedHeader]).toEqual(traced(file, 'ivf', 'header_size_in_bytes'))
    expect(() => verifyVp9(bytes)).not.toThrow()
  })

  test('tiles: each size is followed', () => {
    const bytes = packet('yuv420p', '-tile-columns 2', 1100)
    const { tileCount, tiles } = parseVp9(bytes)
    expect(tileCount).toBe(4)
    expect(() => verifyVp9(bytes)).not.toThrow()
    const broken = Uint8Array.from(bytes)
    broken[tiles] = 0x7f
    expectDamage(() => verifyVp9(broken), /ends/)
    expectDamage(() => verifyVp9(bytes.subarray(0, bytes.length >> 1)), /ends/)
  })

  test('superframe: its frames and its index', () => {
    const frame = packet('yuv420p')
    const size = [frame.length & 255, frame.length >> 8]
    // Two frames (low 3 bits 1), sizes of 2 bytes (1 << 3).
    const marker = 0xc0 | (1 << 3) | 1
    const index = Uint8Array.of(marker, ...size, 1, 0, marker)
    const superframe = concat([frame, Uint8Array.of(0x42), index])
    expect(vp9Frames(superframe)).toEqual([
      { start: 0, end: frame.length },
      { start: frame.length, end: frame.length + 1 },
    ])
    const names = inspectVp9(superframe).map(({ name }) => name)
    expect(names.slice(2)).toEqual(['tiles', 'frame', 'superframe index'])
    expect(vp9Size(superframe)).toMatchObject({ width: 97, height: 65 })
    const broken = Uint8Array.from(superframe)
    broken[superframe.length - 4] = 0xff
    expectDamage(() => vp9Frames(broken), 'frame 0 of the superframe passes its end')
  })

  test('damage', () => {
    const bytes = packet('yuv420p')
    const first = (byte: number) => concat([Uint8Array.of(byte), bytes.subarray(1)])
    expectDamage(() => verifyVp9(first(bytes[0]! ^ 0x80)), 'frame_marker is not 2')
    expectDamage(() => verifyVp9(first(bytes[0]! | 0x08)), 'shows an earlier frame')
    expectDamage(() => verifyVp9(first(bytes[0]! | 0x04)), 'is not a key frame')
    const desynchronised = Uint8Array.from(bytes)
    desynchronised[2]! ^= 1
    expectDamage(() => verifyVp9(desynchronised), 'has no frame_sync_code')
    expectDamage(() => verifyVp9(bytes.subarray(0, 8)), 'ends too early')
    expectDamage(() => verifyVp9(bytes.subarray(0, 20)), 'ends before its tiles')
  })
})
