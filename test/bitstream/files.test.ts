import { boxes } from '../../lib/bitstream/bmff'
import { concat } from '../../lib/bitstream/bytes'
import { crc32 } from '../../lib/bitstream/crc32'
import { inspectJpeg, jpegSize, verifyJpeg } from '../../lib/bitstream/jpeg'
import { inspectJxl, jxlSize, verifyJxl } from '../../lib/bitstream/jxl'
import { inspectPng, pngSize, verifyPng } from '../../lib/bitstream/png'
import { inspectQoi, qoiSize, verifyQoi } from '../../lib/bitstream/qoi'
import { inspectWebp, verifyWebp, webpHasAlpha, webpSize } from '../../lib/bitstream/riff'
import type { Section } from '../../lib/bitstream/section'
import { decode, encode, recipes } from '../fixtures/bitstream/streams'

const stream = (recipe: string): Uint8Array => encode(recipes[recipe]!.args, 97, 65)

const expectDamage = (call: () => unknown, message: RegExp | string): void => {
  expect(call).toThrow(message)
  expect(call).toThrow(expect.objectContaining({ code: 'ERR_DECODE' }))
}

/** A copy with other bytes at `at`. */
function patched(bytes: Uint8Array, at: number, ...values: number[]): Uint8Array {
  const copy = Uint8Array.from(bytes)
  copy.set(values, at)
  return copy
}

/** A copy with more bytes at `at`. */
const inserted = (bytes: Uint8Array, at: number, more: Uint8Array): Uint8Array =>
  concat([bytes.subarray(0, at), more, bytes.subarray(at)])

const text = (characters: string): Uint8Array => Uint8Array.from(Buffer.from(characters, 'latin1'))
const names = (sections: Section[]): string[] => sections.map(({ name }) => name)
const offsetOf = (sections: Section[], name: string): number =>
  sections.find((section) => section.name === name)!.offset

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

describe('PNG', () => {
  const png = (): Uint8Array => stream('png')
  const chunk = (type: string, body: Uint8Array): Uint8Array => {
    const bytes = Buffer.alloc(12 + body.length)
    bytes.writeUInt32BE(body.length, 0)
    bytes.write(type, 4, 'latin1')
    bytes.set(body, 8)
    bytes.writeUInt32BE(crc32(bytes, 4, 8 + body.length), 8 + body.length)
    return bytes
  }
  const at = (name: string): number => offsetOf(inspectPng(png()), name)

  test('CRC-32 of the check string of its catalogue', () => {
    expect(crc32(text('123456789'))).toBe(0xcbf43926)
    expect(crc32(text('..123456789.'), 2, 11)).toBe(0xcbf43926)
    expect(crc32(new Uint8Array(0))).toBe(0)
  })

  test('every chunk in three parts', () => {
    const found = inspectPng(png())
    expect(found.slice(0, 4)).toEqual([
      { kind: 'container', name: 'signature', offset: 0, length: 8 },
      { kind: 'container', name: 'IHDR length and type', offset: 8, length: 8 },
      { kind: 'header', name: 'IHDR', offset: 16, length: 13 },
      { kind: 'container', name: 'IHDR CRC', offset: 29, length: 4 },
    ])
    expect(names(found).slice(-2)).toEqual(['IEND length and type', 'IEND CRC'])
  })

  test('text is sei, XMP and profiles are metadata', () => {
    const more = [
      chunk('tEXt', text('Software\0x')),
      chunk('iTXt', text('XML:com.adobe.xmp\0\0\0\0\0<x/>')),
      chunk('iTXt', text('Title\0\0\0\0\0x')),
      chunk('iCCP', text('x')),
      chunk('tRNS', text('123456')),
    ]
    const file = inserted(png(), 33, concat(more))
    const kinds = inspectPng(file)
      .slice(4, 4 + 15)
      .filter((_, i) => i % 3 === 1)
    expect(kinds.map(({ kind, name }) => [kind, name])).toEqual([
      ['sei', 'tEXt'],
      ['metadata', 'iTXt'],
      ['sei', 'iTXt'],
      ['metadata', 'iCCP'],
      ['header', 'tRNS'],
    ])
    expect(() => verifyPng(file)).not.toThrow()
  })

  test('data after IEND is shown', () => {
    const found = inspectPng(concat([png(), text('more')]))
    expect(found.at(-1)).toMatchObject({ kind: 'container', name: 'data after IEND', length: 4 })
  })

  test.each<[string, () => Uint8Array, RegExp]>([
    ['no signature', () => patched(png(), 1, 0), /does not begin with its signature/],
    ['no IHDR', () => concat([png().subarray(0, 8), png().subarray(33)]), /begin with an IHDR/],
    ['no IEND', () => png().subarray(0, -12), /ends without IEND/],
    ['a chunk past the end', () => patched(png(), at('IDAT') - 8, 1), /"IDAT" passes the end/],
    ['a wrong CRC', () => patched(png(), at('IDAT CRC'), 1, 2, 3, 4), /IDAT at \d+ has a wrong/],
    ['width 0', () => withIhdr(0), /picture size is 0x65/],
    ['no data', () => concat([png().subarray(0, 33), png().subarray(-12)]), /no picture data/],
  ])('%s', (_name, make, message) => expectDamage(() => verifyPng(make()), message))

  const withIhdr = (width: number): Uint8Array => {
    const body = Buffer.from(png().slice(16, 29))
    body.writeUInt32BE(width, 0)
    return concat([png().subarray(0, 8), chunk('IHDR', body), png().subarray(33)])
  }

  test('the size needs no CRC', () => {
    expect(pngSize(patched(png(), 30, 0))).toEqual({ width: 97, height: 65 })
  })
})

