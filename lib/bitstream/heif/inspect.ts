import type { Box } from '../bmff'
import { Cover } from '../cover'
import { hevcSyntax } from '../nal/hevc'
import { inspectObu } from '../obu'
import type { Section } from '../section'
import { splitUnits } from './coded_streams'
import { itemRanges } from './item_data'
import type { Range } from './types'
import { children, FieldReader } from './fields'
import { readMeta, type ItemInfo, type Meta } from './meta'

const FORMAT = 'HEIF'
/** Boxes whose children are told apart: the bytes between their header and their first child. */
const NESTED: Readonly<Record<string, number>> = { meta: 4, iprp: 0, ipco: 0 }

/** A run of an item's bytes; what is in it is told only where no other item has it. */
interface Claim extends Range {
  sections(): Section[]
}

/**
 * What every byte of a HEIF file is for: boxes, and within mdat and idat the items. Bytes that
 * several items share count once.
 * @throws CodecError `ERR_DECODE` where the boxes or the items are damaged
 */
export function inspectHeif(bytes: Uint8Array): Section[] {
  const claims = itemClaims(bytes, readMeta(bytes))
  const cover = new Cover(FORMAT, bytes.length)
  coverBoxes(bytes, 0, bytes.length, cover, claims)
  return cover.done()
}

function coverBoxes(bytes: Uint8Array, start: number, end: number, cover: Cover, claims: Claim[]) {
  for (const found of children(bytes, start, end)) {
    const { type, bodyStart } = found
    const preamble = NESTED[type]
    if (preamble !== undefined) {
      cover.to('container', `${type} box header`, bodyStart + preamble)
      coverBoxes(bytes, bodyStart + preamble, found.end, cover, claims)
    } else if (type === 'mdat' || type === 'idat') {
      cover.to('container', `${type} box header`, bodyStart)
      coverData(found, cover, claims)
    } else {
      coverLeaf(bytes, found, cover)
    }
  }
}

function coverLeaf(bytes: Uint8Array, { type, bodyStart, end }: Box, cover: Cover): void {
  const name = `${type.trim()} box`
  if (type === 'colr' && new FieldReader(bytes, bodyStart, end).fourcc() !== 'nclx') {
    cover.to('container', 'colr box header', bodyStart + 4)
    cover.to('metadata', 'ICC profile', end)
  } else {
    cover.to(type === 'av1C' || type === 'hvcC' ? 'header' : 'container', name, end)
  }
}

/** The items in a data box, in the file's order; `claims` are sorted. */
function coverData({ bodyStart, end }: Box, cover: Cover, claims: readonly Claim[]): void {
  let at = bodyStart
  for (const claim of claims) {
    if (claim.start < at || claim.end > end) continue
    cover.to('container', 'unused data', claim.start)
    cover.append(claim.sections())
    at = claim.end
  }
  cover.to('container', 'unused data', end)
}

function itemClaims(bytes: Uint8Array, meta: Meta): Claim[] {
  const claims = [...meta.items.values()].flatMap((item) => {
    const method = meta.locations.get(item.id)?.method
    // What is in another item is that item's.
    if (method === undefined || method === 2) return []
    const ranges = itemRanges(bytes, meta, item.id)
    return ranges.map((range) => ({
      ...range,
      sections: () => sectionsOf(bytes, meta, item, ranges, range),
    }))
  })
  return claims.sort((a, b) => a.start - b.start || b.end - a.end)
}

function sectionsOf(
  bytes: Uint8Array,
  meta: Meta,
  item: ItemInfo,
  ranges: readonly Range[],
  { start, end }: Range,
): Section[] {
  const whole = ranges.length === 1
  const whose = item.id === meta.primary ? '' : `item ${item.id} `
  const data = bytes.subarray(start, end)
  if (item.type === 'av01' && whole) return named(whose, inspectObu(data))
  if ((item.type === 'hvc1' || item.type === 'hev1') && whole) {
    return named(whose, hevcSections(bytes, meta, item.id, data))
  }
  const coded = ['av01', 'hvc1', 'hev1'].includes(item.type)
  const metadata = item.type === 'Exif' || item.type === 'mime'
  const kind = coded ? 'picture' : metadata ? 'metadata' : 'container'
  const name = item.type === 'mime' ? 'XMP' : item.type
  return [{ kind, name: metadata ? name : `${whose}${name}`, offset: 0, length: end - start }]
}

const named = (prefix: string, sections: readonly Section[]): Section[] =>
  sections.map((section) => ({ ...section, name: prefix + section.name }))

function hevcSections(bytes: Uint8Array, meta: Meta, id: number, data: Uint8Array): Section[] {
  const configuration = meta.properties.get(id)?.find(({ type }) => type === 'hvcC')
  const LENGTH_SIZE = 21
  const lengthSize = configuration ? 1 + (bytes[configuration.bodyStart + LENGTH_SIZE]! & 3) : 4
  return splitUnits(data, lengthSize, id).flatMap((unit) => {
    const [kind, name] = hevcSyntax.kind(hevcSyntax.type(unit, 0))
    const length: Section = { kind: 'container', name: 'NAL length', offset: 0, length: lengthSize }
    return [length, { kind, name, offset: 0, length: unit.length }]
  })
}
