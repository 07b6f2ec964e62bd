import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { endianness } from 'node:os'
import { type PixelArray, readImage } from '../../lib/index'
import type { Described, PlannedPicture } from './task'

interface Loaded {
  id: string
  picture: PixelArray
  sha256?: string
}

let last: Loaded | undefined

/** The last one is kept, as points come picture by picture. */
async function load(path: string): Promise<Loaded> {
  const { mtimeMs, size } = statSync(path)
  const id = `${path} ${mtimeMs} ${size}`
  if (last?.id !== id) last = { id, picture: await readImage(path) }
  return last
}

const samplesHash = (loaded: Loaded): string =>
  (loaded.sha256 ??= createHash('sha256').update(littleEndian(loaded.picture.data)).digest('hex'))

/** A picture file as [H, W, C]. */
export const loadPicture = async (path: string): Promise<PixelArray> => (await load(path)).picture

/** The picture that a point was planned for. RangeError where its file has other samples by now. */
export async function loadPlanned({ path, sha256 }: PlannedPicture): Promise<PixelArray> {
  const loaded = await load(path)
  if (samplesHash(loaded) === sha256) return loaded.picture
  throw new RangeError('the file has other samples than those that the sweep was planned with')
}

/** Samples as the row's `sha256` takes them: 16 bit as little endian. */
function littleEndian(samples: PixelArray['data']): Uint8Array {
  const bytes = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength)
  const swap = samples.BYTES_PER_ELEMENT === 2 && endianness() === 'BE'
  return swap ? Buffer.from(bytes).swap16() : bytes
}

/** Size and hash of a picture's samples, and what its reader has to say. */
export async function describePicture(path: string): Promise<Described> {
  const loaded = await load(path)
  const { shape, bitDepth = 8, warnings = [] } = loaded.picture
  const [height, width, channels = 1] = shape as [number, number, number?]
  const sha256 = samplesHash(loaded)
  return { picture: { sha256, width, height, channels, bitDepth }, warnings }
}
