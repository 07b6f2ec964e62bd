import { concat, damaged, type Size } from '../bytes'
import { parseSps } from '../nal/hevc_sps'
import { hevcSyntax, SPS } from '../nal/hevc'
import { addOf, MAX_NAL_UNITS } from '../parts'
import { itemBytes } from './item_data'
import { propertyFields } from './item_properties'
import type { ItemProperty } from './meta'
import type { Meta } from './meta'
import type { HeifChroma } from './types'

/** A decodable stream of one coded item, and what its headers say. */
export interface CodedStream extends Size {
  /** AV1: low-overhead OBU stream. HEVC: Annex B with VPS, SPS, PPS. */
  stream: Uint8Array
  bitDepth: number
  chroma: HeifChroma
}

const FORMAT = 'HEIF'

/** An hvc1 item: the parameter sets of hvcC, then its NAL units with start codes for their lengths. */
export function hevcStream(
  bytes: Uint8Array,
  meta: Meta,
  id: number,
  properties: readonly ItemProperty[],
): CodedStream {
  const { units, lengthSize } = readHvcC(bytes, properties, id)
  const data = itemBytes(bytes, meta, id)
  // A header alone (end of sequence, delimiter) says nothing that one picture needs.
  const own = splitUnits(data, lengthSize, id).filter(({ length }) => length > 2)
  const all = [...units, ...own]
  const sps = all.find((unit) => hevcSyntax.type(unit, 0) === SPS)
  if (!sps) throw damaged(FORMAT, `item ${id} has no SPS`)
  const { width, height, bitDepthLuma, chromaFormatIdc } = parseSps(sps)
  const chromas: readonly HeifChroma[] = ['400', '420', '422', '444']
  const START_CODE = Uint8Array.of(0, 0, 0, 1)
  return {
    stream: concat(all.flatMap((unit) => [START_CODE, unit])),
    width,
    height,
    bitDepth: bitDepthLuma,
    chroma: chromas[chromaFormatIdc]!,
  }
}

/** Bytes of a NAL unit's length field, and the parameter sets, of an hvcC box (ISO/IEC 14496-15 8.3.3.1). */
function readHvcC(bytes: Uint8Array, properties: readonly ItemProperty[], id: number) {
  const fields = propertyFields(bytes, properties, 'hvcC')
  if (!fields) throw damaged(FORMAT, `item ${id} has no hvcC`)
  const FIXED_PART = 21
  fields.position += FIXED_PART
  const lengthSize = 1 + (fields.u(1) & 3)
  const units: Uint8Array[] = []
  for (let arrays = fields.u(1); arrays > 0; arrays--) {
    fields.u(1)
    for (let count = fields.u(2); count > 0; count--) {
      const length = fields.u(2)
      const start = fields.position
      if (length < 3 || start + length > fields.end) {
        throw damaged(FORMAT, `hvcC has a NAL unit of ${length} bytes at ${start}`)
      }
      addOf(units, bytes.subarray(start, start + length), FORMAT, MAX_NAL_UNITS)
      fields.position += length
    }
  }
  return { lengthSize, units }
}

/** The NAL units of an item, each behind its length. */
export function splitUnits(data: Uint8Array, lengthSize: number, id: number): Uint8Array[] {
  const units: Uint8Array[] = []
  for (let at = 0; at < data.length;) {
    let length = 0
    for (const byte of data.subarray(at, at + lengthSize)) length = length * 256 + byte
    const start = at + lengthSize
    const empty = length === 2 && !hevcSyntax.isSlice(hevcSyntax.type(data, start))
    if ((length < 3 && !empty) || start + length > data.length) {
      throw damaged(FORMAT, `item ${id} has a NAL unit of ${length} bytes at ${at}`)
    }
    addOf(units, data.subarray(start, start + length), FORMAT, MAX_NAL_UNITS)
    at = start + length
  }
  if (units.length === 0) throw damaged(FORMAT, `item ${id} has no data`)
  return units
}
