import { deflateSync } from 'node:zlib'
import { concat } from '../bitstream/bytes'
import { pngChunk, SIGNATURE } from '../bitstream/png'
import type { PixelPicture } from '../image'
import { packedSamples } from './samples'

/** Each row behind the number of its filter, none; 16 bits with the high byte first. */
function filteredRows(p: PixelPicture): Buffer {
  const deep = p.bitDepth > 8
  const samples = packedSamples(p)
  const wide = deep ? new Uint16Array(samples.buffer) : samples
  const perRow = wide.length / p.height
  const most = 2 ** p.bitDepth - 1
  const out = Buffer.alloc(p.height * (1 + perRow * (deep ? 2 : 1)))
  let to = 0
  for (let y = 0; y < p.height; y++) {
    to++
    for (let i = y * perRow; i < (y + 1) * perRow; i++) {
      to = deep
        ? out.writeUInt16BE(Math.round((wide[i]! * 65535) / most), to)
        : out.writeUInt8(wide[i]!, to)
    }
  }
  return out
}

/** A PNG file of a picture's colour for a scorer to read: fast to make, without any metadata. */
export function pngOf(p: PixelPicture): Uint8Array {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(p.width, 0)
  head.writeUInt32BE(p.height, 4)
  head.set([p.bitDepth > 8 ? 16 : 8, p.channels === 1 ? 0 : 2], 8)
  const data = deflateSync(filteredRows(p), { level: 1 })
  const chunks = [pngChunk('IHDR', head), pngChunk('IDAT', data), pngChunk('IEND')]
  return concat([Uint8Array.from(SIGNATURE), ...chunks])
}
