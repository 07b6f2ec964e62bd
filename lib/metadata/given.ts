import { bytesOf, kindOf } from '../source/typed_array'
import { shown } from '../options'
import {
  changed,
  type Kind,
  KINDS,
  type Metadata,
  type MetadataChange,
  withoutExifPrefix,
} from './types'

/** Metadata as the caller may give it. */
export type GivenMetadata = Omit<Metadata, 'xmp'> & {
  /** A string is written in UTF-8. */
  xmp?: Uint8Array | string
}

/** All that `readMetadata` gives may be given back. */
const known: readonly string[] = [...KINDS, 'orientation', 'warnings']

/** A change as the caller may give it: `null` takes a kind out. */
export type GivenChange = { [K in Kind]?: GivenMetadata[K] | null } & {
  /** 1 to 8, as Exif has it. */
  orientation?: number
}

function checkNames(given: unknown, name: string): asserts given is Record<string, unknown> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new TypeError(`${name}: expected an object of ${KINDS.join(', ')}, got ${kindOf(given)}`)
  }
  for (const key of Object.keys(given)) {
    if (known.includes(key)) continue
    throw new TypeError(`${name}.${key} is not known; known: ${KINDS.join(', ')}`)
  }
}

function checkOrientation(value: unknown, name: string): number | undefined {
  if (value === undefined || value === null) return undefined
  const got = `${name}.orientation: expected a whole number from 1 to 8, got ${shown(value)}`
  if (typeof value !== 'number') throw new TypeError(got)
  if (!(Number.isInteger(value) && value >= 1 && value <= 8)) throw new RangeError(got)
  return value
}

/**
 * The change of a file's metadata that the caller wants, read once: all that is no bytes before the
 * bytes, which a getter could take away.
 * @throws TypeError or RangeError, naming the kind
 */
export function checkChange(
  given: unknown,
  name: string,
): MetadataChange & { orientation?: number } {
  checkNames(given, name)
  const orientation = checkOrientation(given['orientation'], name)
  const values = KINDS.map((kind) => [kind, given[kind]] as const)
  const change: ReturnType<typeof checkChange> = {}
  if (orientation !== undefined) change.orientation = orientation
  for (const [kind, value] of values) {
    const text = kind === 'xmp' && typeof value === 'string'
    if (value === null || value === undefined) change[kind] = value
    else if (text) change[kind] = new TextEncoder().encode(value)
    else {
      const bytes = bytesOf(value, `${name}.${kind}`)
      // As sharp and piexif give it: each format has its own way to say what it is.
      change[kind] = kind === 'exif' ? withoutExifPrefix(bytes) : bytes
    }
  }
  return change
}

/** The caller's metadata, as `checkChange` reads it. What is absent or null is left out. */
export function checkMetadata(given: unknown, name: string): Metadata {
  return changed({}, checkChange(given, name))
}
