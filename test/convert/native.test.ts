import { pixelsToFrame } from '../../lib/convert/encode'
import { frameToPixels } from '../../lib/convert/decode'
import { frameLayout, RawFrame } from '../../lib/convert/layout'
import { addon } from '../../lib/backends/native/addon'
import type { Colour } from '../../lib/codecs/descriptor'
import { toPicture, type PixelPicture } from '../../lib/image'

// Two implementations, written apart: native/convert in integers, lib/convert in double precision.
// native's share of samples that are off by one is docs/data/colour_measurements.md's; here: at most one in a thousand.

const FORMATS = [
  'gray gray10le gray16le ya8 rgb24 rgba bgra rgb48be gbrp gbrap gbrp10le gbrp12le',
  'yuv444p yuvj444p yuv422p yuv440p yuv420p yuva420p yuv420p10le yuv444p10le yuv444p12le yuv422p16be',
].flatMap((line) => line.split(' '))

const COLOURS: readonly Colour[] = [
  { matrix: 'bt601', range: 'full' },
  { matrix: 'bt709', range: 'limited' },
  { matrix: 'bt2020', range: 'full' },
  { matrix: 'ycgco', range: 'full' },
]

const SIZES: readonly [number, number][] = [
  [1, 1],
  [40, 17],
]

function random(width: number, height: number, channels: number, bitDepth: number): PixelPicture {
  const length = width * height * channels
  const data = bitDepth > 8 ? new Uint16Array(length) : new Uint8Array(length)
  let state = 12345 + length + bitDepth
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    data[i] = (state >>> 8) % 2 ** bitDepth
  }
  return toPicture({ data, width, height, channels, bitDepth }) as PixelPicture
}

/** A raw frame of random codes. */
function randomFrame(name: string, [width, height]: readonly [number, number]): Uint8Array {
  const layout = frameLayout(name, width, height)!
  const frame = new RawFrame(layout)
  let state = layout.size
  layout.components.forEach((component, index) => {
    for (let i = 0; i < component.width * component.height; i++) {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0
      const value = (state >>> 8) % 2 ** component.depth
      frame.set(index, i % component.width, Math.floor(i / component.width), value)
    }
  })
  return frame.bytes
}

/** Largest difference, and how many differ. */
function compare(a: ArrayLike<number>, b: ArrayLike<number>): { max: number; share: number } {
  expect(a.length).toBe(b.length)
  let [max, count] = [0, 0]
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i]! - b[i]!)
    max = Math.max(max, difference)
    count += Number(difference > 0)
  }
  return { max, share: count / a.length }
}

/** Samples of a raw frame, whatever their bytes. */
function samples(bytes: Uint8Array, format: string): ArrayLike<number> {
  const { bytes: size, bigEndian } = frameLayout(format, 1, 1)!
  if (size === 1) return bytes
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Array.from({ length: bytes.length / 2 }, (_, i) => view.getUint16(2 * i, !bigEndian))
}

function nativeFrame(picture: PixelPicture, pixelFormat: string, size: number[], colour: Colour) {
  const [width, height] = size
  const request = { label: 'raw', engine: 'libav', encoder: 'rawvideo', options: {}, keep: false }
  return addon()!.encodeSync({ ...request, pixelFormat, width, height, ...colour }, picture).bytes
}

function nativePixels(
  bytes: Uint8Array,
  pixelFormat: string,
  [width, height]: readonly [number, number],
  colour: Colour,
  wanted: { channels: number; bitDepth: number },
) {
  const options = { video_size: `${width}x${height}`, pixel_format: pixelFormat }
  const plan = { label: 'raw', engine: 'libav', decoder: 'rawvideo', options, maxPixels: 1e6 }
  // A stream of GBR or yuvj is full range, whatever it leaves unsaid; a container may say otherwise.
  const told = /^(gbr|yuvj)/.test(pixelFormat) ? { forced: colour } : {}
  const { data } = addon()!.decodeSync({ ...plan, untagged: colour, ...told }, wanted, bytes)
  return data[0]!
}

/** Worst difference and share of different samples over many pictures. */
class Tally {
  worst = 0
  private off = 0
  private count = 0

  add(a: ArrayLike<number>, b: ArrayLike<number>): void {
    const { max, share } = compare(a, b)
    this.worst = Math.max(this.worst, max)
    this.off += share * a.length
    this.count += a.length
  }

  get share(): number {
    return this.off / this.count
  }
}

const CASES = [1, 3, 4].flatMap((channels) =>
  [8, 10, 16].map((bitDepth) => ({ channels, bitDepth })),
)

const here = addon() ? describe : describe.skip
here(addon() ? 'native/convert' : 'native/convert (skipped: no addon)', () => {
  describe.each(COLOURS)('$matrix $range', (colour) => {
    test.each(FORMATS)('%s: pixels to planes', (format) => {
      const tally = new Tally()
      for (const [width, height] of SIZES) {
        for (const { channels, bitDepth } of CASES) {
          const picture = random(width, height, channels, bitDepth)
          const size = [width + (width & 1), height + (height & 1)]
          const ours = pixelsToFrame(picture, format, size[0]!, size[1]!, colour)!
          const theirs = nativeFrame(picture, format, size, colour)
          tally.add(samples(ours, format), samples(theirs, format))
        }
      }
      expect(tally.worst).toBeLessThanOrEqual(1)
      expect(tally.share).toBeLessThan(0.001)
    })

    test.each(FORMATS)('%s: planes to pixels', (format) => {
      const tally = new Tally()
      for (const size of SIZES) {
        const bytes = randomFrame(format, size)
        for (const wanted of CASES) {
          const ours = frameToPixels(bytes, format, ...size, colour, wanted)!
          tally.add(ours.data, nativePixels(bytes, format, size, colour, wanted))
        }
      }
      expect(tally.worst).toBeLessThanOrEqual(1)
      expect(tally.share).toBeLessThan(0.001)
    })
  })
})
