import { concat } from '../../lib/bitstream/bytes'
import { inspectJpeg, jpegSize, verifyJpeg } from '../../lib/bitstream/jpeg'
import { probeSync, readImageSync } from '../../lib'
import { inspect } from '../../lib/probe/inspect'
import { codecFailureSync } from '../helpers/failures'
import { decode, encode, recipes } from '../fixtures/bitstream/streams'
import { expectDamage, inserted, names, offsetOf, patched, text } from '../helpers/stream_bytes'

const stream = (recipe: string): Uint8Array => encode(recipes[recipe]!.args, 97, 65)

describe('JPEG', () => {
  const jpeg = (): Uint8Array => stream('jpeg')
  const at = (name: string): number => offsetOf(inspectJpeg(jpeg()), name)
  const segment = (code: number, body: Uint8Array): Uint8Array =>
    concat([Uint8Array.of(0xff, code, (body.length + 2) >> 8, (body.length + 2) & 255), body])

  test('sections of a file by libavcodec', () => {
    const found = names(inspectJpeg(jpeg()))
    expect(found).toEqual(['SOI', 'APP0 JFIF', 'COM', 'DQT', 'DHT', 'SOF0', 'SOS', 'scan', 'EOI'])
  })

  test('restart markers belong to the scan', () => {
    const found = inspectJpeg(stream('jpeg with restart markers'))
    expect(names(found)).toContain('DRI')
    expect(names(found).filter((name) => name === 'scan')).toHaveLength(1)
  })

  test('application segments are told apart by their text', () => {
    const more = [
      segment(0xe0, text('JFIF\0\x01\x01\0\0\x01\0\x01\0\0')),
      segment(0xe1, text('Exif\0\0II*\0')),
      segment(0xe1, text('http://ns.adobe.com/xap/1.0/\0<x/>')),
      segment(0xe2, text('ICC_PROFILE\0\x01\x01')),
      segment(0xee, text('Adobe\0\x64\0\0\0\0\x01')),
      segment(0xe5, text('?')),
    ]
    const file = inserted(jpeg(), 2, concat(more))
    const found = inspectJpeg(file).slice(1, 7)
    expect(found.map(({ kind, name, length }) => [kind, name, length])).toEqual([
      ['container', 'APP0 JFIF', more[0]!.length],
      ['metadata', 'APP1 Exif', more[1]!.length],
      ['metadata', 'APP1 XMP', more[2]!.length],
      ['metadata', 'APP2 ICC', more[3]!.length],
      ['header', 'APP14 Adobe', more[4]!.length],
      ['metadata', 'APP5', more[5]!.length],
    ])
    expect(() => verifyJpeg(file)).not.toThrow()
  })

  test('JPEG-LS is named', () => {
    const frame = segment(0xf7, Uint8Array.of(8, 0, 1, 0, 1, 1, 1, 0x11, 0))
    const scan = segment(0xda, Uint8Array.of(1, 1, 0, 0, 0, 0))
    const start = Uint8Array.of(0xff, 0xd8)
    const file = concat([start, frame, scan, Uint8Array.of(0x7f, 0xff, 0x40, 0xff, 0xd9)])
    for (const call of [probeSync, readImageSync, inspect]) {
      expect(codecFailureSync(() => call(file))).toMatchObject({
        code: 'ERR_DECODE',
        message: expect.stringContaining('JPEG-LS, which is not read') as string,
      })
    }
  })

  test('fill bytes before markers, and data after EOI, are accepted and shown', () => {
    const filled = inserted(jpeg(), at('SOF0'), Uint8Array.of(0xff, 0xff))
    expect(() => verifyJpeg(filled)).not.toThrow()
    expect(jpegSize(filled)).toEqual({ width: 97, height: 65 })
    const appended = concat([filled, text('preview')])
    expect(inspectJpeg(appended).at(-1)).toMatchObject({ name: 'data after EOI', length: 7 })
    expect(() => verifyJpeg(appended)).not.toThrow()
    expect(decode(appended, 'jpeg_pipe')).toEqual(decode(jpeg(), 'jpeg_pipe'))
  })

  test.each<[string, () => Uint8Array, RegExp]>([
    ['no SOI', () => patched(jpeg(), 1, 0xd9), /does not begin with SOI/],
    ['no EOI', () => jpeg().subarray(0, -2), /ends inside a scan/],
    ['an EOI cut in half', () => jpeg().subarray(0, -1), /ends inside a scan/],
    ['headers alone', () => jpeg().subarray(0, at('SOS')), /has no EOI/],
    ['a segment of length 1', () => patched(jpeg(), at('DQT') + 2, 0, 1), /segment at \d+ passes/],
    ['a segment past the end', () => patched(jpeg(), at('DQT') + 2, 255), /segment at \d+ passes/],
    ['nothing but junk', () => concat([jpeg().subarray(0, 2), text('no marker')]), /no marker at/],
    ['no frame header', () => patched(jpeg(), at('SOF0') + 1, 0xfe), /has no SOF/],
    ['two frame headers', () => inserted(jpeg(), at('SOF0'), sof()), /has 2 frame headers/],
    ['a frame header after', () => withSofLast(), /no scan after its frame header/],
    ['width 0', () => patched(jpeg(), at('SOF0') + 7, 0, 0), /picture size is 0x65/],
    ['4 components in SOF', () => patched(jpeg(), at('SOF0') + 9, 4), /SOF0 of the wrong length/],
    ['4 components in SOS', () => patched(jpeg(), at('SOS') + 4, 4), /SOS at \d+ is too short/],
    ['a component twice', () => patched(jpeg(), at('SOS') + 7, 1), /scans for 2 of 3/],
    ['an empty scan', () => emptyScan(), /empty scan/],
    ['a restart marker missing', () => withoutRestart(), /restart marker out of order/],
  ])('%s', (_name, make, message) => expectDamage(() => verifyJpeg(make()), message))

  const sof = (): Uint8Array => jpeg().subarray(at('SOF0'), at('SOS'))
  const withSofLast = (): Uint8Array => {
    const comment = patched(jpeg(), at('SOF0') + 1, 0xfe)
    return inserted(comment, at('EOI'), sof())
  }
  const emptyScan = (): Uint8Array =>
    concat([jpeg().subarray(0, at('scan')), jpeg().subarray(at('EOI'))])
  const withoutRestart = (): Uint8Array => {
    const bytes = Buffer.from(stream('jpeg with restart markers'))
    const marker = bytes.indexOf(Buffer.of(0xff, 0xd1))
    return concat([bytes.subarray(0, marker), bytes.subarray(marker + 2)])
  }
})
