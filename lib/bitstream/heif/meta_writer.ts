import { box, fullBox, text, u16, u32, type Part } from './box_writer'
import type { Property } from './properties'

/** An item of the file with its data. */
export interface Item {
  id: number
  type: string
  payload: Uint8Array
  /** Name and content type behind the infe box's fixed part. */
  infeTail: Part
  properties: Property[]
}

/** A typed reference between two items. */
export interface Reference {
  type: string
  from: number
  to: number
}

/**
 * The meta box of items whose payloads lie one after the other from byte `dataStart` of the file;
 * the first is primary.
 */
export function meta(
  items: readonly Item[],
  references: readonly Reference[],
  dataStart: number,
): Uint8Array {
  return fullBox(
    'meta',
    0,
    0,
    fullBox('hdlr', 0, 0, u32(0), text('pict'), new Uint8Array(13)),
    fullBox('pitm', 0, 0, u16(items[0]!.id)),
    itemLocations(items, dataStart),
    itemInfos(items),
    ...(references.length > 0 ? [itemReferences(references)] : []),
    itemProperties(items),
  )
}

/** iloc: one extent each, 32-bit offsets from the start of the file, lengths of 32 bits. */
function itemLocations(items: readonly Item[], dataStart: number): Uint8Array {
  const SIZES = [0x44, 0x00]
  let offset = dataStart
  const entries = items.flatMap(({ id, payload }) => {
    const entry = [...u16(id), ...u16(0), ...u16(1), ...u32(offset), ...u32(payload.length)]
    offset += payload.length
    return entry
  })
  return fullBox('iloc', 0, 0, SIZES, u16(items.length), entries)
}

function itemInfos(items: readonly Item[]): Uint8Array {
  const entries = items.map(({ id, type, infeTail }) =>
    fullBox('infe', 2, 0, u16(id), u16(0), text(type), infeTail),
  )
  return fullBox('iinf', 0, 0, u16(items.length), ...entries)
}

const itemReferences = (references: readonly Reference[]): Uint8Array =>
  fullBox(
    'iref',
    0,
    0,
    ...references.map(({ type, from, to }) => box(type, u16(from), u16(1), u16(to))),
  )

/** iprp: properties that items have in common are stored once. */
function itemProperties(items: readonly Item[]): Uint8Array {
  const stored: Uint8Array[] = []
  const indexOf = (bytes: Uint8Array): number => {
    const found = stored.findIndex((other) => Buffer.compare(other, bytes) === 0)
    return found >= 0 ? found + 1 : stored.push(bytes)
  }
  const described = items.filter(({ properties }) => properties.length > 0)
  const associations = described.map(({ id, properties }) => [
    ...[...u16(id), properties.length],
    ...properties.map((property) => indexOf(property.box) | (property.essential ? 0x80 : 0)),
  ])
  return box(
    'iprp',
    box('ipco', ...stored),
    fullBox('ipma', 0, 0, u32(described.length), ...associations),
  )
}