describe('WebP', () => {
  const lossy = (): Uint8Array => stream('webp')
  const lossless = (): Uint8Array => stream('webp lossless')
  const alpha = (): Uint8Array => stream('webp alpha')

  test('sections of lossy, lossless and alpha', () => {
    const plain = ['RIFF header', 'VP8 chunk header', 'VP8 chunk']
    expect(names(inspectWebp(lossy())).slice(0, 3)).toEqual(plain)
    expect(names(inspectWebp(lossless()))[2]).toBe('VP8L chunk')
    const extended = names(inspectWebp(alpha())).filter((name) => name.endsWith('chunk'))
    expect(extended).toEqual(['VP8X chunk', 'ALPH chunk', 'VP8 chunk'])
  })

  test('alpha is announced', () => {
    expect([lossy(), lossless(), alpha()].map(webpHasAlpha)).toEqual([false, false, true])
    const vp8x = inserted(lossy(), 12, text('VP8X\x0a\0\0\0'))
    expectDamage(() => webpHasAlpha(vp8x), /RIFF size says/)
    const transparent = '-vf format=rgba,colorchannelmixer=aa=0.5 -c:v libwebp -lossless 1 -f webp'
    expect(webpHasAlpha(encode(transparent, 97, 65))).toBe(true)
  })

  test('the sizes of VP8 partitions are followed', () => {
    // A VP8 key frame of 4 token partitions by libvpx is the payload of a WebP file.
    const frame = encode('-pix_fmt yuv420p -c:v libvpx -slices 4 -f ivf', 97, 65).subarray(44)
    const chunk = frame.length % 2 ? concat([frame, Uint8Array.of(0)]) : frame
    const header = Buffer.from('RIFF....WEBPVP8 ....', 'latin1')
    header.writeUInt32LE(12 + chunk.length, 4)
    header.writeUInt32LE(frame.length, 16)
    const file = concat([header, chunk])
    expect(() => verifyWebp(file)).not.toThrow()
    expect(webpSize(file)).toEqual({ width: 97, height: 65 })
    expect(decode(file, 'webp_pipe')).toHaveLength(97 * 65 + 2 * 49 * 33)
    const first = Buffer.from(frame).readUIntLE(0, 3) >> 5
    const sizes = 20 + 10 + first
    for (const partition of [0, 1, 2]) {
      const broken = patched(file, sizes + 3 * partition + 2, 9)
      expectDamage(() => verifyWebp(broken), 'token partitions pass the end')
    }
    const huge = patched(file, 20, file[20]! | 0xe0, 0xff, 0xff)
    expectDamage(() => verifyWebp(huge), 'first partition passes the end')
  })

  test.each<[string, () => Uint8Array, RegExp]>([
    ['no RIFF', () => patched(lossy(), 0, 0), /does not begin with RIFF/],
    ['a RIFF size too small', () => patched(lossy(), 4, 9, 0), /RIFF size says/],
    ['bytes behind the RIFF size', () => concat([lossy(), text('ab')]), /RIFF size says/],
    ['a chunk past the end', () => patched(lossy(), 18, 9), /chunk "VP8 " passes the end/],
    ['no picture', () => patched(lossy(), 12, 0x58), /has no picture/],
    ['an inter frame', () => patched(lossy(), 20, lossy()[20]! | 1), /not a key frame/],
    ['no VP8 start code', () => patched(lossy(), 23, 0), /has no start code/],
    ['width 0', () => patched(lossy(), 26, 0, 0), /picture size is 0x65/],
    ['no VP8L signature', () => patched(lossless(), 20, 0), /VP8L has no signature/],
    ['another VP8L version', () => patched(lossless(), 24, 0xff), /unknown version/],
    ['another canvas', () => patched(alpha(), 24, 7), /picture of 97x65 on a canvas of 8x65/],
  ])('%s', (_name, make, message) => expectDamage(() => verifyWebp(make()), message))

  test('an animation has the size of its canvas', () => {
    const body = text('VP8X\x0a\0\0\0\x02\0\0\0\x60\0\0\x40\0\0ANMF\x02\0\0\0ab')
    const file = concat([text(`RIFF${String.fromCharCode(body.length + 4)}\0\0\0WEBP`), body])
    expect(webpSize(file)).toEqual({ width: 97, height: 65 })
    expect(() => verifyWebp(file)).not.toThrow()
    expect(inspectWebp(file).at(-1)).toMatchObject({ kind: 'picture', name: 'ANMF chunk' })
  })
})

