import { AV1, AVIF, HEIC, X265 } from '../../lib'
import { readHeif } from '../../lib/bitstream/heif'
import { frameToPixels } from '../../lib/convert/decode'
import { parsePixelFormat, planeSize } from '../../lib/pixelformat'
import type { Coding } from '../helpers/container/codings'
import { tiledFile } from '../helpers/heif_tiles'
import { itWhere } from '../helpers/where'

// Chroma of a grid is interpolated over the borders of its tiles: as of one picture. What we write has
// it between the samples of luma.

const formats = [
  ['AVIF', new AVIF(), new AV1()],
  ['HEIC', new HEIC(), new X265()],
] as const
const sizes = [
  { rows: 2, columns: 2, width: 128, height: 96 },
  { rows: 2, columns: 3, width: 151, height: 77 },
]

/** The grid's planes, put together here, as a raw frame. */
function rawFrame(file: Uint8Array, inner: AV1 | X265) {
  const { image } = readHeif(file)
  const tiles = Array.from({ length: image.count }, (_, i) =>
    inner.decodeSync(image.tile(i), { as: 'planes' }),
  )
  const { pixelFormat, matrix, range } = tiles[0]!
  const format = parsePixelFormat(pixelFormat)!
  const bytes = [0, 1, 2].flatMap((p) => {
    const whole = planeSize(format, image.width, image.height, p)
    const tile = planeSize(format, image.tileWidth, image.tileHeight, p)
    const samples = Array.from({ length: whole.width * whole.height }, (_, i) => {
      const [x, y] = [i % whole.width, Math.floor(i / whole.width)]
      const [column, row] = [Math.floor(x / tile.width), Math.floor(y / tile.height)]
      const plane = tiles[row * image.columns + column]!.planes[p]!
      return plane[(y % tile.height) * tile.width + (x % tile.width)]!
    })
    return format.depth > 8 ? samples.flatMap((v) => [v & 255, v >> 8]) : samples
  })
  return { bytes: Uint8Array.from(bytes), pixelFormat, colour: { matrix: matrix!, range: range! } }
}

const codings: Coding[] = [
  { chroma: '4:2:0', depth: 8 },
  { chroma: '4:2:2', depth: 8 },
  { chroma: '4:2:0', depth: 10 },
  { chroma: '4:2:0', depth: 8, limited: true },
]

describe.each(formats)('%s', (format, codec, inner) => {
  const test = itWhere(codec.available(), `no ${format} here`)

  test.each(codings)('a grid of $chroma, $depth bits', (coding) => {
    for (const tiling of sizes) {
      const { file } = tiledFile(format, coding, tiling)
      const { bytes, pixelFormat, colour } = rawFrame(file, inner)
      const { width, height } = tiling
      const expected = frameToPixels(bytes, pixelFormat, width, height, colour)!
      const { data } = codec.decodeSync(file)
      expect(data).toHaveLength(expected.data.length)
      const off = Array.from(expected.data, (v, i) => Math.abs(v - data[i]!))
      const worst = off.reduce((most, v) => Math.max(most, v), 0)
      expect(worst).toBeLessThanOrEqual(1)
    }
  })
})
