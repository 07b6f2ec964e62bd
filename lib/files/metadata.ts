import type { Backend } from '../backends/backend'
import type { StreamFormat } from '../codecs/stream'
import { identify } from '../codecs/recognise'
import { CodecError } from '../errors'
import type { Setup } from '../flow/plan/setup'
import { turned } from '../flow/turn'
import type { Picture } from '../image'
import { samplesOf } from '../formats/samples'
import { carry, spaceOf } from '../metadata/choice'
import { exifOrientation, orientedExif, uprightExif } from '../metadata/orientation'
import { checkChange, type GivenChange } from '../metadata/given'
import { type FileMetadata, KINDS, type Metadata, type MetadataChange } from '../metadata/types'
import type { Format } from '../formats/format'
import { once } from '../options/once'
import type { FileSource } from '../source'
import { driveSync, type Steps } from '../task'
import { waitContext, waitOf, type WaitOptions } from './limits'
import { ofSource, sourceBytes } from './source'

// How ICC, Exif, XMP and orientation go from file to file beside the pixels.

function* readingMetadata(file: FileSource): Steps<FileMetadata> {
  const { found, damage } = fileMetadata(yield* sourceBytes(file, 'readMetadata'))
  if (damage) throw damage
  return found
}

/**
 * ICC profile, Exif, XMP and orientation of a JPEG, PNG, WebP, JPEG XL, JP2, BPG, AVIF, HEIC or
 * TIFF file, by its path or bytes (not a Blob or stream); nothing for other formats. `warnings` tells of
 * a profile in JPEG XL that only `readImage` gives (over 1 MiB, or not coded as libjxl codes it).
 * CodecError `ERR_DECODE` where the file is damaged, `ERR_TIMEOUT` where it does not come in time.
 */
export function readMetadata(file: FileSource, options?: WaitOptions): FileMetadata
export function readMetadata(file: FileSource): FileMetadata
export function readMetadata(file: FileSource, ...more: unknown[]): FileMetadata {
  const context = waitContext(waitOf(more), 'readMetadata')
  return driveSync(ofSource(file, readingMetadata(file)), context)
}

interface Sound {
  found: FileMetadata
  damage?: CodecError
}

/** All that a file says, with the profile that is coded with the picture. */
export function fileMetadata(given: Uint8Array): Sound {
  const { found, damage } = soundMetadata(given)
  const format = identify(given)
  try {
    const icc = format?.metadata?.codedProfile?.(given.subarray(0, format.end?.(given)))
    return { found: icc ? { icc, ...found } : found, ...(damage && { damage }) }
  } catch (error) {
    if (!(error instanceof CodecError)) throw error
    if (error.code === 'ERR_DECODE') return { found, damage: damage ?? error }
    return { found: { ...found, warnings: [error.message] }, ...(damage && { damage }) }
  }
}

/** What of a file's metadata can be read beside the picture, and what is wrong with the rest. */
function soundMetadata(given: Uint8Array): Sound {
  const format = identify(given)
  const bytes = given.subarray(0, format?.end?.(given))
  const { damage, ...read } = format?.metadata?.read(bytes) ?? {}
  const result: FileMetadata = {}
  for (const kind of KINDS) if (read[kind]) result[kind] = read[kind]
  const fromExif = read.exif && !format?.upright ? exifOrientation(read.exif) : undefined
  const orientation = format?.metadata?.orientation?.(bytes) ?? fromExif
  const found = { ...result, ...(orientation !== undefined && { orientation }) }
  return { found, ...(damage && { damage }) }
}

function* writingMetadata(
  file: FileSource,
  { orientation, ...kinds }: ReturnType<typeof checkChange>,
): Steps<Uint8Array> {
  const bytes = yield* sourceBytes(file, 'writeMetadata')
  const format = identify(bytes)
  const change =
    orientation === undefined ? kinds : withOrientation(bytes, kinds, orientation, format)
  if (format?.metadata) {
    if (change.icc) checkProfile(bytes, format, change.icc)
    return format.metadata.write(bytes, change)
  }
  if (KINDS.every((kind) => !change[kind])) return bytes.slice()
  throw new CodecError('ERR_ENCODE', `${format?.name ?? 'an unknown format'} cannot hold metadata`)
}

/**
 * A profile of gray tells nothing of a picture that is coded in colours, and readers show it wrong or
 * refuse it (ICC.1:2022 7.2.8).
 * @throws CodecError `ERR_ENCODE`
 */
