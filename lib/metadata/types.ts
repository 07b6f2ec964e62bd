import { CodecError } from '../errors'
import type { CodedColour } from './rgb_profile'

/** What a file says about its picture beside the pixels. */
export interface Metadata {
  /** An ICC profile. */
  icc?: Uint8Array
  /** Exif, from its TIFF header ("II*\0" or "MM\0*") on. */
  exif?: Uint8Array
  /** XMP: XML, in UTF-8 as a rule. */
  xmp?: Uint8Array
}

/** Metadata and what is left to do to the decoded pixels. */
export interface FileMetadata extends Metadata {
  /** Exif's 1 to 8: how the decoded picture is to be turned and mirrored. Absent: as it is. */
  orientation?: number
  /** What the file has and only a decoder gives (some ICC profiles in JPEG XL). Absent: nothing. */
  warnings?: string[]
}

/** Metadata of which some may be damaged: the kinds that are sound are there. */
export interface ReadMetadata extends Metadata {
  damage?: CodecError
}

/** Metadata to be put into a file: `null` takes a kind out, one that is not there stays as it is. */
export type MetadataChange = { [K in keyof Metadata]?: Metadata[K] | null }

/** Metadata of one file format: pure functions over whole files. */
export interface MetadataFormat {
  /** CodecError `ERR_DECODE` where the file is damaged, not only one of the kinds. */
  read(bytes: Uint8Array): ReadMetadata
  /** 1 to 8, where the file says it elsewhere than in Exif; undefined: upright. */
  orientation?(bytes: Uint8Array): number | undefined
  /**
   * The ICC profile that is coded with the picture: of the file, not of the samples that every decoder
   * gives. ERR_DECODE where it is damaged, another code where only a decoder reads it.
   */
  codedProfile?(bytes: Uint8Array): Uint8Array | undefined
  /** Its pictures are of colours, also those of four channels. */
  hasNoGray?: true
  /** The code points of its RGB samples, where the file says them beside or instead of a profile. */
  colour?(bytes: Uint8Array): CodedColour | undefined
  /**
   * The file with the change made. CodecError `ERR_DECODE` where it is damaged, `ERR_LIMIT` where
   * something is too long for the format, `ERR_ENCODE` where the format cannot hold it.
   */
  write(bytes: Uint8Array, change: MetadataChange): Uint8Array
}

export const KINDS = ['icc', 'exif', 'xmp'] as const
export type Kind = (typeof KINDS)[number]

/** Each kind by itself: what is wrong with one is no reason to do without the others. */
export function eachKind(read: {
  readonly [K in Kind]?: () => Uint8Array | undefined
}): ReadMetadata {
  const found: ReadMetadata = {}
  for (const kind of KINDS) {
    try {
      const value = read[kind]?.()
      if (value) found[kind] = value
    } catch (error) {
      if (!(error instanceof CodecError)) throw error
      found.damage ??= error
    }
  }
  return found
}

/** What stands in the file after a change. Throws what is wrong with the current ones. */
export function changed(current: ReadMetadata, change: MetadataChange): Metadata {
  if (current.damage) throw current.damage
  const result: Metadata = {}
  for (const kind of KINDS) {
    const value = change[kind] === undefined ? current[kind] : change[kind]
    if (value) result[kind] = value
  }
  return result
}

/** Whether a change says something about a kind. */
export const touches = (change: MetadataChange, kind: Kind): boolean => change[kind] !== undefined

export function tooLong(format: string, kind: Kind, length: number, max: number): CodecError {
  const name = { icc: 'an ICC profile', exif: 'Exif', xmp: 'XMP' }[kind]
  return new CodecError('ERR_LIMIT', `${format}: ${name} of ${length} bytes, at most ${max} fit`)
}

const EXIF_PREFIX = 'Exif\0\0'

/** Exif without the marker that JPEG puts before it and that some writers carry into other formats. */
export function withoutExifPrefix(payload: Uint8Array): Uint8Array {
  const start = Buffer.from(payload.subarray(0, EXIF_PREFIX.length)).toString('latin1')
  return payload.slice(start === EXIF_PREFIX ? EXIF_PREFIX.length : 0)
}
