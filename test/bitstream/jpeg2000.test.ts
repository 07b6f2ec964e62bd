import { boxes } from '../../lib/bitstream/bmff'
import { concat } from '../../lib/bitstream/bytes'
import { j2kSiz } from '../../lib/bitstream/j2k'
import {
  inspectJp2,
  jp2Size,
  setComponentTransform,
  stripComments,
  verifyJp2,
} from '../../lib/bitstream/jp2'
import { decode, encode, hasDecoder } from '../fixtures/bitstream/streams'
import { expectDamage, patched } from '../helpers/stream_bytes'

const openjpeg = (format: string, rest = '-irreversible 1 -compression_level 3'): string =>
  `-c:v libopenjpeg -numresolution 4 -format ${format} ${rest} -f image2pipe`
const YUV =
  '-vf scale=out_color_matrix=bt601:out_range=full:flags=accurate_rnd+full_chroma_int,format=yuv444p -color_range pc'
// FFmpeg 7 has no libopenjpeg decoder any more.
const decoders = ['jpeg2000', 'libopenjpeg'].filter(hasDecoder)
const JP2 = `${YUV} ${openjpeg('jp2')}`
const J2K = `${YUV} ${openjpeg('j2k')}`
const NATIVE =
  '-pix_fmt rgb24 -c:v jpeg2000 -format jp2 -tile_width 64 -tile_height 64 -f image2pipe'

const names = (bytes: Uint8Array): string[] => inspectJp2(bytes).map(({ name }) => name)

const offsetOf = (bytes: Uint8Array, name: string): number =>
  inspectJp2(bytes).find((section) => section.name === name)!.offset

describe('sections', () => {
  test('of a JP2 by OpenJPEG', () => {
    const header = ['jP box', 'ftyp box', 'jp2h box header', 'ihdr box', 'colr box']
    const codestream = ['SOC', 'SIZ', 'COD', 'QCD', 'COM', 'SOT', 'SOD', 'tile-part', 'EOC']
    expect(names(encode(JP2, 97, 65))).toEqual([...header, 'jp2c box header', ...codestream])
    expect(names(encode(J2K, 97, 65))).toEqual(codestream)
  })

  test('of tiles: each tile-part has its own', () => {
    const bytes = encode(NATIVE, 97, 65)
    expect(names(bytes).filter((name) => name === 'tile-part')).toHaveLength(4)
    const siz = j2kSiz(bytes, offsetOf(bytes, 'SOC'))
    expect(siz.tiles).toBe(4)
    expect(siz.components).toEqual(Array(3).fill({ bitDepth: 8, signed: false, dx: 1, dy: 1 }))
  })

  test('an ICC profile in colr, and an xml box, are metadata', () => {
    const bytes = encode(JP2, 97, 65)
    const colr = offsetOf(bytes, 'colr box')
    const xml = Uint8Array.of(0, 0, 0, 9, 0x78, 0x6d, 0x6c, 0x20, 0x61)
    const changed = concat([patched(bytes, colr + 8, 2), xml])
    const metadata = inspectJp2(changed).filter(({ kind }) => kind === 'metadata')
    expect(metadata.map(({ name }) => name)).toEqual(['colr box (ICC)', 'xml box'])
    expect(() => verifyJp2(changed)).not.toThrow()
  })
})

/** Bytes of the one COM segment that an encoder writes: its name and version. */
function commentOf(bytes: Uint8Array): number {
  const comments = inspectJp2(bytes).filter(({ name }) => name === 'COM')
  expect(comments).toHaveLength(1)
  const { offset, length } = comments[0]!
  expect([...bytes.subarray(offset, offset + 2)]).toEqual([0xff, 0x64])
  expect(length).toBeGreaterThan(10)
  return length
}

