import { CodecError } from '../../errors'
import { damaged, type Size } from '../bytes'
import { checkCount } from '../parts'
import type { TileGrid } from '../tile_grid'
import { av1Stream } from './av1_item'
import { hevcStream, type CodedStream } from './coded_streams'
import { itemBytes } from './item_data'
import { colourOf, propertiesOf, spatialExtents, transformsOf } from './item_properties'
import { FieldReader } from './fields'
import type { Meta } from './meta'
import type { HeifChroma, HeifCodec } from './types'

/** The coded streams of a picture; a single item is 1x1. */
export interface HeifImage extends TileGrid {
  bitDepth: number
  chroma: HeifChroma
}

const FORMAT = 'HEIF'
const CODED: Readonly<Record<string, HeifCodec>> = { av01: 'av1', hvc1: 'hevc', hev1: 'hevc' }
/** Item types that exist and are not read, by the name that their documents give them. */
const UNSUPPORTED: Readonly<Record<string, string>> = {
  tmap: 'tone map',
  avc1: 'AVC',
  vvc1: 'VVC',
  jpeg: 'JPEG',
  j2k1: 'JPEG 2000',
  unci: 'uncompressed',
  lhv1: 'layered HEVC',
}

/** Each takes a decoder of its own; a picture of the default `maxPixels` has 1,024 of 512 x 512. */
const MAX_TILES = 2 ** 13
/** Of all pictures of a file: of the largest grid and its alpha. */
export const MAX_TILES_IN_ALL = 2 * MAX_TILES

/** What the size checks of one file share. */
export interface Limits {
  maxPixels: number
  /** Bytes that the streams may still take: items can share bytes, so a file's length bounds nothing. */
  budget: number
  /** Pixels that overlays and their pictures may still have in all. */
  area: number
  /** Pictures that overlays may still have. */
  layers: number
  /** Tiles that grids may still have in all: an overlay may show one grid any number of times. */
  tiles: number
}

/** The picture of item `id`. ERR_DECODE where it is damaged or not supported, ERR_LIMIT by its size. */
export function readImage(bytes: Uint8Array, meta: Meta, id: number, limits: Limits): HeifImage {
  const info = meta.items.get(id)
  if (!info) throw damaged(FORMAT, `item ${id} is not described`)
  if (info.type === 'grid') return readGrid(bytes, meta, id, limits)
  const coded = readCoded(bytes, meta, id, limits)
  const { width, height } = coded
  const { stream, ...rest } = coded
  const single = { rows: 1, columns: 1, count: 1, tileWidth: width, tileHeight: height }
  return { ...rest, ...single, tile: () => stream }
}

function readCoded(bytes: Uint8Array, meta: Meta, id: number, limits: Limits) {
  const { type, protection } = meta.items.get(id) ?? { type: 'missing', protection: 0 }
  const codec = CODED[type]
  if (!codec) {
    const name = UNSUPPORTED[type]
    throw damaged(
      FORMAT,
      `${name ? `${name} (${type})` : JSON.stringify(type)} items are not supported`,
    )
  }
  if (protection !== 0) throw damaged(FORMAT, 'encrypted items are not supported')
  const properties = propertiesOf(meta, id)
  const size = spatialExtents(bytes, properties, id)
  checkPixels(size, limits)
  const coded = (codec === 'av1' ? av1Stream : hevcStream)(bytes, meta, id, properties)
  checkPixels(coded, limits)
  if (coded.width !== size.width || coded.height !== size.height) {
    throw damaged(
      FORMAT,
      `item ${id} is said to be ${size.width}x${size.height}, its stream ${coded.width}x${coded.height}`,
    )
  }
  limits.budget -= coded.stream.length
  if (limits.budget < 0) throw damaged(FORMAT, 'its items share more bytes than is sensible')
  return { codec, ...coded }
}

export function checkPixels({ width, height }: Size, { maxPixels }: Limits): void {
  if (width * height <= maxPixels) return
  throw new CodecError(
    'ERR_LIMIT',
    `HEIF: the picture is ${width}x${height}, maxPixels is ${maxPixels}`,
  )
}

/** ImageGrid (ISO/IEC 23008-12 6.6.2.3). */
function readGrid(bytes: Uint8Array, meta: Meta, id: number, limits: Limits): HeifImage {
  const data = itemBytes(bytes, meta, id)
  const fields = new FieldReader(data, 1, data.length)
  const fieldSize = (fields.u(1) & 1) !== 0 ? 4 : 2
  const [rows, columns] = [fields.u(1) + 1, fields.u(1) + 1]
  const [width, height] = [fields.u(fieldSize), fields.u(fieldSize)]
  checkPixels({ width, height }, limits)
  const properties = propertiesOf(meta, id)
  const ispe = spatialExtents(bytes, properties, id)
  if (ispe.width !== width || ispe.height !== height) {
    throw damaged(FORMAT, `grid is ${width}x${height}, ispe says ${ispe.width}x${ispe.height}`)
  }
  const ids = tileIds(meta, id)
  checkCount(ids.length, FORMAT, MAX_TILES, 'tiles')
  limits.tiles -= ids.length
  if (limits.tiles < 0) {
    throw new CodecError('ERR_LIMIT', `HEIF: more than ${MAX_TILES_IN_ALL} tiles in all pictures`)
  }
  if (ids.length !== rows * columns) {
    throw damaged(FORMAT, `grid of ${rows}x${columns} has ${ids.length} tiles`)
  }
  const first = readTile(bytes, meta, ids[0]!, limits)
  if (!covers(first.width, columns, width) || !covers(first.height, rows, height)) {
    throw damaged(
      FORMAT,
      `tiles of ${first.width}x${first.height}, ${rows}x${columns}, for a grid of ${width}x${height}`,
    )
  }
  const named = (tile: number): string =>
    JSON.stringify(colourOf(bytes, propertiesOf(meta, tile)).nclx ?? 'none')
  // What the grid says counts for all of them.
  const colour = colourOf(bytes, properties).nclx ? undefined : named(ids[0]!)
  return {
    codec: first.codec,
    width,
    height,
    bitDepth: first.bitDepth,
    chroma: first.chroma,
    rows,
    columns,
    tileWidth: first.width,
    tileHeight: first.height,
    count: ids.length,
    tile(index) {
      const tile = index === 0 ? first : readTile(bytes, meta, ids[index]!, limits)
      if (describe(tile) !== describe(first)) {
        throw damaged(FORMAT, 'the tiles of the grid differ in size or format')
      }
      if (colour === undefined || named(ids[index]!) === colour) return tile.stream
      throw damaged(FORMAT, 'tiles of one grid in different colours (colr) are not supported')
    },
  }
}

/** The items that a grid is made of. */
export const tileIds = (meta: Meta, id: number): readonly number[] =>
  meta.references.targets('dimg', id)

type Tile = CodedStream & { codec: HeifCodec }

function readTile(bytes: Uint8Array, meta: Meta, id: number, limits: Limits): Tile {
  const tile = readCoded(bytes, meta, id, limits)
  if (transformsOf(bytes, propertiesOf(meta, id), tile).length > 0) {
    throw damaged(FORMAT, 'tiles that are cropped, turned or mirrored are not supported')
  }
  return tile
}

const describe = ({ codec, width, height, bitDepth, chroma }: Tile): string =>
  [codec, width, height, bitDepth, chroma].join()

/** No tile may lie wholly outside: the decoded area would not be bounded by the picture's. */
const covers = (tile: number, count: number, whole: number): boolean =>
  tile * count >= whole && tile * (count - 1) < whole
