import { damaged } from '../bytes'
import { type HeifImage, type Limits, readImage, tileIds } from './image'
import { isAlpha } from './item_properties'
import type { Meta } from './meta'

const FORMAT = 'HEIF'

/** The alpha plane: of the picture's size, full range; only its luma counts. */
export type HeifAlpha = HeifImage & { premultiplied: boolean }

/** The alpha plane of item `id`, whose colour is `image`. */
export function readAlpha(
  bytes: Uint8Array,
  meta: Meta,
  id: number,
  image: HeifImage,
  limits: Limits,
): HeifAlpha | undefined {
  const own = alphaOf(bytes, meta, id)
  const alpha =
    own === undefined
      ? tileAlphas(bytes, meta, id, image, limits)
      : readImage(bytes, meta, own, limits)
  if (!alpha) return undefined
  if (alpha.width !== image.width || alpha.height !== image.height) {
    throw damaged(FORMAT, `alpha of ${alpha.width}x${alpha.height} is not supported`)
  }
  const premultiplied = meta.references.targets('prem', id).includes(own ?? -1)
  return { ...alpha, premultiplied }
}

/** The auxiliary item that is the alpha plane of item `id`. */
export function alphaOf(bytes: Uint8Array, meta: Meta, id: number): number | undefined {
  if (meta.alphas.has(id)) return meta.alphas.get(id)
  // One item may refer to another any number of times.
  const sources = [...new Set(meta.references.sources('auxl', id))]
  const alpha = sources.find((from) => isAlpha(bytes, meta.properties.get(from) ?? []))
  meta.alphas.set(id, alpha)
  return alpha
}

/** A grid may have its alpha tile by tile. */
function tileAlphas(
  bytes: Uint8Array,
  meta: Meta,
  grid: number,
  image: HeifImage,
  limits: Limits,
): HeifImage | undefined {
  if (meta.items.get(grid)?.type !== 'grid') return undefined
  const ids = tileIds(meta, grid).map((tile) => alphaOf(bytes, meta, tile))
  if (ids.every((id) => id === undefined)) return undefined
  if (ids.includes(undefined)) throw damaged(FORMAT, 'only some tiles of the grid have alpha')
  // Read when its turn comes: thousands of them take longer than a turn of the event loop may.
  const read = (index: number): HeifImage => {
    const alpha = readImage(bytes, meta, ids[index]!, limits)
    const { width, height, count } = alpha
    if (width === image.tileWidth && height === image.tileHeight && count === 1) return alpha
    throw damaged(FORMAT, 'the alpha of a tile is of another size, or a grid')
  }
  const first = read(0)
  const { codec, bitDepth, chroma } = first
  const tile = (index: number): Uint8Array => {
    const alpha = index === 0 ? first : read(index)
    if (alpha.codec === codec && alpha.bitDepth === bitDepth) return alpha.tile(0)
    throw damaged(FORMAT, 'the alphas of the tiles differ in format')
  }
  return { ...image, codec, bitDepth, chroma, tile }
}
