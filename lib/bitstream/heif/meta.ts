import { CodecError } from '../../errors'
import type { Box } from '../bmff'
import { damaged } from '../bytes'
import { Budget } from './budget'
import { type Walk, walked } from '../walk'
import { References } from './references'
import type { Range } from './types'
import { FORMAT, FieldReader, body, children } from './fields'
import { type Location, readLocations } from './locations'

export interface ItemInfo {
  id: number
  type: string
  protection: number
  /** `mime` items. */
  contentType?: string
  contentEncoding?: string
}

export interface ItemProperty {
  /** Four characters. */
  type: string
  /** Of the box, as byte offsets in the file. */
  bodyStart: number
  end: number
  essential: boolean
}

/** The meta box of a HEIF file, taken apart (ISO/IEC 14496-12 8.11, 23008-12 9). */
interface Boxes {
  primary: number
  items: ReadonlyMap<number, ItemInfo>
  locations: ReadonlyMap<number, Location>
  references: References
  properties: ReadonlyMap<number, ItemProperty[]>
  idat?: { start: number; end: number }
}

/** The same, for one reader. */
export interface Meta extends Boxes {
  /** What reading it may still cost. */
  budget: Budget
  /** Where items lie, once that is known. */
  ranges: Map<number, readonly Range[]>
  /** The alpha planes of items, once they are looked for: all tiles of a grid may be one item. */
  alphas: Map<number, number | undefined>
}

/** Takes the meta box at the top of a file apart. ERR_DECODE where it is missing or damaged. */
export const readMeta = (bytes: Uint8Array): Meta => ({
  ...walked(bytes, walkMeta),
  budget: new Budget(),
  ranges: new Map(),
  alphas: new Map(),
})

/** What reading a HEIF file walks through. */
export const heifWalks = () => [walkMeta]

function* walkMeta(bytes: Uint8Array): Walk<Boxes> {
  const top = children(bytes, 0, bytes.length)
  const metaBox = top.find(({ type }) => type === 'meta')
  if (!metaBox) {
    const sequence = top.some(({ type }) => type === 'moov')
    throw damaged(FORMAT, sequence ? 'image sequences are not supported' : 'has no meta box')
  }
  const inside = children(bytes, metaBox.bodyStart + 4, metaBox.end)
  const find = (type: string): Box => {
    const found = inside.find((candidate) => candidate.type === type)
    if (!found) throw damaged(FORMAT, `has no ${type} box`)
    return found
  }
  const optional = (type: string): Box | undefined => inside.find((b) => b.type === type)
  const iref = optional('iref')
  const idat = optional('idat')
  const pitm = optional('pitm')
  const budget = new Budget()
  const items = yield* readItemInfos(bytes, find('iinf'), budget)
  const references = iref ? yield* readReferences(bytes, iref, budget) : new References()
  return {
    primary: pitm ? readPrimary(body(bytes, pitm)) : firstPicture(items, references),
    items,
    locations: yield* readLocations(body(bytes, find('iloc')), budget),
    references,
    properties: yield* readProperties(bytes, find('iprp'), budget),
    idat: idat && { start: idat.bodyStart, end: idat.end },
  }
}

const PICTURES = ['av01', 'hvc1', 'hev1', 'grid', 'iovl', 'iden']

/** Without `pitm`, which sequences may do without: the first picture that is no part of another. */
function firstPicture(items: Map<number, ItemInfo>, references: References): number {
  for (const { id, type } of items.values()) {
    const isPart =
      references.sources('dimg', id).length > 0 ||
      references.targets('auxl', id).length > 0 ||
      references.targets('thmb', id).length > 0
    if (PICTURES.includes(type) && !isPart) return id
  }
  throw damaged(FORMAT, 'has no pitm box, and no picture')
}

function readPrimary(reader: FieldReader): number {
  const { version } = reader.full()
  return reader.u(version === 0 ? 2 : 4)
}