describe('QOI', () => {
  const qoi = (): Uint8Array => stream('qoi')

  test('sections', () => {
    expect(names(inspectQoi(qoi()))).toEqual(['header', 'chunks', 'end marker'])
  })

  test.each<[string, () => Uint8Array, RegExp]>([
    ['no magic', () => patched(qoi(), 0, 0), /does not begin with qoif/],
    ['half a header', () => qoi().subarray(0, 12), /header of 12 bytes, expected 14/],
    ['5 channels', () => patched(qoi(), 12, 5), /has 5 channels/],
    ['colour space 2', () => patched(qoi(), 13, 2), /colour space is 2/],
    ['height 0', () => patched(qoi(), 11, 0), /picture size is 97x0/],
    ['no end marker', () => qoi().subarray(0, -1), /has no end marker/],
    ['a row more', () => patched(qoi(), 11, 66), /has 6305 pixels, expected 97x66/],
    ['a chunk more', () => inserted(qoi(), 14, Uint8Array.of(0)), /has 6306 pixels/],
    ['a chunk cut off', () => inserted(qoi(), qoi().length - 8, text('\xff')), /last chunk is cut/],
  ])('%s', (_name, make, message) => expectDamage(() => verifyQoi(make()), message))

  test('the size is in the header', () => {
    expect(qoiSize(qoi().subarray(0, 14))).toEqual({ width: 97, height: 65 })
  })
})

