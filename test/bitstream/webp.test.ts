import { concat } from '../../lib/bitstream/bytes'
import { inspectWebp, verifyWebp, webpHasAlpha, webpSize } from '../../lib/bitstream/riff'
import { decode, encode, recipes } from '../fixtures/bitstream/streams'
import { expectDamage, inserted, names, patched, text } from '../helpers/stream_bytes'

const stream = (recipe: string): Uint8Array => encode(recipes[recipe]!.args, 97, 65)

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
    const stored = encode(transparent, 97, 65)
    expect(webpHasAlpha(stored)).toBe(true)
    // VP8X may say otherwise: readers show what VP8L has.
    const canvas = [...text('VP8X\x0a\0\0\0'), 0, 0, 0, 0, 96, 0, 0, 64, 0, 0]
    const silent = inserted(stored, 12, Uint8Array.from(canvas))
    new DataView(silent.buffer, silent.byteOffset).setUint32(4, silent.length - 8, true)
    expect(webpHasAlpha(silent)).toBe(true)
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
