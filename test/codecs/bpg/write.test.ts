import { isBpg, readBpg, writeBpg, type BpgPicture } from '../../../lib/bitstream/bpg'
import { ue7 } from '../../../lib/bitstream/bpg/ue7'
import { nals } from '../../../lib/bitstream/nal/units'
import { decodeByLibbpg } from '../../helpers/bpg_decoder'
import {
  chromaOf,
  decodeStream,
  drawPlanes,
  encodeHevc,
  maxDifference,
  resize,
  seededRandom,
} from '../../helpers/ffmpeg_streams'
import { planesToRgb } from '../../helpers/planes_to_rgb'
import { bpgOf, decodeOurs, gray, rgbOf, small, smallFile, ycbcr } from '../../helpers/bpg_pictures'

const alphaOf = ({ data }: { data: Uint8ClampedArray }): Uint8ClampedArray =>
  data.filter((_, i) => i % 4 === 3)

const TWO_SLICES = 'qp=20:wpp=1:slices=2'

const succeeds = (call: () => unknown): boolean => {
  try {
    call()
    return true
  } catch {
    return false
  }
}

// Every chroma format, depth and range through the codec: test/flow/container_matrix.test.ts.
describe('what we write', () => {
  const cases: [
    name: string,
    format: string,
    size: [number, number],
    Partial<BpgPicture>,
    string?,
  ][] = [
    ['4:4:4', 'yuv444p', [64, 48], {}],
    ['4:4:4 10 bit', 'yuv444p10le', [64, 48], {}],
    ['BT.709', 'yuv444p', [64, 48], { colorSpace: 'ycbcr709' }],
    ['BT.2020', 'yuv444p10le', [64, 48], { colorSpace: 'ycbcr2020' }],
    ['YCgCo', 'yuv444p', [64, 48], { colorSpace: 'ycgco' }],
    ['RGB', 'gbrp', [64, 48], { colorSpace: 'rgb' }],
    ['RGB lossless', 'gbrp', [64, 48], { colorSpace: 'rgb' }, 'lossless=1'],
    ['gray', 'gray', [64, 48], {}],
    ['gray 12 bit limited range', 'gray12le', [64, 48], { limitedRange: true }],
    ['4:2:0', 'yuv420p', [64, 48], {}],
    ['4:2:0 left', 'yuv420p', [64, 48], { siting: 'left' }],
    ['4:2:2', 'yuv422p', [64, 48], {}],
    ['4:2:2 left 12 bit', 'yuv422p12le', [64, 48], { siting: 'left' }],
    ['coding blocks of 8', 'yuv444p', [41, 41], {}, 'qp=20:min-cu-size=8'],
    ['odd 4:2:0', 'yuv420p', [97, 81], {}],
    ['1x1 4:4:4 in one block of 16', 'yuv444p', [1, 1], {}, 'qp=20:min-cu-size=16'],
    ['5x3 4:2:0 in one block of 16', 'yuv420p', [5, 3], {}, 'qp=20:min-cu-size=16'],
    ['coding tree blocks of 16', 'yuv444p', [64, 48], {}, 'qp=20:ctu=16'],
    ['wavefronts', 'yuv444p', [64, 192], {}, 'qp=20:wpp=1'],
    ['two slices', 'yuv444p', [64, 192], {}, TWO_SLICES],
    ['transform skip', 'yuv444p', [64, 48], {}, 'qp=20:tskip=1'],
    ['a picture hash', 'yuv444p', [64, 48], {}, 'qp=20:hash=1'],
  ]

  const rows = cases.map(([name, format, size, more, x265 = 'qp=20']) => ({
    name,
    format,
    size,
    more,
    x265,
  }))
  // x265 4.1 crashes at more than one slice, 59 times of 60.
  const tries = [1, 2, 3, 4, 5]
  const twoSlices = (): unknown => encodeHevc(drawPlanes('yuv444p', 64, 192), TWO_SLICES)
  const crashes = !tries.every(() => succeeds(twoSlices))
  if (crashes) test.skip('two slices (skipped: the x265 of ffmpeg crashes)', () => undefined)
  const possible = rows.filter(({ x265 }) => !(crashes && x265 === TWO_SLICES))

  test.each(possible)(
    '$name: libbpg and libavcodec restore it',
    ({ format, size: [w, h], more, x265 }) => {
      const picture = drawPlanes(format, w, h)
      // x265 pads up to 16x16 at least, BPG up to its smallest coding block.
      const minimum = resize(picture, Math.max(w, 16), Math.max(h, 16))
      const bpg = bpgOf(w < 16 ? minimum : picture, x265, { ...more, width: w, height: h })
      const file = writeBpg(bpg)

      const expected = resize(decodeStream(bpg.hevc, 'hevc', bpg.coded), w, h)
      const restored = decodeOurs(file, picture)
      expect(restored.planes.map((plane, i) => maxDifference(plane, expected.planes[i]!))).toEqual(
        expected.planes.map(() => 0),
      )

      const [theirs] = decodeByLibbpg(file)
      expect([theirs!.width, theirs!.height]).toEqual([w, h])
      const chroma = chromaOf(format)
      // libbpg interpolates subsampled chroma, planesToRgb repeats it: up to 8 levels on these slopes.
      const tolerance = chroma === '444' || chroma === '400' ? 1 : 8
      const colour = { ...ycbcr, ...more }
      expect(maxDifference(rgbOf(theirs!), planesToRgb(expected, colour))).toBeLessThanOrEqual(
        tolerance,
      )
    },
  )

  test('is lossless where x265 is', () => {
    const random = seededRandom(1)
    const picture = drawPlanes('gbrp', 40, 24, () => random())
    const file = writeBpg(bpgOf(picture, 'lossless=1', { colorSpace: 'rgb' }))
    expect(decodeOurs(file, picture).planes).toEqual(picture.planes)
    const [theirs] = decodeByLibbpg(file)
    const [g, b, r] = picture.planes
    expect(Array.from(rgbOf(theirs!))).toEqual(
      Array.from(r!).flatMap((v, i) => [v, g![i]!, b![i]!]),
    )
  })

  test.each(['straight', 'premultiplied'] as const)('carries %s alpha', (alpha) => {
    const picture = drawPlanes('yuv444p', 64, 48)
    const coverage = drawPlanes('gray', 64, 48, (_, x, y) => (x + y + 16) / 128)
    const alphaHevc = encodeHevc(coverage, 'lossless=1:tu-intra-depth=2')
    const file = writeBpg(bpgOf(picture, 'qp=10', { alpha, alphaHevc }))

    const read = readBpg(file)
    expect(read.alpha).toBe(alpha)
    expect(decodeStream(read.alphaHevc!, 'hevc', coverage).planes).toEqual(coverage.planes)
    const [theirs] = decodeByLibbpg(file)
    expect(Array.from(alphaOf(theirs!))).toEqual(Array.from(coverage.planes[0]!))
    const colours = planesToRgb(decodeStream(read.hevc, 'hevc', picture), ycbcr)
    const straight = colours.map((value, i) => {
      const a = coverage.planes[0]![Math.floor(i / 3)]!
      return alpha === 'straight' ? value : Math.round((value * 255) / a)
    })
    expect(maxDifference(rgbOf(theirs!), straight)).toBeLessThanOrEqual(
      alpha === 'straight' ? 1 : 4,
    )
  })

  test('carries alpha beside gray and beside odd 4:2:0', () => {
    const mask = gray(33, 17)
    const alphaHevc = encodeHevc(mask, 'lossless=1')
    for (const format of ['gray', 'yuv420p']) {
      const file = writeBpg(
        bpgOf(drawPlanes(format, 33, 17), 'qp=20', { alpha: 'straight', alphaHevc }),
      )
      const [theirs] = decodeByLibbpg(file)
      expect(Array.from(alphaOf(theirs!))).toEqual(Array.from(mask.planes[0]!))
      expect(decodeStream(readBpg(file).alphaHevc!, 'hevc', mask).planes).toEqual(mask.planes)
    }
  })

  test('keeps Exif, ICC and XMP, which libbpg passes over', () => {
    const extensions = {
      exif: Uint8Array.from({ length: 300 }, (_, i) => i & 255),
      icc: new Uint8Array(20000).fill(7),
      xmp: Buffer.from('<x:xmpmeta/>'),
    }
    const file = writeBpg({ ...small, extensions })
    const read = readBpg(file)
    expect(read.extensions.exif).toEqual(extensions.exif)
    expect(read.extensions.icc).toEqual(extensions.icc)
    expect(Buffer.from(read.extensions.xmp!).toString()).toBe('<x:xmpmeta/>')
    expect(decodeByLibbpg(file)[0]!.data).toEqual(decodeByLibbpg(smallFile)[0]!.data)
  })

  test('has the bytes of the specification', () => {
    const magic = [0x42, 0x50, 0x47, 0xfb]
    // 4:4:4 (3), 8 bit, BT.601 full range, 64x48, then the length of what follows.
    expect(Array.from(smallFile.subarray(0, 8))).toEqual([...magic, 0x60, 0, 64, 48])
    const body = smallFile.subarray(8 + ue7(smallFile.length).length)
    expect(Array.from(smallFile.subarray(8, 10))).toEqual(ue7(body.length))
    expect(isBpg(smallFile)).toBe(true)
    expect(isBpg(small.hevc)).toBe(false)
  })

  test('is at least 40 bytes shorter than the HEVC stream', () => {
    expect(small.hevc.length - smallFile.length).toBeGreaterThan(40)
  })
})

