import { damaged } from '../bytes'
import type { Walk } from '../walk'
import { Budget } from './budget'
import { FORMAT, FieldReader } from './fields'

/** Where a piece of an item lies, before it is looked up. */
interface Extent {
  /** For construction method 2: 1-based index into the item's `iloc` references. */
  index: number
  offset: number
  /** 0: up to the end of what it points into. */
  length: number
}

/** An item's place: 0 = the file, 1 = the `idat` box, 2 = another item. */
export interface Location {
  method: number
  extents: Extent[]
}

export function* readLocations(reader: FieldReader, budget: Budget): Walk<Map<number, Location>> {
  const { version } = reader.full()
  if (version > 2) throw damaged(FORMAT, `iloc is of version ${version}`)
  const sizes = reader.u(2)
  const [offsetSize, lengthSize, baseSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15]
  const indexSize = version === 0 ? 0 : sizes & 15
  if ([offsetSize, lengthSize, baseSize, indexSize].some((size) => ![0, 4, 8].includes(size))) {
    throw damaged(FORMAT, 'iloc has fields of a forbidden size')
  }
  const idSize = version === 2 ? 4 : 2
  const locations = new Map<number, Location>()
  for (let left = reader.u(idSize); left > 0; left--) {
    const id = reader.u(idSize)
    const method = version === 0 ? 0 : reader.u(2) & 15
    if (reader.u(2) !== 0) throw damaged(FORMAT, 'data in other files is not supported')
    const base = reader.u(baseSize)
    const extents: Extent[] = []
    const count = reader.u(2)
    budget.take(1 + count) // an extent may be described by no bytes at all
    if (budget.isTired()) yield
    while (extents.length < count) {
      const index = reader.u(indexSize)
      const offset = base + reader.u(offsetSize)
      extents.push({ index, offset, length: reader.u(lengthSize) })
    }
    if (locations.has(id)) throw damaged(FORMAT, `item ${id} is located twice`)
    locations.set(id, { method, extents })
  }
  return locations
}
