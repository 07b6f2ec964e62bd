import { be } from './bytes'
import { crc32 } from './crc32'
import { CHUNKS_AT_ONCE, isNeeded, type PngChunk, pngChunks, walkChunks } from './png'
import { pngProfile, walkProfile } from './png_profile'
import { type Walk, walked } from './walk'

/** Lengths of the chunks that have one (PNG 11.3). */
const LENGTHS: Readonly<Record<string, number>> = { gAMA: 4, cHRM: 32, sRGB: 1, pHYs: 9, tIME: 7 }
/** Chunks that stand before the picture's data (PNG 5.6, table 7). */
const BEFORE_IDAT = ['gAMA', 'cHRM', 'sRGB', 'iCCP', 'sBIT', 'bKGD', 'hIST', 'pHYs', 'sPLT', 'acTL']
function faultOf(bytes: Uint8Array, chunk: PngChunk, { late, again }: Place) {
  const { type, body, end, start } = chunk
  if (crc32(bytes, start + 4, end) !== be(bytes, end, 4)) return 'has a wrong CRC'
  const length = LENGTHS[type]
  if (length !== undefined && end - body !== length) return `has ${end - body} bytes`
  if (late && BEFORE_IDAT.includes(type)) return 'stands behind IDAT'
  // Only the first counts for a reader, and only it is decompressed.
  if (again) return 'is not the first of its kind'
  return type === 'iCCP' && !pngProfile(bytes)!.isSound ? 'holds no profile' : undefined
}

/** Where a chunk stands: behind the picture's data, and behind another profile where it is one. */
interface Place {
  late: boolean
  again: boolean
}

/** A file may have thousands of faults: so many are told, and of the others how many there are. */
const TOLD = 16

function* walkFaults(bytes: Uint8Array): Walk<readonly string[]> {
  const chunks = pngChunks(bytes)
  const data = chunks.findIndex(({ type }) => type === 'IDAT')
  const profile = chunks.findIndex(({ type }) => type === 'iCCP')
  const told: string[] = []
  let others = 0
  for (const [i, chunk] of chunks.entries()) {
    if (i > 0 && i % CHUNKS_AT_ONCE === 0) yield
    const fault = isNeeded(chunk)
      ? undefined
      : faultOf(bytes, chunk, { late: i > data, again: chunk.type === 'iCCP' && i > profile })
    if (fault === undefined) continue
    if (told.length < TOLD) told.push(`chunk ${chunk.type} at ${chunk.start} ${fault}`)
    else others++
  }
  return others === 0 ? told : [...told, `and ${others} more chunks like these`]
}

/** What is wrong with chunks that no pixel depends on, one line each. */
export const ancillaryFaults = (bytes: Uint8Array): readonly string[] => walked(bytes, walkFaults)

/** What reading the chunks of a PNG file walks through, in this order. */
export const chunkWalks = () => [walkChunks, walkProfile, walkFaults]
