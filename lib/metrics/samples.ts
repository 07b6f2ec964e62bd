import type { PixelPicture } from '../image'

/**
 * A picture's colour samples, interleaved and packed: a copy, 16 bits in this machine's order.
 * Alpha is left out.
 */
export function packedSamples(p: PixelPicture): Uint8Array {
  const channels = Math.min(p.channels, 3)
  const count = p.width * p.height * channels
  const out = p.bitDepth > 8 ? new Uint16Array(count) : new Uint8Array(count)
  const packed =
    p.channels === channels &&
    p.channelStride === 1 &&
    p.columnStride === channels &&
    p.rowStride === p.width * channels
  if (packed) out.set(p.data.subarray(p.offset, p.offset + count))
  else copyStrided(p, channels, out)
  return new Uint8Array(out.buffer)
}

function copyStrided(p: PixelPicture, channels: number, out: Uint8Array | Uint16Array): void {
  let to = 0
  for (let y = 0; y < p.height; y++) {
    for (let x = 0; x < p.width; x++) {
      const at = p.offset + y * p.rowStride + x * p.columnStride
      for (let c = 0; c < channels; c++) out[to++] = p.data[at + c * p.channelStride]!
    }
  }
}