function checkProfile(bytes: Uint8Array, format: Format, icc: Uint8Array): void {
  const { name, end, metadata } = format
  if (spaceOf(icc) !== 'GRAY') return
  const channels = samplesOf[name]?.(bytes.subarray(0, end?.(bytes))).channels
  // Four may be gray with alpha, where there is gray.
  if (channels !== 3 && !(channels === 4 && metadata?.hasNoGray)) return
  const what = 'an ICC profile of GRAY does not fit a picture of colours'
  throw new CodecError('ERR_ENCODE', `${name}: ${what}`)
}

/**
 * A file (its path or bytes) with metadata put in, replaced, or (`null`) taken out, as bytes; what
 * `given` does not name stays. XMP may be a text. `orientation` (1 to 8) is written into the Exif.
 * CodecError `ERR_ENCODE` for a format that cannot hold it and for a profile of gray in a picture of
 * colours, `ERR_LIMIT` for data too long for it,
 * `ERR_DECODE` where the file is damaged, `ERR_TIMEOUT` where it does not come in time; TypeError for
 * a kind that is not known or no bytes.
 */
export function writeMetadata(
  file: FileSource,
  given: GivenChange,
  ...more: [options?: WaitOptions]
): Uint8Array {
  const context = waitContext(waitOf(more), 'writeMetadata')
  const change = checkChange(once(given), 'writeMetadata')
  return driveSync(ofSource(file, writingMetadata(file, change)), context)
}

/** The change with an Exif that says this orientation, where the file will not say it anyhow. */
function withOrientation(
  bytes: Uint8Array,
  change: MetadataChange,
  orientation: number,
  format: Format | undefined,
): MetadataChange {
  if (format?.upright || format?.metadata?.orientation) {
    if ((soundMetadata(bytes).found.orientation ?? 1) === orientation) return change
    throw new CodecError(
      'ERR_ENCODE',
      `writeMetadata.orientation: ${format.name} says it elsewhere than in Exif, and that is not written`,
    )
  }
  const exif = change.exif === undefined ? format?.metadata?.read(bytes).exif : change.exif
  if (((exif && exifOrientation(exif)) ?? 1) === orientation) return change
  return { ...change, exif: orientedExif(exif ?? undefined, orientation) }
}

/**
 * What a file says of the pixels that its decoder gives: where those are upright already (AVIF, HEIC,
 * JPEG XL), so is the Exif.
 */
export function pictureMetadata(bytes: Uint8Array): Sound {
  const { found, damage } = soundMetadata(bytes)
  const turned = found.exif === undefined || found.orientation !== undefined
  return { found: turned ? found : { ...found, exif: uprightExif(found.exif!) }, damage }
}

/**
 * A picture and its metadata as a format can hold them: readers of AVIF, HEIC and JPEG XL do not look
 * at Exif's orientation, so these get upright pixels. Planes stay as they are.
 */
export function forFormat(
  picture: Picture,
  metadata: Metadata,
  format: StreamFormat | undefined,
): { picture: Picture; metadata: Metadata } {
  const orientation = metadata.exif && exifOrientation(metadata.exif)
  if (!format?.kind.upright || picture.kind === 'planes' || orientation === undefined) {
    return { picture, metadata }
  }
  const exif = uprightExif(metadata.exif!)
  return { picture: turned(picture, orientation), metadata: { ...metadata, exif } }
}

const warned = new Set<string>()

/** What a file cannot hold is said once in a process, and in the result's `warnings`. */
function warnOnce(text: string): void {
  if (warned.has(text)) return
  warned.add(text)
  process.emitWarning(text, { type: 'NodecodecsWarning', code: 'NODECODECS_METADATA' })
}

/** These warnings, each of them told once in a process. */
export function saidOnce(warnings: readonly string[] = []): readonly string[] {
  warnings.forEach(warnOnce)
  return warnings
}

/** The file with what it can hold of the metadata. ERR_LIMIT for what is too long for its format. */
export function withMetadata(bytes: Uint8Array, metadata: Metadata, label: string) {
  const carried = carry(bytes, metadata, writeMetadata, label)
  saidOnce(carried.warnings)
  return carried
}

/** The setup that codes the profile with the picture where codec and backend do, and what is left. */
export function codingProfile(
  backend: Backend,
  setup: Setup,
  metadata: Metadata,
): { setup: Setup; metadata: Metadata } {
  const { icc, ...rest } = metadata
  if (!icc || !setup.descriptor.codesProfile || !backend.profiles) return { setup, metadata }
  return { setup: { ...setup, icc }, metadata: rest }
}
