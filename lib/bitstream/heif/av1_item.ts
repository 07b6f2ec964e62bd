import { concat, damaged } from '../bytes'
import { av1Sequence, leb128, obus } from '../obu'
import type { CodedStream } from './coded_streams'
import { itemBytes } from './item_data'
import { propertyFields } from './item_properties'
import type { ItemProperty, Meta } from './meta'
import type { HeifChroma } from './types'

const FORMAT = 'HEIF'
const SEQUENCE_HEADER = 1
const FRAMES = [3, 6] // its header, or all of it
const [HAS_EXTENSION, HAS_SIZE] = [4, 2]
/** Of `lsel`: no layer is chosen, a reader may show them one after another. */
const ANY_LAYER = 0xffff

/** An av01 item: its OBUs, preceded by av1C's where the sequence header is only there. */
export function av1Stream(
  bytes: Uint8Array,
  meta: Meta,
  id: number,
  properties: readonly ItemProperty[],
): CodedStream {
  const configuration = propertyFields(bytes, properties, 'av1C')
  if (!configuration) throw damaged(FORMAT, `item ${id} has no av1C`)
  configuration.u(4)
  const data = ofLayer(withSizes(itemBytes(bytes, meta, id)), bytes, properties)
  const complete = obus(data).some(({ type }) => type === SEQUENCE_HEADER)
  const headers = bytes.subarray(configuration.position, configuration.end)
  const stream = complete ? data : concat([headers, data])
  const { width, height, bitDepth, subsampling } = av1Sequence(stream)
  return { stream, width, height, bitDepth, chroma: subsampling.replaceAll(':', '') as HeifChroma }
}

const written = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) + 128, ...written(Math.floor(value / 128))]

/** Of the last OBU of an item the size may be left out (AV1-ISOBMFF 2.4): with it, as decoders want it. */
function withSizes(data: Uint8Array): Uint8Array {
  let last = 0
  let header = 1
  while (last < data.length) {
    header = (data[last]! & HAS_EXTENSION) === 0 ? 1 : 2
    if ((data[last]! & HAS_SIZE) === 0) break
    const { value, end } = leb128(data, last + header)
    last = end + value
  }
  if (last + header > data.length) return data
  const start = data.slice(last, last + header)
  start[0]! |= HAS_SIZE
  const payload = data.subarray(last + header)
  return concat([data.subarray(0, last), start, Uint8Array.from(written(payload.length)), payload])
}

/**
 * What is to be shown of a stream in layers (AV1-AVIF 2.3.2): the layer that `lsel` names, without
 * those above it, or the highest. Of operating points (`a1op`) only the first is read.
 */
function ofLayer(
  data: Uint8Array,
  bytes: Uint8Array,
  properties: readonly ItemProperty[],
): Uint8Array {
  const point = propertyFields(bytes, properties, 'a1op')?.u(1) ?? 0
  if (point !== 0) throw damaged(FORMAT, `operating point ${point} (a1op) is not supported`)
  const layer = propertyFields(bytes, properties, 'lsel')?.u(2) ?? ANY_LAYER
  if (layer === ANY_LAYER) return data
  const units = obus(data).map(({ start, end }) => data.subarray(start, end))
  const kept = units.filter((unit) => layerOf(unit) <= layer)
  if (kept.some((unit) => isFrame(unit) && layerOf(unit) === layer)) return concat(kept)
  throw damaged(FORMAT, `layer ${layer} (lsel) is missing`)
}

const isFrame = (unit: Uint8Array): boolean => FRAMES.includes((unit[0]! >> 3) & 15)
const layerOf = (unit: Uint8Array): number =>
  (unit[0]! & HAS_EXTENSION) === 0 ? 0 : (unit[1]! >> 3) & 3
