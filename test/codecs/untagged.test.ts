import { createCodec } from '../../lib'
import { drawPlanes, encodeHevc, encodePlanes, maxDifference } from '../helpers/ffmpeg_streams'
import { itWhere } from '../helpers/where'

// A stream without a word about its range is of limited range: H.264 and H.265, E.2.1, infer
// video_full_range_flag to be 0, and other programs' encoders say nothing where that is meant.

const picture = drawPlanes('yuv444p', 32, 24)
const h264 = () =>
  encodePlanes(picture, ['-c:v', 'libx264', '-qp', '4', '-preset', 'ultrafast', '-f', 'h264'])

const cases = [
  { name: 'x264', backend: 'native', make: h264 },
  { name: 'x264', backend: 'ffmpeg', make: h264 },
  { name: 'x265', backend: 'native', make: () => encodeHevc(picture, 'qp=4') },
  { name: 'x265', backend: 'ffmpeg', make: () => encodeHevc(picture, 'qp=4') },
] as const

describe.each(cases)('$name by $backend of an untagged stream', ({ name, backend, make }) => {
  const codec = createCodec(name, { backend })
  const here = itWhere(codec.available(), `${name} is not there by ${backend}`)

  here('gives planes of limited range', () => {
    expect(codec.decodeSync(make(), { as: 'planes' })).toMatchObject({
      matrix: 'bt601',
      range: 'limited',
    })
  })

  here('gives the pixels of limited range', () => {
    const { data } = codec.decodeSync(make())
    const [luma, cb, cr] = picture.planes as [Uint16Array, Uint16Array, Uint16Array]
    const red = Uint8ClampedArray.from(
      luma,
      (y, i) => 1.16438356 * (y - 16) + 1.59602679 * (cr[i]! - 128),
    )
    const blue = Uint8ClampedArray.from(
      luma,
      (y, i) => 1.16438356 * (y - 16) + 2.01723214 * (cb[i]! - 128),
    )
    const channel = (c: number) => luma.map((_, i) => data[3 * i + c]!)
    expect(maxDifference(channel(0), red)).toBeLessThan(12)
    expect(maxDifference(channel(2), blue)).toBeLessThan(12)
  })
})