describe('stripComments', () => {
  test.each([
    ['JP2 by OpenJPEG', JP2],
    ['codestream by OpenJPEG', J2K],
    ['JP2 by libavcodec, 4 tiles', NATIVE],
  ])('%s: its comment less, the same pixels', (_name, args) => {
    const bytes = encode(args, 97, 65)
    const stripped = stripComments(bytes)
    expect(bytes.length - stripped.length).toBe(commentOf(bytes))
    expect(names(stripped)).toEqual(names(bytes).filter((name) => name !== 'COM'))
    expect(() => verifyJp2(stripped)).not.toThrow()
    for (const decoder of decoders) {
      const pixels = decode(stripped, 'j2k_pipe', `-c:v ${decoder}`)
      expect(pixels).toEqual(decode(bytes, 'j2k_pipe', `-c:v ${decoder}`))
    }
    expect(stripComments(stripped)).toEqual(stripped)
  })

  test('several comments, and a jp2c box of 64-bit or open length', () => {
    const bytes = encode(JP2, 97, 65)
    const jp2c = offsetOf(bytes, 'jp2c box header')
    const codestream = bytes.subarray(jp2c + 8)
    const comment = Uint8Array.of(0xff, 0x64, 0, 5, 0, 1, 0x61)
    const siz = offsetOf(encode(J2K, 97, 65), 'COD')
    const body = concat([codestream.subarray(0, siz), comment, codestream.subarray(siz)])
    const type = Uint8Array.of(0x6a, 0x70, 0x32, 0x63)
    const large = Buffer.alloc(8)
    large.writeBigUInt64BE(BigInt(body.length + 16))
    const before = bytes.subarray(0, jp2c)
    const open = concat([before, new Uint8Array(4), type, body])
    const wide = concat([before, Uint8Array.of(0, 0, 0, 1), type, large, body])
    for (const [file, header] of [
      [open, 8],
      [wide, 16],
    ] as const) {
      expect(() => verifyJp2(file)).not.toThrow()
      const stripped = stripComments(file)
      expect(file.length - stripped.length).toBe(commentOf(bytes) + 7)
      expect(() => verifyJp2(stripped)).not.toThrow()
      const [box] = [...boxes(stripped)].filter((candidate) => candidate.type === 'jp2c')
      expect(box).toMatchObject({ headerSize: header, end: stripped.length })
    }
  })
})

describe('setComponentTransform', () => {
  // Almost without loss, so that only the transform's own rounding is left.
  const rgb = encode('-pix_fmt rgb24 -f rawvideo', 97, 65)
  const fine = '-irreversible 1 -compression_level 1'

  const pairs = ['jp2', 'j2k'].flatMap((format) => decoders.map((decoder) => [format, decoder]))

  test.each(pairs)('a %s of YCbCr becomes one of RGB for the decoder %s', (format, decoder) => {
    const bytes = encode(`${YUV} ${openjpeg(format, fine)}`, 97, 65)
    const changed = setComponentTransform(bytes)
    expect(changed.length).toBe(bytes.length)
    expect(() => verifyJp2(changed)).not.toThrow()
    const pixels = decode(changed, 'j2k_pipe', `-c:v ${decoder} -pix_fmt rgb24`)
    expect(pixels.length).toBe(rgb.length)
    // What the same decoder sees without the flag: rounded YCbCr, which FFmpeg takes for rgb24.
    const bare = encode(`${YUV} ${openjpeg('j2k', fine)}`, 97, 65)
    const reference = expectedRgb(decode(bare, 'j2k_pipe', `-c:v ${decoder}`))
    // 0.5 for each rounding: (1 + 1.772) / 2 in YCbCr, 0.5 in RGB.
    expect(largestDifference(pixels, reference)).toBeLessThan(1.9)
    // The source: through 8-bit YCbCr (swscale is off by up to 3) and a codec at 2:1.
    expect(largestDifference(pixels, rgb)).toBeLessThanOrEqual(5)
    expect(meanDifference(pixels, rgb)).toBeLessThan(0.7)
  })

  test('an sYCC colr becomes sRGB, a codestream alone has none', () => {
    const bytes = encode(JP2, 97, 65)
    const enumerated = offsetOf(bytes, 'colr box') + 14
    const sycc = patched(bytes, enumerated, 18)
    const changed = setComponentTransform(sycc)
    expect(changed[enumerated]).toBe(16)
    expect(sycc[enumerated]).toBe(18)
    const differing = [...changed.keys()].filter((i) => changed[i] !== sycc[i])
    expect(differing).toHaveLength(2)
    const j2k = encode(J2K, 97, 65)
    const transformed = setComponentTransform(j2k)
    expect([...j2k.keys()].filter((i) => transformed[i] !== j2k[i])).toHaveLength(1)
  })

  test('grey stays grey: another enumerated colour space is left as it is', () => {
    const bytes = encode(JP2, 97, 65)
    const enumerated = offsetOf(bytes, 'colr box') + 14
    expect(setComponentTransform(patched(bytes, enumerated, 17))[enumerated]).toBe(17)
  })

  test.each([
    ['4:2:0', `-pix_fmt yuv420p ${openjpeg('j2k')}`],
    ['gray', `-pix_fmt gray ${openjpeg('j2k')}`],
    ['alpha', `-pix_fmt rgba ${openjpeg('j2k')}`],
    ['the reversible 5/3 wavelet', `${YUV} ${openjpeg('j2k', '-irreversible 0')}`],
  ])('%s is a RangeError', (_name, args) => {
    expect(() => setComponentTransform(encode(args, 97, 65))).toThrow(RangeError)
    expect(() => setComponentTransform(encode(args, 97, 65))).toThrow(/three like components/)
  })
})

