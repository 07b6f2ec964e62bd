import { damaged } from '../bytes'
import { alphaOf, readAlpha } from './alpha'
import type { HeifContent } from './content'
import { type Limits, readImage, tileIds } from './image'
import { colourOf, propertiesOf, transformsOf, transformedSize } from './item_properties'
import type { Meta } from './meta'
import { readOverlay } from './overlay'

const FORMAT = 'HEIF'
/** Pictures may be made of pictures that are made of pictures, but no sensible file nests them deeper. */
const MAX_DEPTH = 4

/** The picture of item `id`: coded, a grid, derived from another or laid over others. */
export function readContent(
  bytes: Uint8Array,
  meta: Meta,
  id: number,
  limits: Limits,
  depth = 0,
): HeifContent {
  if (depth > MAX_DEPTH) throw damaged(FORMAT, `item ${id} is made of pictures too deeply`)
  const type = meta.items.get(id)?.type
  if (type === 'iden') return readIdentity(bytes, meta, id, limits, depth)
  const read = (of: number, within: Limits) => readContent(bytes, meta, of, within, depth + 1)
  const overlaid = type === 'iovl' ? readOverlay(bytes, meta, id, limits, read) : undefined
  const image = overlaid?.image ?? readImage(bytes, meta, id, limits)
  const properties = propertiesOf(meta, id)
  const transforms = transformsOf(bytes, properties, image)
  const tile = image.count > 1 ? tileIds(meta, id)[0] : undefined
  return {
    ...transformedSize(image, transforms),
    image,
    ...(overlaid && { overlay: overlaid.overlay }),
    alpha: readAlpha(bytes, meta, id, image, limits),
    transforms,
    // Some writers describe the colour of a grid by its tiles only, of an overlay by its pictures.
    ...(tile === undefined ? {} : colourOf(bytes, propertiesOf(meta, tile))),
    ...overlaid?.colour,
    ...colourOf(bytes, properties),
  }
}

/** An identity derivation: another item as it is shown, with further transforms (23008-12 6.6.2.1). */
function readIdentity(
  bytes: Uint8Array,
  meta: Meta,
  id: number,
  limits: Limits,
  depth: number,
): HeifContent {
  const sources = meta.references.targets('dimg', id)
  if (sources.length !== 1) {
    throw damaged(FORMAT, `item ${id} is derived from ${sources.length} items, expected one`)
  }
  const source = readContent(bytes, meta, sources[0]!, limits, depth + 1)
  const properties = propertiesOf(meta, id)
  const more = transformsOf(bytes, properties, source)
  const ownAlpha = alphaOf(bytes, meta, id) !== undefined
  if (ownAlpha && source.transforms.length > 0) {
    throw damaged(FORMAT, 'alpha of a picture derived from a transformed one is not supported')
  }
  return {
    ...source,
    ...transformedSize(source, more),
    ...(ownAlpha && { alpha: readAlpha(bytes, meta, id, source.image, limits) }),
    transforms: [...source.transforms, ...more],
    ...colourOf(bytes, properties),
  }
}
