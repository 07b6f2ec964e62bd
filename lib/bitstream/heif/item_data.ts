import { concat, damaged } from '../bytes'
import type { Meta } from './meta'
import type { Range } from './types'

const FORMAT = 'HEIF'
/** Items may point into items that point into items, but no sensible file nests them deeper. */
const MAX_DEPTH = 4

/**
 * Where an item's bytes lie in the file, in order: iloc construction methods 0 (file), 1 (idat) and 2
 * (another item). ERR_DECODE for extents that are not within what they point into, that need more
 * bytes than the file has, or that go in circles.
 */
export function itemRanges(bytes: Uint8Array, meta: Meta, id: number, depth = 0): readonly Range[] {
  const known = meta.ranges.get(id)
  if (known) return known
  const location = meta.locations.get(id)
  if (!location) throw damaged(FORMAT, `item ${id} has no location`)
  if (depth > MAX_DEPTH) throw damaged(FORMAT, `item ${id} is made of items too deeply`)
  const ranges: Range[] = []
  let total = 0
  for (const { index, offset, length } of location.extents) {
    const source = sourceRanges(bytes, meta, id, location.method, index, depth)
    meta.budget.take(source.length)
    const picked = slice(source, offset, length, id)
    total += totalLength(picked)
    // More than the file holds can only come from overlapping extents, which may ask for any amount.
    if (total > bytes.length) throw damaged(FORMAT, `item ${id} has more bytes than the file`)
    for (const range of picked) ranges.push(range)
  }
  meta.ranges.set(id, ranges)
  return ranges
}

/** What the extents of an item point into. */
function sourceRanges(
  bytes: Uint8Array,
  meta: Meta,
  id: number,
  method: number,
  index: number,
  depth: number,
): readonly Range[] {
  if (method === 0) return [{ start: 0, end: bytes.length }]
  if (method === 1) {
    if (!meta.idat) throw damaged(FORMAT, `item ${id} is in an idat box that is not there`)
    return [meta.idat]
  }
  if (method !== 2) throw damaged(FORMAT, `item ${id} has construction method ${method}`)
  const targets = meta.references.targets('iloc', id)
  // An index of 0 stands for the first where the file stores none.
  const target = targets[Math.max(index, 1) - 1]
  if (target === undefined)
    throw damaged(FORMAT, `item ${id} points into an item that is not named`)
  return itemRanges(bytes, meta, target, depth + 1)
}

const totalLength = (ranges: readonly Range[]): number =>
  ranges.reduce((sum, { start, end }) => sum + end - start, 0)

/** `length` bytes from `offset` of the ranges laid end to end; a length of 0 means all that follow. */
function slice(ranges: readonly Range[], offset: number, length: number, id: number): Range[] {
  const total = totalLength(ranges)
  const stop = length === 0 ? total : offset + length
  if (offset > total || stop > total) {
    throw damaged(FORMAT, `item ${id} has an extent of ${length} bytes at ${offset} of ${total}`)
  }
  const picked: Range[] = []
  let at = 0
  for (const { start, end } of ranges) {
    const from = Math.max(start, start + offset - at)
    const to = Math.min(end, start + stop - at)
    if (from < to) picked.push({ start: from, end: to })
    at += end - start
  }
  return picked
}

/** An item's bytes: a view where they are in one piece. */
export function itemBytes(bytes: Uint8Array, meta: Meta, id: number): Uint8Array {
  const ranges = itemRanges(bytes, meta, id)
  const parts = ranges.map(({ start, end }) => bytes.subarray(start, end))
  return parts.length === 1 ? parts[0]! : concat(parts)
}
