import { CodecError } from '../errors'
import { checkChange, type GivenMetadata } from './given'
import { exifOrientation, orientedExif } from './orientation'
import { changed, type FileMetadata, type Kind, KINDS, type Metadata } from './types'

/**
 * What goes along of ICC, Exif and XMP: all, nothing, or of each kind these bytes, the source's own
 * (`true`) or none (`false`, `null`). Kinds that are not named are left out. `orientation` (1 to 8) is
 * written into the Exif, as `writeMetadata` does it.
 */
export type MetadataChoice =
  | 'keep'
  | 'drop'
  | ({ [K in Kind]?: GivenMetadata[K] | boolean | null | undefined } & {
      /** 1 to 8, written into the Exif. */
      orientation?: number
    })

/** Of a file: colours stay true; where and when a picture was taken stays at home. */
export const FILE_DEFAULT: readonly Kind[] = ['icc']

const pick = (own: Metadata, kinds: readonly Kind[]): Metadata =>
  Object.fromEntries(kinds.filter((kind) => own[kind]).map((kind) => [kind, own[kind]]))

/** What of the source's `own` and of the caller's is written. @throws TypeError */
export function chooseMetadata(
  choice: MetadataChoice | undefined,
  own: FileMetadata,
  defaults: readonly Kind[],
): Metadata {
  if (choice === undefined) return pick(own, defaults)
  if (choice === 'keep') return pick(own, KINDS)
  if (choice === 'drop') return {}
  if (typeof choice !== 'object' || choice === null) {
    throw new TypeError(
      `metadata: expected 'keep', 'drop' or an object of icc, exif, xmp, got ${String(choice)}`,
    )
  }
  const entries = Object.entries(choice)
  const owned = entries.filter(([, value]) => value === true).map(([kind]) => kind as Kind)
  const bytes = entries.filter(([, value]) => typeof value !== 'boolean')
  const names = Object.fromEntries(entries.map(([kind]) => [kind, undefined]))
  const given = { ...names, ...Object.fromEntries(bytes) }
  const { orientation, ...change } = checkChange(given, 'metadata')
  return oriented({ ...changed({}, change), ...pick(own, owned) }, orientation)
}

/** The metadata with an Exif that says this orientation, where they do not say it anyhow. */
function oriented(metadata: Metadata, orientation: number | undefined): Metadata {
  const { exif } = metadata
  if (orientation === undefined) return metadata
  if (((exif && exifOrientation(exif)) ?? 1) === orientation) return metadata
  return { ...metadata, exif: orientedExif(exif, orientation) }
}

/** The colour space of a profile's device side: 'RGB ', 'GRAY', 'CMYK' (ICC.1:2022 7.2.8). */
export const spaceOf = (icc: Uint8Array): string =>
  Buffer.from(icc.subarray(16, 20)).toString('latin1')

/** Why a profile says nothing of pixels with so many channels: it is of CMYK, say. */
export function unfitProfile(icc: Uint8Array, channels: number): string | undefined {
  const space = spaceOf(icc)
  const others = channels === 1 ? /^(RGB |CMYK|CMY |Lab |.CLR)/ : /^(GRAY|CMYK|CMY |Lab |.CLR)/
  if (!others.test(space)) return undefined
  const rough =
    channels > 1 && space !== 'GRAY' ? ', without which its colours are approximate' : ''
  return `its ICC profile is of ${space.trim()} colours: left out${rough}`
}

const NAMES = { icc: 'ICC profile', exif: 'Exif', xmp: 'XMP' } as const

type Write = (bytes: Uint8Array, metadata: Metadata) => Uint8Array

/** Undefined: the format cannot hold it. */
function written(bytes: Uint8Array, metadata: Metadata, write: Write): Uint8Array | undefined {
  try {
    return write(bytes, metadata)
  } catch (error) {
    if (error instanceof CodecError && error.code === 'ERR_ENCODE') return undefined
    throw error
  }
}

/**
 * The file with what it can hold of `metadata`, and what it cannot.
 * @throws CodecError `ERR_LIMIT` for what is too long for the format
 */
export function carry(
  bytes: Uint8Array,
  metadata: Metadata,
  write: Write,
  label: string,
): { bytes: Uint8Array; warnings: string[] } {
  const given = pick(metadata, KINDS)
  const kinds = KINDS.filter((kind) => given[kind])
  if (kinds.length === 0) return { bytes, warnings: [] }
  const whole = written(bytes, given, write)
  if (whole) return { bytes: whole, warnings: [] }
  const warnings: string[] = []
  let file = bytes
  for (const kind of kinds) {
    const next = kinds.length > 1 && written(file, { [kind]: given[kind] }, write)
    if (next) file = next
    else warnings.push(`${label}: the file cannot hold the ${NAMES[kind]}: left out`)
  }
  return { bytes: file, warnings }
}
