import { concat } from '../bitstream/bytes'
import { webpChunks, webpHasAlpha, webpSize, type Chunk } from '../bitstream/riff'
import { changed, withoutExifPrefix, type Kind, type MetadataFormat } from './types'

const TYPES: Readonly<Record<Kind, string>> = { icc: 'ICCP', exif: 'EXIF', xmp: 'XMP ' }
/** Flags of VP8X (WebP container specification, "Extended File Format"). */
const FLAGS: Readonly<Record<Kind, number>> = { icc: 0x20, exif: 0x08, xmp: 0x04 }
const ALPHA_FLAG = 0x10

/** Its header, payload and padding: joined with all others at once, as they may be long. */
function chunk(type: string, payload: readonly Uint8Array[]): Uint8Array[] {
  const length = payload.reduce((sum, part) => sum + part.length, 0)
  const head = Buffer.alloc(8)
  head.write(type, 0, 'latin1')
  head.writeUInt32LE(length, 4)
  return [head, ...payload, new Uint8Array(length & 1)]
}

/** The payload of VP8X: what the file has, or one for a file that gets its first. */
function extendedHeader(bytes: Uint8Array, existing: Chunk | undefined, flags: number): Uint8Array {
  const { width, height } = webpSize(bytes)
  const payload = Buffer.alloc(10)
  if (existing) payload.set(bytes.subarray(existing.body, existing.body + 10))
  else if (webpHasAlpha(bytes)) payload[0] = ALPHA_FLAG
  const all = FLAGS.icc | FLAGS.exif | FLAGS.xmp
  payload[0] = (payload[0]! & ~all) | flags
  payload.writeUIntLE(width - 1, 4, 3)
  payload.writeUIntLE(height - 1, 7, 3)
  return payload
}

/** WebP: ICCP, EXIF and XMP chunks, announced by VP8X. */
export const webpMetadata: MetadataFormat = {
  hasNoGray: true,
  read(bytes) {
    const chunks = webpChunks(bytes)
    const payload = (kind: Kind): Uint8Array | undefined => {
      const found = chunks.find(({ type }) => type === TYPES[kind])
      return found && bytes.slice(found.body, found.end)
    }
    const exif = payload('exif')
    return { icc: payload('icc'), exif: exif && withoutExifPrefix(exif), xmp: payload('xmp') }
  },
  write(bytes, change) {
    const { icc, exif, xmp } = changed(webpMetadata.read(bytes), change)
    const chunks = webpChunks(bytes)
    const replaced = ['VP8X', ...Object.values(TYPES)]
    const pictures = chunks
      .filter(({ type }) => !replaced.includes(type))
      .flatMap(({ type, body, end }) => chunk(type, [bytes.subarray(body, end)]))
    const existing = chunks.find(({ type }) => type === 'VP8X')
    const flags = (icc ? FLAGS.icc : 0) | (exif ? FLAGS.exif : 0) | (xmp ? FLAGS.xmp : 0)
    const body = [
      Buffer.from('WEBP'),
      ...(existing || flags ? chunk('VP8X', [extendedHeader(bytes, existing, flags)]) : []),
      ...(icc ? chunk(TYPES.icc, [icc]) : []),
      ...pictures,
      ...(exif ? chunk(TYPES.exif, [exif]) : []),
      ...(xmp ? chunk(TYPES.xmp, [xmp]) : []),
    ]
    return concat(chunk('RIFF', body))
  },
}
