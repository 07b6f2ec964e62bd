import { holds } from './bytes'
import { inflated } from './inflated'
import { pngChunks } from './png'
import { type Walk, walked } from './walk'

/** Decompressed metadata may be this long, whatever a few compressed bytes claim. */
export const MAX_INFLATED = 1 << 24

/** What a file's first iCCP holds. */
interface Profile {
  /** Decompressed; absent where that fails, or where it is longer than is read. */
  icc?: Uint8Array | undefined
  isSound: boolean
}

/** iCCP: a name, 0, compression method 0, zlib data that hold an ICC profile (PNG 11.3.2.3). */
export function* walkProfile(bytes: Uint8Array): Walk<Profile | undefined> {
  const found = pngChunks(bytes).find(({ type }) => type === 'iCCP')
  if (!found) return undefined
  const data = bytes.subarray(found.body, found.end)
  const name = data.indexOf(0)
  if (name < 0) return { isSound: false }
  const icc = yield* inflated(data.subarray(name + 2), MAX_INFLATED)
  if (icc === 'long') return { isSound: true } // not looked at
  const isNamed = name >= 1 && name <= 79 && data[name + 1] === 0
  const isSound = isNamed && icc !== undefined && icc.length >= 128 && holds(icc, 'acsp', 36)
  return { icc, isSound }
}

/** The first profile of a PNG file. */
export const pngProfile = (bytes: Uint8Array): Profile | undefined => walked(bytes, walkProfile)
