import { be, concat } from './bytes'
import type { Plain } from './plain'
import { isNeeded, pngChunk, pngChunks } from './png'
import { ancillaryFaults } from './png_ancillary'

const GRAY = 0
const PALETTE = 3

/** A palette of all grays of a depth, of which one is transparent. */
function grayPalette(depth: number, transparent: number): Uint8Array[] {
  const max = 2 ** depth - 1
  const grays = Array.from({ length: max + 1 }, (_, i) => Math.round((i * 255) / max))
  const alpha = grays.map((_, i) => (i === transparent ? 0 : 255))
  return [
    pngChunk('PLTE', Uint8Array.from(grays.flatMap((gray) => [gray, gray, gray]))),
    pngChunk('tRNS', Uint8Array.from(alpha)),
  ]
}

/**
 * The same picture for a decoder that fails for a damaged ancillary chunk and does not know of one
 * transparent gray below 8 bits: without those chunks, and as a palette. Undefined where nothing of
 * that is in the file.
 */
export function plainPng(bytes: Uint8Array): Plain | undefined {
  const chunks = pngChunks(bytes)
  const header = chunks[0]!
  const [depth, type] = [bytes[header.body + 8]!, bytes[header.body + 9]!]
  const key = chunks.find((c) => c.type === 'tRNS')
  const keyed = type === GRAY && depth < 8 && key !== undefined && key.end - key.body === 2
  if (!keyed && chunks.every(isNeeded)) return undefined
  const parts = [bytes.subarray(0, 8)]
  for (const c of chunks.filter(isNeeded)) {
    const whole = bytes.subarray(c.start, c.end + 4)
    if (!keyed || (c.type !== 'IHDR' && c.type !== 'tRNS' && c.type !== 'PLTE')) parts.push(whole)
    if (!keyed || c.type !== 'IHDR') continue
    const ihdr = Uint8Array.from(bytes.subarray(c.body, c.end))
    ihdr[9] = PALETTE
    const transparent = be(bytes, key.body, 2) & (2 ** depth - 1)
    parts.push(pngChunk('IHDR', ihdr), ...grayPalette(depth, transparent))
  }
  return { bytes: concat(parts), warnings: [...ancillaryFaults(bytes)] }
}
