import { concat } from '../../lib/bitstream/bytes'
import { unwrapIvf, wrapIvf } from '../../lib/bitstream/ivf'
import { inspectVp9, parseVp9, verifyVp9, vp9Frames, vp9Size } from '../../lib/bitstream/vp9'
import { encode, traced } from '../fixtures/bitstream/streams'
import { expectDamage } from '../helpers/stream_bytes'

const VP9 = '-pix_fmt yuv420p -c:v libvpx-vp9 -b:v 0 -crf 40 -f ivf'

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
