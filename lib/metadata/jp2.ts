import { boxes, type Box } from '../bitstream/bmff'
import { be, concat, damaged } from '../bitstream/bytes'
import { box } from '../bitstream/heif/box_writer'
import { isJp2, topBoxes as parts } from '../bitstream/jp2'
import { CodecError } from '../errors'
import { changed, withoutExifPrefix, type Kind, type MetadataFormat } from './types'

const FORMAT = 'JP2'
/** Identifiers of uuid boxes: "JpgTiffExif->JP2", and XMP's (XMP specification part 3, JPEG 2000). */
const UUIDS = {
  exif: Buffer.from('JpgTiffExif->JP2', 'latin1'),
  xmp: Buffer.from('be7acfcb97a942e89c71999491e3afac', 'hex'),
} as const
/** EnumCS of YCbCr in a colr box (T.800 table I.10). */
const SYCC = 18

function topBoxes(bytes: Uint8Array): readonly Box[] {
  if (!isJp2(bytes)) throw damaged(FORMAT, 'does not begin with its signature')
  return parts(bytes)
}

const headerBoxes = (bytes: Uint8Array, all: readonly Box[]): Box[] =>
  all
    .filter(({ type }) => type === 'jp2h')
    .flatMap(({ bodyStart, end }) => [...boxes(bytes, bodyStart, end, FORMAT)])

function kindOf(bytes: Uint8Array, { type, bodyStart, end }: Box): Kind | undefined {
  if (type !== 'uuid' || end - bodyStart < 16) return undefined
  const uuid = bytes.subarray(bodyStart, bodyStart + 16)
  return (['exif', 'xmp'] as const).find((kind) => Buffer.compare(UUIDS[kind], uuid) === 0)
}

/** Whether a colr box holds an ICC profile: METH 2 (restricted) or 3 (any). */
const hasProfile = (bytes: Uint8Array, { type, bodyStart, end }: Box): boolean =>
  type === 'colr' && end - bodyStart > 3 && (bytes[bodyStart] === 2 || bytes[bodyStart] === 3)

/** jp2h with its colr boxes replaced by one of an ICC profile. */
function headerWithProfile(bytes: Uint8Array, header: Box, icc: Uint8Array): Uint8Array {
  const inner = [...boxes(bytes, header.bodyStart, header.end, FORMAT)]
  const colours = inner.filter(({ type }) => type === 'colr')
  const ycc = colours.some(
    ({ bodyStart, end }) =>
      bytes[bodyStart] === 1 && end - bodyStart >= 7 && be(bytes, bodyStart + 3, 4) === SYCC,
  )
  // The box that says YCbCr would be lost: the samples would be taken for RGB.
  if (ycc)
    throw new CodecError('ERR_ENCODE', `${FORMAT}: a YCbCr picture cannot have an ICC profile`)
  const RESTRICTED = 2
  const colr = box('colr', [RESTRICTED, 0, 0], icc)
  const kept = inner
    .filter(({ type }) => type !== 'colr')
    .map(({ start, end }) => bytes.subarray(start, end))
  return box('jp2h', ...kept.slice(0, 1), colr, ...kept.slice(1))
}

/** JP2: ICC in the colr box, Exif and XMP in uuid boxes. A bare codestream has none. */
export const jp2Metadata: MetadataFormat = {
  read(bytes) {
    const all = topBoxes(bytes)
    const profile = headerBoxes(bytes, all).find((candidate) => hasProfile(bytes, candidate))
    const payload = (kind: Kind): Uint8Array | undefined => {
      const found = all.find((candidate) => kindOf(bytes, candidate) === kind)
      return found && bytes.slice(found.bodyStart + 16, found.end)
    }
    const exif = payload('exif')
    return {
      icc: profile && bytes.slice(profile.bodyStart + 3, profile.end),
      exif: exif && withoutExifPrefix(exif),
      xmp: payload('xmp'),
    }
  },
  write(bytes, change) {
    const { exif, xmp } = changed(jp2Metadata.read(bytes), change)
    const all = topBoxes(bytes)
    if (all.length === 0) {
      if (!exif && !xmp && !change.icc) return bytes.slice()
      throw new CodecError('ERR_ENCODE', `${FORMAT}: a bare codestream holds no metadata`)
    }
    if (change.icc === null && jp2Metadata.read(bytes).icc) {
      throw new CodecError('ERR_ENCODE', `${FORMAT}: the ICC profile is all that tells its colours`)
    }
    const parts = all
      .filter((candidate) => !kindOf(bytes, candidate))
      .flatMap((found) => {
        const { type, start, end } = found
        const whole = bytes.subarray(start, end)
        if (type === 'jp2h' && change.icc) return [headerWithProfile(bytes, found, change.icc)]
        // Before the codestream: its box may go up to the end of the file without telling its length.
        if (type !== 'jp2c') return [whole]
        return [
          ...(exif ? [box('uuid', UUIDS.exif, exif)] : []),
          ...(xmp ? [box('uuid', UUIDS.xmp, xmp)] : []),
          whole,
        ]
      })
    return concat(parts)
  },
}
