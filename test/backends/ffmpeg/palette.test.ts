import { createCodec } from '../../../lib'
import { crc32 } from '../../../lib/bitstream/crc32'
import { deflateSync } from 'node:zlib'
import { samplesOf } from '../../helpers/pictures'
import { itWhere } from '../../helpers/where'

const codec = createCodec('png', { backend: 'ffmpeg' })
const itHere = itWhere(codec.available(), 'no ffmpeg program')

function chunk(type: string, data: Uint8Array): Buffer {
  const out = Buffer.concat([Buffer.alloc(4), Buffer.from(type), data, Buffer.alloc(4)])
  out.writeUInt32BE(data.length, 0)
  out.writeUInt32BE(crc32(out, 4, out.length - 4), out.length - 4)
  return out
}

/** Colour i of the palette. */
const colour = (i: number): number[] => [i, (i * 7) % 256, 255 - i]
const codesOf = (width: number, height: number): number[] =>
  Array.from({ length: width * height }, (_, i) => (i * 37) % 256)

/** A PNG file of palette colours, some of which `alpha` makes transparent. */
function indexed(width: number, height: number, alpha: readonly number[]): Uint8Array {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 3], 8)
  const codes = codesOf(width, height)
  const rows = Array.from({ length: height }, (_, y) => [
    0,
    ...codes.slice(y * width, (y + 1) * width),
  ])
  const palette = Array.from({ length: 256 }, (_, i) => colour(i)).flat()
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('PLTE', Uint8Array.from(palette)),
    ...(alpha.length > 0 ? [chunk('tRNS', Uint8Array.from(alpha))] : []),
    chunk('IDAT', deflateSync(Uint8Array.from(rows.flat()))),
    chunk('IEND', new Uint8Array()),
  ])
}

// A raw frame of a palette has its colours behind the indices, which libavcodec takes for padding.
itHere.each([1, 2, 3, 4, 5, 11, 16, 31, 77])('palette pictures %i pixels wide', async (width) => {
  const height = 13
  for (const alpha of [[], [0, 50, 100, 200]]) {
    const image = await codec.decode(indexed(width, height, alpha))
    const channels = image.shape[2]
    const used = codesOf(width, height)
    expect(channels).toBe(used.some((i) => (alpha[i] ?? 255) < 255) ? 4 : 3)
    const right = used.flatMap((i) => [...colour(i), alpha[i] ?? 255].slice(0, channels))
    expect([...samplesOf(image)]).toEqual(right)
  }
})
