import type { Backend, Decoded } from '../backends/backend'
import { damaged } from '../bitstream/bytes'
import type { Tiles } from '../codecs/container'
import type { SampleView } from '../image'
import { parsePixelFormat, type PixelFormat, planeSize } from '../pixelformat'
import type { Steps } from '../task'
import { planDecode } from './plan'
import { type Setup } from './plan/setup'

// Chroma is interpolated between samples on both sides of a border of two tiles, so that tiles with
// fewer samples of it are joined as they are coded.

/** Whether the tiles have to be joined first, and can be: no sample of chroma lies in two of them. */
export function mustJoin({ chroma, count, tileWidth, tileHeight }: Tiles): boolean {
  const across = chroma === '420' || chroma === '422'
  const whole = tileWidth % 2 === 0 && (chroma !== '420' || tileHeight % 2 === 0)
  return across && count > 1 && whole
}

interface Plane {
  data: Uint8Array | Uint16Array
  width: number
  height: number
}

/** One raw frame: plane after plane, in memory of its own. */
function frameOf(format: PixelFormat, width: number, height: number) {
  const sizes = [0, 1, 2].map((i) => planeSize(format, width, height, i))
  const sampleBytes = format.depth > 8 ? 2 : 1
  const counts = sizes.map((size) => size.width * size.height)
  const bytes = new Uint8Array(sampleBytes * counts.reduce((sum, count) => sum + count, 0))
  let at = 0
  const planes = sizes.map((size, i): Plane => {
    const Samples = sampleBytes === 2 ? Uint16Array : Uint8Array
    const data = new Samples(bytes.buffer, at, counts[i])
    at += data.byteLength
    return { data, ...size }
  })
  return { bytes, planes }
}

/** One plane of a tile into its place; what sticks out is left out. */
function place(tile: Plane, into: Plane, x: number, y: number): void {
  const width = Math.min(tile.width, into.width - x)
  const height = Math.min(tile.height, into.height - y)
  for (let row = 0; row < height; row++) {
    const from = tile.data.subarray(row * tile.width, row * tile.width + width)
    into.data.set(from, (y + row) * into.width + x)
  }
}

/** A picture whose tiles come one by one, and at the end its pixels. */
export class JoinedTiles {
  readonly #tiles: Tiles
  #first?: Decoded
  #format?: PixelFormat
  #frame?: ReturnType<typeof frameOf>
  constructor(tiles: Tiles) {
    this.#tiles = tiles
  }

  add(index: number, tile: Decoded): void {
    const { columns, tileWidth, tileHeight, width, height } = this.#tiles
    this.#first ??= tile
    const { pixelFormat, matrix, range } = this.#first
    if (tile.pixelFormat !== pixelFormat || tile.matrix !== matrix || tile.range !== range) {
      throw damaged('HEIF', 'the tiles of the grid differ in format or colour')
    }
    // FFmpeg's old names for full range; `range` says it.
    const format = (this.#format ??= parsePixelFormat(pixelFormat.replace(/^yuvj/, 'yuv'))!)
    const frame = (this.#frame ??= frameOf(format, width, height))
    const [x, y] = [(index % columns) * tileWidth, Math.floor(index / columns) * tileHeight]
    frame.planes.forEach((plane, i) => {
      const size = planeSize(format, tileWidth, tileHeight, i)
      const [shiftX, shiftY] = i === 0 ? [0, 0] : [format.chromaShiftX, format.chromaShiftY]
      place({ data: tile.data[i]!, ...size }, plane, x >> shiftX, y >> shiftY)
    })
  }

  /** Converts the whole of it. */
  *convert(backend: Backend, setup: Setup, into: SampleView): Steps<Decoded> {
    const { pixelFormat, matrix, range, chromaLocation } = this.#first!
    const { width, height } = this.#tiles
    const plan = planDecode({ ...setup, decoder: 'rawvideo' }, { into })
    const { bytes } = this.#frame!
    const raw = {
      ...plan,
      options: {
        video_size: `${width}x${height}`,
        pixel_format: this.#format!.name,
        ...(chromaLocation && { chroma_sample_location: chromaLocation }),
      },
      untagged: { matrix, range },
    }
    const decoded = yield* backend.decode(raw, { bytes, packet: bytes })
    return { ...decoded, pixelFormat }
  }
}
