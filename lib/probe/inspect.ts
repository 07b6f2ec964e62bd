import type { Section, SectionKind } from '../bitstream/section'
import { identify, unknownBytes } from '../codecs/recognise'
import { CodecError } from '../errors'
import { waitContext, waitOf, type WaitOptions } from '../files/limits'
import { ofSource, pathOfSource, sourceBytes } from '../files/source'
import type { FileSource } from '../source'
import { driveSync, type Steps } from '../task'

/** Where each byte of a stream goes. */
export interface Inspection {
  /** `h264`, `hevc`, `vvc`, `obu`, `ivf`, `webp`, `jpeg`, `jpeg2000`, `png`, `qoi`, `jxl`, `bpg`, `heif`, `tiff`. */
  format: string
  /** In pixels: the true size where the coded picture is padded. */
  width: number
  /** As `width`. */
  height: number
  /** All of them: the sum of the sections' lengths. */
  bytes: number
  /** In order, without gap or overlap. */
  sections: Section[]
  /** Bytes of each kind of section. */
  totals: Record<SectionKind, number>
}

function* inspectSource(stream: FileSource): Steps<Inspection> {
  const bytes = yield* sourceBytes(stream, 'inspect')
  const format = identify(bytes)
  if (!format) throw unknownBytes(bytes, pathOfSource(stream))
  if (!format.inspect || !format.size) {
    throw new CodecError('ERR_DECODE', `inspect: what the bytes of ${format.name} are is not known`)
  }
  const sections = format.inspect(bytes)
  const totals = { container: 0, header: 0, sei: 0, metadata: 0, picture: 0 }
  for (const section of sections) totals[section.kind] += section.length
  const { width, height } = format.size(bytes)
  return { format: format.name, width, height, bytes: bytes.length, sections, totals }
}

/**
 * Tells where each byte of a coded picture goes, by the format's own structure (nothing is
 * decoded), on the calling thread. Of a path or bytes; TypeError for a Blob, a stream and what is no
 * source; CodecError `ERR_DECODE` for a format that is not known, or damaged so that its parts cannot
 * be told apart, `ERR_TIMEOUT` where the bytes do not come within `timeout`.
 */
export function inspect(stream: FileSource, options?: WaitOptions): Inspection
export function inspect(stream: FileSource): Inspection
export function inspect(stream: FileSource, ...more: unknown[]): Inspection {
  const context = waitContext(waitOf(more), 'inspect')
  return driveSync(ofSource(stream, inspectSource(stream)), context)
}
