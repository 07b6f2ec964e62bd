import { CodecError } from '../../errors'
import { damaged } from '../bytes'
import type { HeifContent, HeifOverlay } from './content'
import { FieldReader } from './fields'
import { checkPixels, type HeifImage, type Limits } from './image'
import { itemBytes } from './item_data'
import { propertiesOf, spatialExtents } from './item_properties'
import type { Meta } from './meta'

const FORMAT = 'HEIF'
export const MAX_LAYERS = 2 ** 8

type Named = Pick<HeifContent, 'nclx' | 'icc'>
type Read = (id: number, limits: Limits) => HeifContent

function readFields(bytes: Uint8Array, meta: Meta, id: number, count: number) {
  const data = itemBytes(bytes, meta, id)
  const fields = new FieldReader(data, 1, data.length)
  const size = (fields.u(1) & 1) !== 0 ? 4 : 2
  const signed = () => {
    const value = fields.u(size)
    return value >= 2 ** (8 * size - 1) ? value - 2 ** (8 * size) : value
  }
  const fill = [fields.u(2), fields.u(2), fields.u(2), fields.u(2)]
  const [width, height] = [fields.u(size), fields.u(size)]
  const places = Array.from({ length: count }, () => ({ x: signed(), y: signed() }))
  return { fill, width, height, places }
}

/** What its pictures take in all: each is decoded by itself, and any number may lie on one pixel. */
function takeArea(limits: Limits, { width, height }: { width: number; height: number }): void {
  limits.area -= width * height
  if (limits.area >= 0) return
  throw new CodecError(
    'ERR_LIMIT',
    `HEIF: the overlay and its pictures have more pixels in all than maxPixels (${limits.maxPixels})`,
  )
}

/**
 * What was counted once, within the limits, is read again when it is decoded. The bytes of a grid's
 * tiles are only counted then: all pictures share them.
 */
const decoding = (limits: Limits): Limits =>
  limits.layers === Infinity
    ? limits
    : { ...limits, area: Infinity, layers: Infinity, tiles: Infinity }

/** The canvas, what lies on it, and the colour that its lowest picture names. */
export function readOverlay(
  bytes: Uint8Array,
  meta: Meta,
  id: number,
  limits: Limits,
  read: Read,
): { image: HeifImage; overlay: HeifOverlay; colour: Named } {
  const ids = meta.references.targets('dimg', id)
  if (ids.length === 0) throw damaged(FORMAT, 'the overlay has no pictures')
  const { fill, places, ...size } = readFields(bytes, meta, id, ids.length)
  checkPixels(size, limits)
  takeArea(limits, size)
  const ispe = spatialExtents(bytes, propertiesOf(meta, id), id)
  if (ispe.width !== size.width || ispe.height !== size.height) {
    throw damaged(
      FORMAT,
      `overlay is ${size.width}x${size.height}, ispe says ${ispe.width}x${ispe.height}`,
    )
  }
  const again = decoding(limits)
  const { codec, bitDepth, colour, mixed } = lookAt(ids, limits, read)
  const layers = ids.map((layer, i) => ({ ...places[i]!, read: () => read(layer, again) }))
  const tile = () => {
    throw new RangeError('an overlay has no tiles')
  }
  const none = { rows: 0, columns: 0, count: 0, tileWidth: size.width, tileHeight: size.height }
  return {
    image: { codec, ...size, bitDepth, chroma: '444', ...none, tile },
    overlay: { fill, layers, mixed },
    colour,
  }
}

/** What the pictures have in common, none of them kept. */
function lookAt(ids: readonly number[], limits: Limits, read: Read) {
  limits.layers -= ids.length
  if (limits.layers < 0) {
    throw new CodecError('ERR_LIMIT', `HEIF: overlays of more than ${MAX_LAYERS} pictures`)
  }
  const look = (id: number) => {
    const { image, overlay, nclx, icc } = read(id, limits)
    if (!overlay) takeArea(limits, image)
    return { codec: image.codec, bitDepth: image.bitDepth, colour: { nclx, icc } }
  }
  const lowest = look(ids[0]!)
  let { bitDepth } = lowest
  let mixed = false
  for (const id of ids.slice(1)) {
    const next = look(id)
    bitDepth = Math.max(bitDepth, next.bitDepth)
    mixed ||= !isSameColour(lowest.colour, next.colour)
  }
  const { codec, colour } = lowest
  return { codec, bitDepth, mixed, colour }
}

function isSameColour(a: Named, b: Named): boolean {
  if (a.icc && b.icc) {
    return a.icc.byteOffset === b.icc.byteOffset || Buffer.compare(a.icc, b.icc) === 0
  }
  if (a.icc || b.icc) return false
  return a.nclx?.primaries === b.nclx?.primaries && a.nclx?.transfer === b.nclx?.transfer
}
