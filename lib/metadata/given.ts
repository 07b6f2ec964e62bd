import { bytesOf, kindOf } from '../source/typed_array'
import { KINDS, type Metadata } from './types'

/** Metadata as the caller may give it. */
export type GivenMetadata = Omit<Metadata, 'xmp'> & {
  /** A string is written in UTF-8. */
  xmp?: Uint8Array | string
}

const known: readonly string[] = [...KINDS, 'orientation']

/**
 * The caller's metadata, read once. What is absent or null is left out; `orientation` is what Exif
 * says, and is read there.
 * @throws TypeError, naming the kind
 */
export function checkMetadata(given: unknown, name: string): Metadata {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new TypeError(`${name}: expected an object of ${KINDS.join(', ')}, got ${kindOf(given)}`)
  }
  for (const key of Object.keys(given)) {
    if (known.includes(key)) continue
    throw new TypeError(`${name}.${key} is not known; known: ${KINDS.join(', ')}`)
  }
  const result: Metadata = {}
  for (const kind of KINDS) {
    const value = (given as Record<string, unknown>)[kind]
    if (value === undefined || value === null) continue
    const text = kind === 'xmp' && typeof value === 'string'
    result[kind] = text ? new TextEncoder().encode(value) : bytesOf(value, `${name}.${kind}`)
  }
  return result
}