describe('what the writer refuses', () => {
  test.each<[string, Partial<BpgPicture>, string]>([
    ['a width of 0', { width: 0 }, 'width is 0'],
    ['half a pixel', { height: 1.5 }, 'height is 1.5'],
    ['15 bits', { bitDepth: 15 }, 'bitDepth is 15'],
    ['RGB gray', { chroma: '400', colorSpace: 'rgb' }, 'expected ycbcr for a gray picture'],
    ['alpha without a stream', { alpha: 'straight' }, 'alphaHevc is missing'],
    ['an alpha stream without alpha', { alphaHevc: small.hevc }, 'alphaHevc is given'],
    ['another chroma format', { chroma: '420' }, 'chroma_format_idc 3'],
    ['another bit depth', { bitDepth: 10 }, '8 bits, expected 10'],
    ['a size that needs other padding', { width: 40 }, 'needs a coded size of 48x48'],
    ['no HEVC', { hevc: Uint8Array.of(1, 2, 3) }, 'start code'],
    [
      'colour as alpha',
      { alpha: 'straight', alphaHevc: small.hevc },
      'chroma_format_idc 3, not 400',
    ],
  ])('%s', (_, change, message) => {
    expect(() => writeBpg({ ...small, ...change })).toThrow(message)
  })

  test.each([
    ['scaling lists', 'qp=20:scaling-list=default', 'scaling lists'],
    ['another block size for alpha', 'qp=20:ctu=16', 'of another size than the colour stream'],
  ])('%s', (_, x265, message) => {
    const hevc = encodeHevc(drawPlanes('yuv444p', 64, 48), x265)
    const alphaHevc = encodeHevc(gray(64, 48))
    expect(() => writeBpg({ ...small, hevc, alpha: 'straight', alphaHevc })).toThrow(message)
  })

  test('several pictures, and streams without SPS', () => {
    const list = nals(small.hevc, 'HEVC')
    const slice = small.hevc.subarray(list[3]!.prefix)
    const two = Buffer.concat([small.hevc, slice])
    expect(() => writeBpg({ ...small, hevc: two })).toThrow('has 2 pictures, expected 1')
    expect(() => writeBpg({ ...small, hevc: slice })).toThrow('has 0 sequence parameter sets')
  })
})
