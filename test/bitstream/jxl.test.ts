import { concat } from '../../lib/bitstream/bytes'
import { inspectJxl, jxlSize, LowBitReader, verifyJxl } from '../../lib/bitstream/jxl'
import { decode, encode, recipes } from '../fixtures/bitstream/streams'
import { expectDamage, patched, text } from '../helpers/stream_bytes'

const stream = (recipe: string): Uint8Array => encode(recipes[recipe]!.args, 97, 65)

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

  test('a header behind 256 MiB of metadata', () => {
    const bytes = new Uint8Array(2 ** 28 + 1)
    bytes[2 ** 28] = 0b10110110
    expect(new LowBitReader(bytes, 2 ** 31 + 1).u(5)).toBe(0b11011)
  })
})
