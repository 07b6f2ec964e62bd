import { inspectIvf, ivfSize, unwrapIvf, verifyIvf, wrapIvf } from '../../lib/bitstream/ivf'
import { inspectObu, obuTrueSize } from '../../lib/bitstream/obu'
import { decode, encode } from '../fixtures/bitstream/streams'
import { expectDamage } from '../helpers/stream_bytes'

const aom = (rest: string): string =>
  `${rest} -c:v libaom-av1 -cpu-used 8 -usage allintra -crf 40 -f obu`

const OBU = aom('-pix_fmt yuv420p -still-picture 1')
const SVT = '-pix_fmt yuv420p -c:v libsvtav1 -g 1 -preset 12 -svtav1-params lp=1 -f obu'
const VP9 = '-pix_fmt yuv420p -c:v libvpx-vp9 -b:v 0 -crf 40 -f ivf'

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
