/** Reads the parts of an ICC profile (ICC.1:2022 section 7); undefined wherever one is not there. */
export interface IccTags {
  /** Of the profile, in bytes, as its header says. */
  size: number
  /** Where the last tag ends. */
  end: number
  /** `mntr`, `link`, ... */
  deviceClass: string
  /** Of the device side: `RGB `, `GRAY`. */
  space: string
  /** The profile connection space: `XYZ ` or `Lab `. */
  connection: string
  has(name: string): boolean
  /** A tag's bytes. */
  data(name: string): DataView | undefined
}

const HEADER = 128
const MOST_TAGS = 200

const signature = (view: DataView, at: number): string =>
  String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)))

/** undefined for bytes that are no profile. */
export function iccTags(icc: Uint8Array): IccTags | undefined {
  if (icc.length < HEADER + 4) return undefined
  const view = new DataView(icc.buffer, icc.byteOffset, icc.length)
  if (signature(view, 36) !== 'acsp') return undefined
  const count = Math.min(view.getUint32(HEADER), MOST_TAGS)
  const found = new Map<string, DataView>()
  let end = HEADER + 4
  for (let at = HEADER + 4; at + 12 <= icc.length && found.size < count; at += 12) {
    const [start, size] = [view.getUint32(at + 4), view.getUint32(at + 8)]
    if (start + size > icc.length) return undefined
    end = Math.max(end, start + size)
    found.set(signature(view, at), new DataView(icc.buffer, icc.byteOffset + start, size))
  }
  return {
    size: view.getUint32(0),
    end,
    deviceClass: signature(view, 12),
    space: signature(view, 16),
    connection: signature(view, 20),
    has: (name) => found.has(name),
    data: (name) => found.get(name),
  }
}

const MOST_LETTERS = 80

function letters(view: DataView, at: number, count: number, wide: boolean): string {
  const most = Math.min(count, MOST_LETTERS)
  const codes = Array.from({ length: most }, (_, i) =>
    wide ? view.getUint16(at + 2 * i) : view.getUint8(at + i),
  )
  return String.fromCharCode(...codes.filter((code) => code >= 32 && code !== 127)).trim()
}

/** What a profile calls itself: its tag `desc`, as text (version 2) or in the first language. */
export function profileName(icc: Uint8Array): string | undefined {
  const view = iccTags(icc)?.data('desc')
  try {
    if (!view) return undefined
    if (signature(view, 0) === 'desc') return letters(view, 12, view.getUint32(8), false)
    if (signature(view, 0) !== 'mluc' || view.getUint32(8) === 0) return undefined
    return letters(view, view.getUint32(24), view.getUint32(20) / 2, true)
  } catch (error) {
    if (error instanceof RangeError) return undefined // lengths that pass the tag's end
    throw error
  }
}

const FIXED = 65536

/** X, Y and Z of a tag of type XYZ (10.31). */
export function xyzOf(tags: IccTags, name: string): [number, number, number] | undefined {
  const view = tags.data(name)
  if (!view || view.byteLength < 20 || signature(view, 0) !== 'XYZ ') return undefined
  return [view.getInt32(8) / FIXED, view.getInt32(12) / FIXED, view.getInt32(16) / FIXED]
}

/** Light, 0..1, of a code of 0..1. */
export type Curve = (code: number) => number

/** How many parameters the functions of type 0 to 4 have (table 68). */
const PARAMETERS = [1, 3, 4, 5, 7]

function parametric(view: DataView): Curve | undefined {
  const count = PARAMETERS[view.getUint16(8)]
  if (count === undefined || view.byteLength < 12 + 4 * count) return undefined
  const values = Array.from({ length: count }, (_, i) => view.getInt32(12 + 4 * i) / FIXED)
  const [g = 1, a = 1, b = 0, c = 0, d = 0, e = 0, f = 0] = values
  const power = (x: number): number => Math.max(0, a * x + b) ** g
  switch (count) {
    case 1:
      return power
    case 3:
      return (x) => (x >= -b / a ? power(x) : 0)
    case 4: // its fourth is added to both parts
      return (x) => (x >= -b / a ? power(x) : 0) + c
    case 5:
      return (x) => (x >= d ? power(x) : c * x)
    default:
      return (x) => (x >= d ? power(x) + e : c * x + f)
  }
}

function sampled(view: DataView): Curve | undefined {
  const count = view.getUint32(8)
  if (view.byteLength < 12 + 2 * count) return undefined
  if (count === 0) return (x) => x
  if (count === 1) {
    const gamma = view.getUint16(12) / 256
    return (x) => x ** gamma
  }
  const value = (i: number): number => view.getUint16(12 + 2 * i) / 65535
  return (x) => {
    const at = x * (count - 1)
    const low = Math.min(Math.floor(at), count - 2)
    return value(low) + (at - low) * (value(low + 1) - value(low))
  }
}

/** A tag of type curv or para (10.6, 10.18). */
export function curveOf(tags: IccTags, name: string): Curve | undefined {
  const view = tags.data(name)
  if (!view || view.byteLength < 12) return undefined
  const type = signature(view, 0)
  return type === 'para' ? parametric(view) : type === 'curv' ? sampled(view) : undefined
}
