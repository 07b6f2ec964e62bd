import { be, damaged } from './bytes'
import type { Box } from './bmff'

/** What the header boxes of a JP2 or JPX file say of the components. */
export interface Jp2Colour {
  /** Undefined: sRGB, gray or sYCC, which decoders know. */
  model?: 'cmyk' | 'ycck' | 'cmy' | 'ycc' | 'lab'
  /** Of L*, a*, b*: see lib/backends/backend.ts. */
  labRange?: number[]
  labOffset?: number[]
  premultiplied?: boolean
}

/** EnumCS of a colr box: T.800 table I.10 and T.801 table M.25. */
const ENUMERATED: Readonly<Record<number, Jp2Colour>> = {
  16: {}, // sRGB
  17: {}, // gray
  18: {}, // sYCC
  0: {}, // bi-level
  15: {}, // bi-level, black is 1: as the codestream has it
  11: { model: 'cmy' },
  12: { model: 'cmyk' },
  13: { model: 'ycck' },
  14: { model: 'lab' },
  24: { model: 'ycc' }, // e-sYCC
}

const ICC_MODELS: Readonly<Record<string, Jp2Colour>> = {
  'RGB ': {},
  GRAY: {},
  CMYK: { model: 'cmyk' },
  'Lab ': { model: 'lab', labRange: [100, 255, 255], labOffset: [0, 128, 128] },
}

/** L*, a*, b* as the parameters of EnumCS 14 say, or by default (T.801 M.11.7.4.1). */
function labOf(bytes: Uint8Array, at: number, end: number, depth: number): Jp2Colour {
  const scale = 255 / (2 ** depth - 1)
  if (end - at < 24) {
    const offsets = [0, 2 ** (depth - 1), 2 ** (depth - 2) + 2 ** (depth - 3)]
    return { model: 'lab', labRange: [100, 170, 200], labOffset: offsets.map((v) => v * scale) }
  }
  const field = (i: number): number => be(bytes, at + 4 * i, 4)
  return {
    model: 'lab',
    labRange: [field(0), field(2), field(4)],
    labOffset: [field(1), field(3), field(5)].map((v) => v * scale),
  }
}

/** METH 5 (T.801, JPH): code points of H.273 beside which the samples are RGB, gray or YCbCr. */
function codePoints(bytes: Uint8Array, at: number): Jp2Colour {
  const [matrix, fullRange] = [be(bytes, at + 4, 2), bytes[at + 6]! >= 0x80]
  const [IDENTITY, UNSPECIFIED, BT601_625, BT601_525] = [0, 2, 5, 6]
  if (fullRange && (matrix === BT601_625 || matrix === BT601_525)) return { model: 'ycc' }
  if (fullRange && (matrix === IDENTITY || matrix === UNSPECIFIED)) return {}
  const range = fullRange ? 'full' : 'limited'
  throw damaged('JP2', `the colour matrix ${matrix}, ${range} range, is not supported`)
}

/** One colr box; undefined where its method is for other readers. */
function colourOf(bytes: Uint8Array, box: Box, depth: number): Jp2Colour | undefined {
  const at = box.bodyStart
  const method = bytes[at]
  if (method === 1 || method === 3) {
    if (method === 3) return undefined
    const code = be(bytes, at + 3, 4)
    if (code === 14) return labOf(bytes, at + 7, box.end, depth)
    const known = ENUMERATED[code]
    if (known) return known
    throw damaged('JP2', `the colour space EnumCS ${code} is not supported`)
  }
  if (method === 5 && box.end - at >= 10) return codePoints(bytes, at + 3)
  if (method !== 2) return undefined
  const space = Buffer.from(bytes.subarray(at + 3 + 16, at + 3 + 20)).toString('latin1')
  const known = ICC_MODELS[space]
  if (known) return known
  throw damaged('JP2', `an ICC profile of '${space.trim()}' is not supported`)
}

/** Typ 2 of a channel definition (T.800 I.5.3.6): opacity that is multiplied into the colour. */
function isPremultiplied(bytes: Uint8Array, box: Box): boolean {
  const count = be(bytes, box.bodyStart, 2)
  const types = Array.from({ length: Math.min(count, 64) }, (_, i) =>
    be(bytes, box.bodyStart + 2 + 6 * i + 2, 2),
  )
  return types.includes(2)
}

/** The first colr box that says something, and cdef. ERR_DECODE, by name, for other colours. */
export function jp2Colour(bytes: Uint8Array, header: readonly Box[], depth: number): Jp2Colour {
  const boxes = header.filter(({ type }) => type === 'colr')
  let colour: Jp2Colour | undefined
  for (const box of boxes) colour ??= colourOf(bytes, box, depth)
  const cdef = header.find(({ type }) => type === 'cdef')
  const premultiplied = cdef !== undefined && isPremultiplied(bytes, cdef)
  return { ...colour, ...(premultiplied && { premultiplied }) }
}
