import { AVIF, HEIC, X265 } from '../../lib'
import { makePicture } from '../helpers/pictures'
import { itWhere } from '../helpers/where'

// What a file's colr box says counts, also in part, whatever the stream says.
const coded = { pixelFormat: 'yuv444p', range: 'limited' } as const
const kinds = [
  ['avif', (options: object = {}) => new AVIF({ ...coded, ...options })],
  ['heic', (options: object = {}) => new HEIC({ ...coded, ...options })],
] as const

/** The file with another matrix and range in its nclx box. */
function retagged(bytes: Uint8Array, matrix: number, full: boolean, primaries = 1): Uint8Array {
  const changed = Buffer.from(bytes)
  const at = changed.indexOf('nclx')
  changed.writeUInt16BE(primaries, at + 4)
  changed.writeUInt16BE(matrix, at + 8)
  changed[at + 10] = full ? 0x80 : 0
  return new Uint8Array(changed)
}

/** Kr and Kb of H.273, by MatrixCoefficients. */
const weights: Record<number, [number, number]> = {
  1: [0.2126, 0.0722],
  2: [0.299, 0.114], // as the stream says
  4: [0.3, 0.11],
  5: [0.299, 0.114],
  6: [0.299, 0.114],
  7: [0.212, 0.087],
  9: [0.2627, 0.0593],
  12: [0.2126, 0.0722], // of BT.709's primaries
}

const clip = (value: number): number => Math.min(255, Math.max(0, Math.round(value)))

function toRgb([y, cb, cr]: number[], matrix: number, full: boolean): number[] {
  if (matrix === 0) return [cr!, y!, cb!].map((v) => (full ? v : clip(((v - 16) * 255) / 219)))
  const [kr, kb] = weights[matrix]!
  const luma = full ? y! : ((y! - 16) * 255) / 219
  const [b, r] = [cb!, cr!].map((c) => (c - 128) * (full ? 1 : 255 / 224)) as [number, number]
  const red = luma + 2 * (1 - kr) * r
  const blue = luma + 2 * (1 - kb) * b
  const green = (luma - kr * red - kb * blue) / (1 - kr - kb)
  return [red, green, blue].map(clip)
}

describe.each(kinds)('%s', (_name, make) => {
  const codec = make()
  const test = itWhere(codec.available(), `no ${codec.name} here`)
  const picture = makePicture({ width: 32, height: 32 })

  test.each([0, 1, 2, 4, 5, 6, 7, 9, 12])('nclx matrix %i', (matrix) => {
    const stream = codec.encodeSync(picture)
    const { planes } = codec.decodeSync(stream, { as: 'planes' })
    for (const full of [true, false]) {
      const { data } = codec.decodeSync(retagged(stream, matrix, full))
      for (let i = 0; i < 32 * 32; i++) {
        const yuv = planes.map((plane) => plane[i]!)
        const expected = toRgb(yuv, matrix, full)
        for (let c = 0; c < 3; c++) {
          expect(Math.abs(data[3 * i + c]! - expected[c]!)).toBeLessThanOrEqual(1)
        }
      }
    }
  })

  test.each([3, 11, 13, 14, 70])('nclx matrix %i is refused by name', (matrix) => {
    const stream = codec.encodeSync(picture)
    expect(() => codec.decodeSync(retagged(stream, matrix, true))).toThrow(`matrix ${matrix}`)
  })

  // FFmpeg's HEVC decoder has a format of its own for 4:2:0 of full range.
  test.each(['yuv420p', 'yuv422p', 'yuv444p', 'gray'])('either range, whatever %s says', (name) => {
    const flat = { width: 32, height: 32, channels: 3, data: new Uint8Array(32 * 32 * 3) }
    flat.data.forEach((_, i) => (flat.data[i] = [90, 140, 60][i % 3]!))
    for (const range of ['full', 'limited'] as const) {
      const stream = make({ pixelFormat: name, range }).encodeSync(flat)
      const { planes } = codec.decodeSync(stream, { as: 'planes' })
      const yuv = [0, 1, 2].map((i) => planes[i]?.[0] ?? 128)
      for (const full of [true, false]) {
        const { data, shape } = codec.decodeSync(retagged(stream, 1, full))
        const expected = toRgb(yuv, 1, full)
        for (let c = 0; c < shape[2]!; c++) {
          expect(Math.abs(data[c]! - expected[c]!)).toBeLessThanOrEqual(1)
        }
      }
    }
  })
})

describe("a stream's own matrix", () => {
  const [native, program] = (['native', 'ffmpeg'] as const).map((backend) => new X265({ backend }))
  const test = itWhere(native!.available() && program!.available(), 'not both backends here')

  test.each(['bt709', 'smpte170m', 'fcc', 'smpte240m', 'bt2020nc', 'bt2020c', 'ycgco', 'gbr'])(
    '%s: the ffmpeg program shows it as the addon does',
    (matrix) => {
      const options = { 'x265-params': `colormatrix=${matrix}` }
      const codec = new X265({ pixelFormat: 'yuv444p', options })
      const stream = codec.encodeSync(makePicture({ width: 32, height: 32 }))
      expect(program!.decodeSync(stream).data).toEqual(native!.decodeSync(stream).data)
    },
  )
})
