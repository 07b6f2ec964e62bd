import { verifyHevc } from '../nal/annexb'
import type { Size } from '../bytes'
import { readLayout } from './header'
import { readBpg } from './read'

/** The true size. CodecError `ERR_DECODE` where the header is damaged. */
export function bpgSize(bytes: Uint8Array): Size {
  const { width, height } = readLayout(bytes).header
  return { width, height }
}

/**
 * Checks a BPG file and the HEVC streams in it as far as that goes without decoding: CodecError
 * `ERR_DECODE` for every truncation of a file that tells its length; a changed bit in the coded
 * samples passes.
 */
export function verifyBpg(bytes: Uint8Array): void {
  const { hevc, alphaHevc } = readBpg(bytes, { maxPixels: Infinity })
  verifyHevc(hevc)
  if (alphaHevc) verifyHevc(alphaHevc)
}
