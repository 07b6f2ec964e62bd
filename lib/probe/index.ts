import { bmpSize } from '../bitstream/bmp'
import { fourcc } from '../bitstream/bytes'
import type { JxlColour } from '../bitstream/jxl_channels'
import { codecsOfBytes, identify, unknownBytes } from '../codecs/recognise'
import { CodecError } from '../errors'
import { fileMetadata } from '../files/metadata'
import { waitContext, type WaitOptions } from '../files/limits'
import { ofSource, pathOfSource, sourceBytes } from '../files/source'
import { owned, rest, walkAhead } from '../flow/rest'
import type { Format } from '../formats/format'
import type { FileSource } from '../source'
import { driveAsync, driveSync, type Steps } from '../task'
import { netpbmHeader } from '../bitstream/netpbm'
import { samplesOf } from '../formats/samples'

/** What a picture file's headers say; nothing is decoded. */
export interface Probed {
  /** `jpeg`, `png`, `avif`, `heic`, `tiff`, ...: the codec that reads it, else the format's name. */
  format: string
  /** In samples, as stored: orientation 5 to 8 swaps them when the picture is shown. */
  width: number
  /** As `width`. */
  height: number
  /** As the samples are coded, 8 to 16; fewer bits are decoded to 8. */
  bitDepth: number
  /** 1 gray, 3 RGB, 4 RGBA. */
  channels: number
  /**
   * Frames of an animated PNG, WebP or BPG, of IVF and of the sequence in an AVIF or HEIC file, pages of
   * TIFF; decode gives the first. Those of JPEG XL and bare streams are not counted: 1.
   */
  frames: number
  /** Exif's 1 to 8: how the stored picture is to be turned; 1 where the file says nothing. */
  orientation: number
  /** The ICC profile, where there is one. */
  icc?: Uint8Array
  /**
   * Where the header of a JPEG XL, AVIF, HEIC or PNG file names it: ColourPrimaries and
   * TransferCharacteristics of ITU-T H.273 (2: none of its names, as with `gamma`), or `icc` where a
   * profile is coded with the picture of a JPEG XL.
   */
  colour?: JxlColour
  /** Why profile or orientation are not read: the metadata are damaged, or a decoder's to read. */
  warnings?: string[]
}

/** How `probe` waits for what it is given. */
export type ProbeOptions = WaitOptions

function sizeOf(format: Format, bytes: Uint8Array) {
  if (format.size) return format.size(bytes)
  return format.name === 'bmp' ? bmpSize(bytes) : netpbmHeader(bytes)
}

/** No pixel depends on metadata: what cannot be read is as none, as `readImage` has it. */
function metadataOf(
  bytes: Uint8Array,
): Pick<Probed, 'icc' | 'warnings'> & { orientation?: number } {
  try {
    const { found, damage } = fileMetadata(bytes)
    const { icc, orientation, warnings: own = [] } = found
    const warnings = damage ? [...own, unread(damage)] : own
    return { ...(icc && { icc }), orientation, ...(warnings.length > 0 && { warnings }) }
  } catch (error) {
    if (!(error instanceof CodecError)) throw error
    return { warnings: [unread(error)] }
  }
}

const unread = ({ message }: CodecError): string => `its metadata cannot be read: ${message}`

function* probeBytes(format: Format, bytes: Uint8Array): Steps<Probed> {
  const samplesIn = samplesOf[format.name]
  if (!samplesIn) {
    throw new CodecError(
      'ERR_UNAVAILABLE',
      `probe: headers of ${format.name} are not read; decode it`,
    )
  }
  const { width, height } = sizeOf(format, bytes)
  yield* rest(bytes)
  if (!(width > 0 && height > 0)) {
    throw new CodecError('ERR_DECODE', `${format.name}: damaged header: ${fourcc(bytes, 0)}`)
  }
  const { bitDepth, channels, colour } = samplesIn(bytes)
  const frames = format.frames?.(bytes) ?? 1
  yield* rest(bytes)
  const { orientation = 1, ...metadata } = metadataOf(bytes)
  yield* rest(bytes)
  const name = format.name === 'heif' ? codecsOfBytes(bytes)[0]?.name : undefined
  const what = { format: name ?? format.name, width, height, bitDepth, channels, frames }
  return { ...what, orientation, ...metadata, ...(colour && { colour }) }
}

function* probeSource(source: FileSource): Steps<Probed> {
  const file = yield* owned(yield* sourceBytes(source, 'probe'))
  const format = identify(file)
  if (!format) throw unknownBytes(file, pathOfSource(source))
  yield* walkAhead(file, format)
  const bytes = file.subarray(0, format.end?.(file))
  if (bytes.length === file.length) return yield* probeBytes(format, file)
  yield* walkAhead(bytes, format)
  return yield* probeBytes(format, bytes)
}

const probeSteps = (source: FileSource): Steps<Probed> => ofSource(source, probeSource(source))

/**
 * Format, size, depth, channels, frames, orientation and profile of a picture file, from its headers
 * alone: a fraction of a millisecond for bytes in memory.
 * @throws CodecError `ERR_DECODE` for bytes of no known format or damaged headers, TypeError for
 *   what is no source
 */
export async function probe(source: FileSource, options: ProbeOptions = {}): Promise<Probed> {
  return driveAsync(probeSteps(source), waitContext(options, 'probe'))
}

/** The same at once, of a path or bytes. */
export const probeSync = (source: FileSource, options: ProbeOptions = {}): Probed =>
  driveSync(probeSteps(source), waitContext(options, 'probe'))
