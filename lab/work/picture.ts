import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { endianness } from 'node:os'
import { type PixelArray, readImage } from '../../lib/index'
import type { Described } from './task'

let last: { id: string; picture: PixelArray } | undefined

/** A picture file as [H, W, C]; the last one is kept, as points come picture by picture. */
export async function loadPicture(path: string): Promise<PixelArray> {
  const { mtimeMs, size } = statSync(path)
  const id = `${path} ${mtimeMs} ${size}`
  if (last?.id !== id) last = { id, picture: await readImage(path) }
  return last.picture
}

/** Samples as the row's `sha256` takes them: 16 bit as little endian. */
function littleEndian(samples: PixelArray['data']): Uint8Array {
  const bytes = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)
  const swap = samples.BYTES_PER_ELEMENT === 2 && endianness() === 'BE'
  return swap ? Buffer.from(bytes).swap16() : bytes
}

/** Size and hash of a picture's samples, and what its reader has to say. */
export async function describePicture(path: string): Promise<Described> {
  const { data, shape, bitDepth = 8, warnings = [] } = await loadPicture(path)
  const [height, width, channels = 1] = shape as [number, number, number?]
  const sha256 = createHash('sha256').update(littleEndian(data)).digest('hex')
  return { picture: { sha256, width, height, channels, bitDepth }, warnings }
}
