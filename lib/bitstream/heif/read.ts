import { CodecError } from '../../errors'
import { damaged, fourcc, holds, type Size } from '../bytes'
import { readImage, tileIds, type HeifImage, type Limits } from './image'
import { itemBytes } from './item_data'
import { colourOf, isAlpha, propertiesOf, transformedSize, transformsOf } from './item_properties'
import { FieldReader } from './fields'
import { readMeta, type ItemInfo, type Meta } from './meta'
import type { HeifTransform, Nclx } from './types'

/** The primary picture of a HEIF file (AVIF, HEIC) and what goes with it. */
export interface HeifFile extends Size {
  /** Size in pixels after `transforms`; before them it is that of `image`. */
  width: number
  height: number
  /** The file type's major brand ('avif', 'heic', 'mif1', ...). */
  brand: string
  image: HeifImage
  /** The alpha plane: of the same size, full range; only its luma counts. */
  alpha?: HeifImage & { premultiplied: boolean }
  /** To be applied to colour and alpha in this order. */
  transforms: HeifTransform[]
  nclx?: Nclx
  icc?: Uint8Array
  /** From the TIFF header on. */
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

/** Whether `bytes` begin with the file type of a HEIF picture: AVIF, HEIC or generic. */
export function isHeif(bytes: Uint8Array): boolean {
  return holds(bytes, 'ftyp', 4) && BRANDS.includes(fourcc(bytes, 8))
}

/**
 * Reads a HEIF file: its primary item, which is a coded picture (AV1, HEVC) or a grid of them.
 * @throws CodecError `ERR_DECODE` for a file that is damaged or has what is not supported (the
 *   message names it: overlays, sequences, ...), `ERR_LIMIT` above `maxPixels`, before anything of
 *   that size is allocated
 */
export function readHeif(bytes: Uint8Array, options: { maxPixels?: number } = {}): HeifFile {
  if (!isHeif(bytes)) throw damaged(FORMAT, 'does not begin with a file type of HEIF')
  const meta = readMeta(bytes)
  const limits: Limits = {
    maxPixels: options.maxPixels ?? DEFAULT_MAX_PIXELS,
    budget: MAX_SHARING * bytes.length,
  }
  const { primary } = meta
  const image = readImage(bytes, meta, primary, limits)
  const properties = propertiesOf(meta, primary)
  const transforms = transformsOf(bytes, properties, image)
  const tile = image.count > 1 ? tileIds(meta, primary)[0] : undefined
  return {
    ...transformedSize(image, transforms),
    brand: fourcc(bytes, 8),
    image,
    alpha: readAlpha(bytes, meta, image, limits),
    transforms,
    // Some writers describe the colour of a grid by its tiles only.
    ...(tile === undefined ? {} : colourOf(bytes, propertiesOf(meta, tile))),
    ...colourOf(bytes, properties),
    ...readMetadata(bytes, meta),
  }
}

function readAlpha(
  bytes: Uint8Array,
  meta: Meta,
  image: HeifImage,
  limits: Limits,
): HeifFile['alpha'] {
  const id = alphaOf(bytes, meta, meta.primary)
  const alpha =
    id === undefined ? tileAlphas(bytes, meta, image, limits) : readImage(bytes, meta, id, limits)
  if (!alpha) return undefined
  if (alpha.width !== image.width || alpha.height !== image.height) {
    throw damaged(FORMAT, `alpha of ${alpha.width}x${alpha.height} is not supported`)
  }
  const premultiplied = meta.references.targets('prem', meta.primary).includes(id ?? -1)
  return { ...alpha, premultiplied }
}

/** The auxiliary item that is the alpha plane of item `id`. */
const alphaOf = (bytes: Uint8Array, meta: Meta, id: number): number | undefined =>
  meta.references
    .sources('auxl', id)
    .find((from) => isAlpha(bytes, meta.properties.get(from) ?? []))

/** A grid may have its alpha tile by tile. */
function tileAlphas(
  bytes: Uint8Array,
  meta: Meta,
  image: HeifImage,
  limits: Limits,
): HeifImage | undefined {
  if (meta.items.get(meta.primary)?.type !== 'grid') return undefined
  const ids = tileIds(meta, meta.primary).map((tile) => alphaOf(bytes, meta, tile))
  if (ids.every((id) => id === undefined)) return undefined
  const tiles = ids.map((id) => {
    if (id === undefined) throw damaged(FORMAT, 'only some tiles of the grid have alpha')
    return readImage(bytes, meta, id, limits)
  })
  const { tileWidth, tileHeight } = image
  if (tiles.some(({ width, height }) => width !== tileWidth || height !== tileHeight)) {
    throw damaged(FORMAT, 'the alpha of a tile is of another size')
  }
  const { codec, bitDepth, chroma } = tiles[0]!
  return { ...image, codec, bitDepth, chroma, tile: (index) => tiles[index]!.tile(0) }
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
    xmp: read(xmp, (data) => data.slice()),
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
  return data.slice(start)
}