describe('JPEG XL', () => {
  const codestream = (): Uint8Array => stream('jxl')
  const box = (type: string, ...body: Uint8Array[]): Uint8Array => {
    const header = Buffer.alloc(8)
    header.writeUInt32BE(8 + body.reduce((sum, part) => sum + part.length, 0), 0)
    header.write(type, 4, 'latin1')
    return concat([header, ...body])
  }
  const part = (index: number, bytes: Uint8Array): Uint8Array => {
    const number = Buffer.alloc(4)
    number.writeUInt32BE(index)
    return box('jxlp', number, bytes)
  }
  const container = (...rest: Uint8Array[]): Uint8Array =>
    concat([box('JXL ', text('\r\n\x87\n')), box('ftyp', text('jxl \0\0\0\0jxl ')), ...rest])

  test.each([
    [97, 65],
    [1, 1],
    [256, 256],
    [640, 480],
    [300, 200],
    [64, 40],
    [5, 1030],
    [3000, 8],
  ])('the size of %dx%d', (width, height) => {
    const bytes = encode(
      recipes.jxl!.args.replace('-c:v libjxl', '-c:v libjxl -effort 1'),
      width,
      height,
    )
    expect(jxlSize(bytes)).toEqual({ width, height })
    expect(decode(bytes, 'jpegxl_pipe')).toHaveLength(width * height * 3)
  })

  test('a container: boxes, parts, metadata; the ffmpeg program agrees that it is whole', () => {
    const bytes = codestream()
    const file = container(
      box('Exif', new Uint8Array(9)),
      part(0, bytes.subarray(0, 100)),
      part(2 ** 31 + 1, bytes.subarray(100)),
    )
    expect(inspectJxl(file).map(({ kind, length }) => [kind, length])).toEqual([
      ['container', 8],
      ['container', 4],
      ['container', 8],
      ['container', 12],
      ['container', 8],
      ['metadata', 9],
      ['container', 12],
      ['picture', 100],
      ['container', 12],
      ['picture', bytes.length - 100],
    ])
    expect(() => verifyJxl(file)).not.toThrow()
    expect(jxlSize(file)).toEqual({ width: 97, height: 65 })
    expect(decode(file, 'jpegxl_pipe')).toEqual(decode(bytes, 'jpegxl_pipe'))
    expect(() => verifyJxl(container(box('jxlc', bytes)))).not.toThrow()
  })

  test.each<[string, () => Uint8Array, RegExp]>([
    ['no signature', () => patched(codestream(), 1, 0), /begins without FF 0A/],
    ['half a header', () => codestream().subarray(0, 3), /header cut off/],
    ['no codestream', () => container(), /has no codestream/],
    ['two codestreams', () => container(...Array(2).fill(box('jxlc', codestream()))), /more than/],
    ['a last part missing', () => container(part(0, codestream())), /part 0 of its/],
    ['parts swapped', () => container(part(1, codestream()), part(2 ** 31, text('a'))), /part 0/],
    [
      'a box past the end',
      () => container(box('jxlc', codestream()).subarray(0, -1)),
      /box "jxlc"/,
    ],
  ])('%s', (_name, make, message) => expectDamage(() => verifyJxl(make()), message))
})

describe('ISO boxes', () => {
  const list = (...values: number[]) => [...boxes(Uint8Array.from(values))]
  const free = [0x66, 0x72, 0x65, 0x65]

  test('32-bit, 64-bit and open sizes', () => {
    const wide = [0, 0, 0, 1, ...free, 0, 0, 0, 0, 0, 0, 0, 17, 7]
    expect(list(0, 0, 0, 8, ...free, ...wide, 0, 0, 0, 0, ...free, 1, 2)).toEqual([
      { type: 'free', start: 0, headerSize: 8, bodyStart: 8, end: 8 },
      { type: 'free', start: 8, headerSize: 16, bodyStart: 24, end: 25 },
      { type: 'free', start: 25, headerSize: 8, bodyStart: 33, end: 35 },
    ])
    expect(list()).toEqual([])
  })

  test.each([
    ['half a header', [0, 0, 0, 8, 0x66]],
    ['half a 64-bit header', [0, 0, 0, 1, ...free, 0, 0]],
    ['a size below its header', [0, 0, 0, 7, ...free]],
    ['a 64-bit size below its header', [0, 0, 0, 1, ...free, 0, 0, 0, 0, 0, 0, 0, 15]],
    ['a size past the end', [0, 0, 0, 9, ...free]],
    ['a size of 2^64-1', [0, 0, 0, 1, ...free, ...Array(8).fill(255)]],
  ])('%s is ERR_DECODE', (_name, bytes) => {
    expectDamage(() => list(...bytes), /^ISO file: box/)
  })

  test('stays inside a range', () => {
    const bytes = Uint8Array.from([9, 9, 0, 0, 0, 9, ...free, 1, 2])
    expect([...boxes(bytes, 2, 11)]).toHaveLength(1)
    expectDamage(
      () => [...boxes(bytes, 2, 10, 'JP2')],
      'JP2: box "free" at 2 of 9 bytes, 8 are left',
    )
  })
})
