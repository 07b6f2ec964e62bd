import { CodecError } from '../../errors'
import { be, damaged, fourcc, holds } from '../bytes'
import type { HeifContent } from './content'
import { FieldReader } from './fields'
import { MAX_TILES_IN_ALL } from './image'
import { itemBytes } from './item_data'
import { readMeta, type ItemInfo, type Meta } from './meta'
import { MAX_LAYERS } from './overlay'
import { readContent } from './read_content'

/** The primary picture of a HEIF file (AVIF, HEIC) and what goes with it. */
export interface HeifFile extends HeifContent {
  /** The file type's major brand ('avif', 'heic', 'mif1', ...). */
  brand: string
  /** From the TIFF header on; it, `xmp` and `icc` may be views of the file's memory. */
  exif?: Uint8Array
  xmp?: Uint8Array
  /** What was passed over. */
  warnings?: string[]
}

const FORMAT = 'HEIF'
const DEFAULT_MAX_PIXELS = 2 ** 28
/** How many times its own length a file's streams may take; copies of one tile may share bytes. */
const MAX_SHARING = 64
const BRANDS = [
  'avif',
  'avis',
  'heic',
  'heix',
  'heim',
  'heis',
  'hevc',
  'hevx',
  'mif1',
  'msf1',
  'miaf',
]

/** More brands than any file names. */
const MAX_BRANDS = 64

/**
 * Whether `bytes` begin with the file type of a HEIF picture: AVIF, HEIC or generic, by the major
 * brand or, where that is of a profile or another use, by one that it is compatible with.
 */
export function isHeif(bytes: Uint8Array): boolean {
  if (!holds(bytes, 'ftyp', 4)) return false
  const size = bytes.length < 16 ? 0 : be(bytes, 0, 4)
  const end = Math.min(size, bytes.length, 16 + 4 * MAX_BRANDS)
  const isOne = (at: number): boolean => BRANDS.includes(fourcc(bytes, at))
  if (isOne(8)) return true
  for (let at = 16; at + 4 <= end; at += 4) if (isOne(at)) return true
  return false
}

/**
 * Reads a HEIF file: its primary item, which is a coded picture (AV1, HEVC), a grid of them, or
 * derived from such pictures.
 * @throws CodecError `ERR_DECODE` for a file that is damaged or has what is not supported (the
 *   message names it: tone maps, sequences, ...), `ERR_LIMIT` above `maxPixels`, before anything of
 *   that size is allocated
 */
export function readHeif(bytes: Uint8Array, options: { maxPixels?: number } = {}): HeifFile {
  if (!isHeif(bytes)) throw damaged(FORMAT, 'does not begin with a file type of HEIF')
  const meta = readMeta(bytes)
  const { maxPixels = DEFAULT_MAX_PIXELS } = options
  const budget = MAX_SHARING * bytes.length
  const limits = { maxPixels, budget, area: maxPixels, layers: MAX_LAYERS, tiles: MAX_TILES_IN_ALL }
  const content = readContent(bytes, meta, meta.primary, limits)
  const { icc, overlay } = content
  const { warnings = [], ...metadata } = readMetadata(bytes, meta)
  if (overlay?.mixed) {
    warnings.push(
      "the overlay's pictures name different colours; they are put together as they are",
    )
  }
  return {
    ...content,
    ...(icc && { icc }),
    brand: fourcc(bytes, 8),
    ...metadata,
    ...(warnings.length > 0 && { warnings }),
  }
}

/** Exif and XMP items that describe the primary item. */
function readMetadata(bytes: Uint8Array, meta: Meta): Pick<HeifFile, 'exif' | 'xmp' | 'warnings'> {
  const describing = meta.references
    .sources('cdsc', meta.primary)
    .flatMap((id) => meta.items.get(id) ?? [])
  const exif = describing.find(({ type }) => type === 'Exif')
  const xmp = describing.find(isPlainXmp)
  const warnings: string[] = []
  const read = (item: ItemInfo | undefined, of: (data: Uint8Array) => Uint8Array) =>
    item && intact(item, () => of(itemBytes(bytes, meta, item.id)), warnings)
  return {
    exif: read(exif, readExif),
    xmp: read(xmp, (data) => data),
    ...(warnings.length > 0 && { warnings }),
  }
}

/** No pixel depends on metadata: damaged ones are as none, with a warning. */
function intact(
  { type, id }: ItemInfo,
  read: () => Uint8Array,
  warnings: string[],
): Uint8Array | undefined {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof CodecError) || error.code !== 'ERR_DECODE') throw error
    warnings.push(`item ${id} (${type}) is damaged: ${error.message}`)
    return undefined
  }
}

/** Whether an item is XMP; a compressed one (content_encoding) is passed over. */
const isPlainXmp = ({ type, contentType, contentEncoding }: ItemInfo): boolean =>
  type === 'mime' && contentType === 'application/rdf+xml' && !contentEncoding

/** ExifDataBlock (ISO/IEC 23008-12 annex A.2.1): an offset, then what may precede the TIFF header. */
function readExif(data: Uint8Array): Uint8Array {
  const start = 4 + new FieldReader(data, 0, data.length).u(4)
  if (start > data.length) throw damaged(FORMAT, `Exif of ${data.length} bytes begins at ${start}`)
  return data.subarray(start)
}
