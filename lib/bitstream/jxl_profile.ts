import { jxlHeader, jxlReader, type LowBitReader, walkJxl } from './jxl'
import { bool, readChannels } from './jxl_channels'
import { readProfile, u64 } from './jxl_icc'
import { walked, type Walker } from './walk'

const HALF = 16

const skip = (reader: LowBitReader, bits: number): void => {
  for (let left = bits; left > 0; left -= HALF) reader.u(Math.min(HALF, left))
}

/** ToneMapping (ISO/IEC 18181-1 annex D.3.5). */
function skipToneMapping(reader: LowBitReader): void {
  if (!bool(reader)) skip(reader, HALF + HALF + 1 + HALF)
}

/** Extensions: which there are, the bits of each, and these. */
function skipExtensions(reader: LowBitReader): void {
  let bits = 0
  for (let there = u64(reader); there > 0; there = Math.floor(there / 2)) {
    if (there % 2 === 1) bits += u64(reader)
  }
  skip(reader, bits)
}

/** Numbers of the weights for 2, 4 and 8 times as many samples. */
const WEIGHTS = [15, 55, 210]
const OPSIN = 16

/** CustomTransformData. */
function skipTransform(reader: LowBitReader, xyb: boolean): void {
  if (bool(reader)) return
  if (xyb && !bool(reader)) skip(reader, OPSIN * HALF)
  const own = reader.u(3)
  for (const [i, count] of WEIGHTS.entries()) if ((own >> i) & 1) skip(reader, count * HALF)
}

/** Whether there is one, whoever can read it. */
export const jxlHasProfile = (bytes: Uint8Array): boolean =>
  readChannels(jxlHeader(bytes).reader).profile

/**
 * Finds the ICC profile that is coded with the picture, which begins behind all headers; undefined: none. It
 * is that of the file: decoders of a lossy one may give samples in another colour.
 * ERR_DECODE where it is damaged; ERR_LIMIT, ERR_UNAVAILABLE where only a decoder gives it.
 */
const walkJxlProfile: Walker<Uint8Array | undefined> = function* (bytes) {
  const reader = jxlReader(bytes)
  const { profile, extraFields, xyb } = readChannels(reader)
  if (!profile) return undefined
  if (extraFields) skipToneMapping(reader)
  skipExtensions(reader)
  skipTransform(reader, xyb)
  return yield* readProfile(reader)
}

/** The profile, as `walkJxlProfile` finds it. */
export const jxlProfile = (bytes: Uint8Array): Uint8Array | undefined =>
  walked(bytes, walkJxlProfile)

/** What reading the boxes and the headers of a JPEG XL file walks through. */
export const headWalks = () => [walkJxl, walkJxlProfile]
