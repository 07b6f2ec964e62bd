import { createCodec, readImageSync } from '../../lib'
import { weightsOfPrimaries } from '../../lib/codecs/derived_matrices'
import type { MatrixName, PlanarImage } from '../../lib/image'
import { run } from '../helpers/ffmpeg_streams'
import { describeWith, inFolder, writePng } from '../helpers/heif_programs'
import { makePicture, samplesOf } from '../helpers/pictures'
import { itWhere } from '../helpers/where'

// MatrixCoefficients 12 of ITU-T H.273: Kr and Kb follow from ColourPrimaries.

/** How much of red and of blue make white's Y: exact fractions, solved apart from our formula. */
const EXPECTED: readonly [number, number, number][] = [
  [4, 0.29896662, 0.11461217],
  [5, 0.22200431, 0.07134092],
  [6, 0.21237636, 0.08656378],
  [8, 0.25358536, 0.06807886],
  [10, 0, 0],
  [11, 0.20949168, 0.06891307],
  [12, 0.22897456, 0.07928691],
  [22, 0.23175055, 0.09599868],
]

test.each(EXPECTED)('primaries %d', (code, kr, kb) => {
  const found = weightsOfPrimaries(code)
  expect(found[0]).toBeCloseTo(kr, 7)
  expect(found[1]).toBeCloseTo(kb, 7)
})

const SIZE = 32
const clip = (value: number): number => Math.min(255, Math.max(0, value))

/** The pixels of full-range 4:4:4 planes, in double precision. */
function pixelsOf({ planes }: PlanarImage, kr: number, kb: number): number[] {
  return Array.from(planes[0]!).flatMap((y, i) => {
    const red = y + 2 * (1 - kr) * (planes[2]![i]! - 128)
    const blue = y + 2 * (1 - kb) * (planes[1]![i]! - 128)
    return [red, (y - kr * red - kb * blue) / (1 - kr - kb), blue].map(clip)
  })
}

/** x264 and x265 know no name for EBU 3213's primaries. */
const nameless = (codec: string, code: number): boolean =>
  code === 22 && ['heic', 'x264', 'x265'].includes(codec)

const furthest = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0)

function planesOf(matrix: MatrixName): PlanarImage {
  const { data } = makePicture({ width: SIZE, height: SIZE, channels: 3 })
  const planes = [0, 1, 2].map((c) =>
    Uint8Array.from({ length: SIZE ** 2 }, (_, i) => data[3 * i + c]!),
  )
  return { planes, width: SIZE, height: SIZE, pixelFormat: 'yuv444p', matrix, range: 'full' }
}

describe.each(['av1', 'avif', 'heic', 'x264', 'x265'])('%s', (name) => {
  const codec = createCodec(name)
  const test = itWhere(codec.available(), `no ${name} here`)

  test.each(EXPECTED)('carries planes of primaries %d, and shows them', (code, kr, kb) => {
    const given = planesOf(`primaries${code}` as MatrixName)
    if (nameless(name, code)) {
      expect(() => codec.encodeSync(given)).toThrow(/image.matrix: expected one of .*primaries22/)
      return
    }
    const stream = codec.encodeSync(given)
    const planes = codec.decodeSync(stream, { as: 'planes' })
    expect(planes).toMatchObject({ matrix: `primaries${code}`, range: 'full' })
    const { data } = codec.decodeSync(stream)
    expect(furthest(data as Uint8Array, pixelsOf(planes, kr, kb))).toBeLessThanOrEqual(0.51)
  })
})

describe('by the box of a file', () => {
  const codec = createCodec('avif', { pixelFormat: 'yuv444p' })
  const test = itWhere(codec.available(), 'no avif here')
  const named = { 1: [0.2126, 0.0722], 2: [0.2126, 0.0722], 7: [0.21237636, 0.08656378] }

  test.each([...EXPECTED, ...Object.entries(named).map(([code, k]) => [Number(code), ...k])])(
    'primaries %d',
    (code, kr, kb) => {
      const stream = codec.encodeSync(planesOf('bt601'))
      const changed = Buffer.from(stream)
      const at = changed.indexOf('nclx')
      changed.writeUInt16BE(code!, at + 4)
      changed.writeUInt16BE(12, at + 8)
      const planes = codec.decodeSync(stream, { as: 'planes' })
      const { data } = codec.decodeSync(new Uint8Array(changed))
      expect(furthest(data as Uint8Array, pixelsOf(planes, kr!, kb!))).toBeLessThanOrEqual(0.51)
      changed.writeUInt16BE(3, at + 4)
      expect(() => codec.decodeSync(new Uint8Array(changed))).toThrow('matrix 12 of primaries 3')
    },
  )
})

describeWith(['avifenc', 'avifdec'], 'files of avifenc', () => {
  const picture = makePicture({ width: SIZE, height: SIZE, channels: 3 })
  const samples = Uint16Array.from(samplesOf(picture))

  // Some releases of libavif take 10 for BT.709.
  test.each([1, 4, 5, 6, 7, 8, 9, 11, 12, 22])('primaries %d, as avifdec shows them', (code) => {
    inFolder((path) => {
      writePng(path('in.png'), { width: SIZE, height: SIZE, channels: 3, samples }, 'rgb24')
      // Of 8 bits libavif has libyuv read primaries 5 and 6 as BT.601, not as its own encoder wrote.
      const quality = ['-s', '10', '--min', '0', '--max', '2', '-y', '444', '-d', '10']
      const cicp = ['--cicp', `${code}/13/12`]
      run('avifenc', [...quality, ...cicp, path('in.png'), path('a.avif')])
      run('avifdec', ['-d', '8', path('a.avif'), path('out.png')])
      const mine = samplesOf(readImageSync(path('a.avif'), { bitDepth: 8 }))
      const theirs = samplesOf(readImageSync(path('out.png')))
      expect(furthest(mine, theirs)).toBeLessThanOrEqual(1)
      expect(furthest(mine, samples)).toBeLessThanOrEqual(4)
    })
  })
})