/** Full-range BT.601 to RGB, T.800 G.3.2. */
function expectedRgb(ycbcr: Uint8Array): number[] {
  const clamp = (value: number): number => Math.min(255, Math.max(0, value))
  return Array.from({ length: ycbcr.length / 3 }, (_, i) => {
    const [y, cb, cr] = [ycbcr[3 * i]!, ycbcr[3 * i + 1]! - 128, ycbcr[3 * i + 2]! - 128]
    return [y + 1.402 * cr, y - 0.344136 * cb - 0.714136 * cr, y + 1.772 * cb].map(clamp)
  }).flat()
}

const differences = (a: Uint8Array, b: ArrayLike<number>): number[] =>
  Array.from(a, (value, i) => Math.abs(value - b[i]!))
const largestDifference = (a: Uint8Array, b: ArrayLike<number>): number =>
  differences(a, b).reduce((most, each) => Math.max(most, each))
const meanDifference = (a: Uint8Array, b: ArrayLike<number>): number =>
  differences(a, b).reduce((sum, each) => sum + each) / a.length

describe('damage', () => {
  const jp2 = (): Uint8Array => encode(JP2, 97, 65)
  const at = (name: string): number => offsetOf(jp2(), name)

  test.each<[string, () => Uint8Array, RegExp]>([
    ['no jp2c box', () => patched(jp2(), at('jp2c box header') + 7, 0x78), /has no jp2c box/],
    ['no jp2h box', () => patched(jp2(), at('jp2h box header') + 7, 0x78), /has no jp2h box/],
    ['a box that passes the end', () => patched(jp2(), at('ftyp box') + 1, 9), /box "ftyp" at 12/],
    ['a box of 4 bytes', () => patched(jp2(), at('ftyp box'), 0, 0, 0, 4), /of 4 bytes/],
    ['another size in ihdr', () => patched(jp2(), at('ihdr box') + 11, 1), /ihdr disagrees/],
    ['no ihdr', () => patched(jp2(), at('ihdr box') + 4, 1), /begin with an ihdr of 14/],
    ['no EOC', () => patched(jp2(), at('EOC') + 1, 0), /does not end in EOC/],
    ['a longer tile-part', () => patched(jp2(), at('SOT') + 6, 1), /tile-part at \d+ passes/],
    [
      'a shorter tile-part',
      () => patched(jp2(), at('SOT') + 8, 0, 99),
      /no (tile-part|marker segment) at/,
    ],
    ['another tile', () => patched(jp2(), at('SOT') + 5, 7), /has 1 of 1 tiles/],
    ['no SOT', () => patched(jp2(), at('SOT') + 1, 0x64), /SOD outside a tile-part/],
    ['no SIZ', () => patched(jp2(), at('SIZ') + 1, 0x64), /begin with SOC and SIZ/],
    ['no COD', () => patched(jp2(), at('COD') + 1, 0x64), /has no COD/],
    ['no QCD', () => patched(jp2(), at('QCD') + 1, 0x64), /has no QCD/],
    ['a SIZ for more components', () => patched(jp2(), at('SIZ') + 39, 4), /SIZ of the wrong/],
    ['tiles without size', () => patched(jp2(), at('SIZ') + 22, 0, 0, 0, 0), /tiles without size/],
    ['no size', () => patched(jp2(), at('SIZ') + 6, 0, 0, 0, 0), /picture size is 0x65/],
    ['a segment that passes the end', () => patched(jp2(), at('COD') + 2, 255), /segment ff52/],
    ['no marker', () => patched(jp2(), at('COD'), 0), /no marker segment at/],
  ])('%s', (_name, make, message) => {
    expectDamage(() => verifyJp2(make()), message)
  })

  test('a missing tile', () => {
    const bytes = encode(NATIVE, 97, 65)
    const first = offsetOf(bytes, 'SOT')
    const length = Buffer.from(bytes).readUInt32BE(first + 6)
    const jp2c = offsetOf(bytes, 'jp2c box header')
    const kept = concat([bytes.subarray(0, first), bytes.subarray(first + length)])
    Buffer.from(kept.buffer).writeUInt32BE(kept.length - jp2c, jp2c)
    expectDamage(() => verifyJp2(kept), 'has 3 of 4 tiles')
    expect(jp2Size(kept)).toEqual({ width: 97, height: 65 })
  })

  test('Psot 0 means up to EOC', () => {
    const j2k = encode(J2K, 97, 65)
    const open = patched(j2k, offsetOf(j2k, 'SOT') + 6, 0, 0, 0, 0)
    expect(inspectJp2(open)).toEqual(inspectJp2(j2k))
    expectDamage(() => verifyJp2(open.subarray(0, -1)), 'does not end in EOC')
  })
})