function* readItemInfos(bytes: Uint8Array, iinf: Box, budget: Budget): Walk<Map<number, ItemInfo>> {
  const reader = body(bytes, iinf)
  const { version } = reader.full()
  reader.u(version === 0 ? 2 : 4)
  const items = new Map<number, ItemInfo>()
  for (const entry of children(bytes, reader.position, iinf.end)) {
    budget.take()
    if (budget.isTired()) yield
    const info = entry.type === 'infe' ? readItemInfo(body(bytes, entry)) : undefined
    if (!info) continue
    if (items.has(info.id)) throw damaged(FORMAT, `item ${info.id} is described twice`)
    items.set(info.id, info)
  }
  return items
}

/** Versions 0 and 1 of infe have no item type: no picture can be in them. */
function readItemInfo(reader: FieldReader): ItemInfo | undefined {
  const { version } = reader.full()
  if (version !== 2 && version !== 3) return undefined
  const id = reader.u(version === 2 ? 2 : 4)
  const protection = reader.u(2)
  const type = reader.fourcc()
  reader.text()
  if (type !== 'mime') return { id, type, protection }
  return { id, type, protection, contentType: reader.text(), contentEncoding: reader.text() }
}

function* readReferences(bytes: Uint8Array, iref: Box, budget: Budget): Walk<References> {
  const reader = body(bytes, iref)
  const idSize = reader.full().version === 0 ? 2 : 4
  const references = new References()
  for (const entry of children(bytes, reader.position, iref.end)) {
    const fields = body(bytes, entry)
    const from = fields.u(idSize)
    const count = fields.u(2)
    budget.take(1 + count)
    if (budget.isTired()) yield
    references.add(
      entry.type,
      from,
      Array.from({ length: count }, () => fields.u(idSize)),
    )
  }
  return references
}

function* readProperties(
  bytes: Uint8Array,
  iprp: Box,
  budget: Budget,
): Walk<Map<number, ItemProperty[]>> {
  const inside = children(bytes, iprp.bodyStart, iprp.end)
  const ipco = inside.find(({ type }) => type === 'ipco')
  const stored = ipco ? children(bytes, ipco.bodyStart, ipco.end) : []
  const properties = new Map<number, ItemProperty[]>()
  for (const ipma of inside.filter(({ type }) => type === 'ipma')) {
    const reader = body(bytes, ipma)
    const { version, flags } = reader.full()
    const indexSize = (flags & 1) !== 0 ? 2 : 1
    for (let left = reader.u(4); left > 0; left--) {
      const id = reader.u(version === 0 ? 2 : 4)
      const list = properties.get(id) ?? []
      const count = reader.u(1)
      budget.take(1 + count)
      if (budget.isTired()) yield
      for (let i = 0; i < count; i++) {
        const found = association(reader.u(indexSize), indexSize, stored)
        if (found) list.push(found)
      }
      // One entry has up to 255; more are looked through for each tile.
      if (list.length > MAX_PROPERTIES) throw tooManyProperties(id)
      properties.set(id, list)
    }
  }
  return properties
}

const MAX_PROPERTIES = 255

const tooManyProperties = (id: number): CodecError =>
  new CodecError('ERR_LIMIT', `HEIF: item ${id} has more than ${MAX_PROPERTIES} properties`)

/** The highest bit says essential, the rest is a 1-based index; 0 stands for no property. */
function association(value: number, indexSize: number, stored: Box[]): ItemProperty | undefined {
  const highest = indexSize === 2 ? 0x8000 : 0x80
  const index = value & (highest - 1)
  if (index === 0) return undefined
  const found = stored[index - 1]
  if (!found) throw damaged(FORMAT, `ipma names property ${index}, there are ${stored.length}`)
  const { type, bodyStart, end } = found
  return { type, bodyStart, end, essential: (value & highest) !== 0 }
}
