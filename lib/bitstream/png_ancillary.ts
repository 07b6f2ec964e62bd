import { inflateSync } from 'node:zlib'
import { be, holds } from './bytes'
import { crc32 } from './crc32'
import { isNeeded, type PngChunk } from './png'

/** Lengths of the chunks that have one (PNG 11.3). */
const LENGTHS: Readonly<Record<string, number>> = { gAMA: 4, cHRM: 32, sRGB: 1, pHYs: 9, tIME: 7 }
/** Chunks that stand before the picture's data (PNG 5.6, table 7). */
const BEFORE_IDAT = ['gAMA', 'cHRM', 'sRGB', 'iCCP', 'sBIT', 'bKGD', 'hIST', 'pHYs', 'sPLT', 'acTL']
/** More is not looked at: a few compressed bytes may claim any size. */
const MAX_PROFILE = 1 << 22

const tooLong = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'

/** iCCP: a name, 0, compression method 0, zlib data that hold an ICC profile (PNG 11.3.2.3). */
function isProfile(data: Uint8Array): boolean {
  const name = data.indexOf(0)
  if (name < 1 || name > 79 || data[name + 1] !== 0) return false
  try {
    const profile = inflateSync(data.subarray(name + 2), { maxOutputLength: MAX_PROFILE })
    return profile.length >= 128 && holds(profile, 'acsp', 36)
  } catch (error) {
    return tooLong(error)
  }
}

function faultOf(bytes: Uint8Array, { type, body, end, start }: PngChunk, late: boolean) {
  if (crc32(bytes, start + 4, end) !== be(bytes, end, 4)) return 'has a wrong CRC'
  const length = LENGTHS[type]
  if (length !== undefined && end - body !== length) return `has ${end - body} bytes`
  if (late && BEFORE_IDAT.includes(type)) return 'stands behind IDAT'
  return type === 'iCCP' && !isProfile(bytes.subarray(body, end)) ? 'holds no profile' : undefined
}

/** What is wrong with chunks that no pixel depends on, one line each. */
export function ancillaryFaults(bytes: Uint8Array, chunks: readonly PngChunk[]): string[] {
  const data = chunks.findIndex(({ type }) => type === 'IDAT')
  return chunks.flatMap((chunk, i) => {
    const fault = isNeeded(chunk) ? undefined : faultOf(bytes, chunk, i > data)
    return fault === undefined ? [] : [`chunk ${chunk.type} at ${chunk.start} ${fault}`]
  })
}
