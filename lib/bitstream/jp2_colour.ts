import { be, damaged } from './bytes'
import type { Box } from './bmff'

/** What the header boxes of a JP2 or JPX file say of the components. */
export interface Jp2Colour {
  /** Undefined: sRGB, gray or sYCC, which decoders know. */
  model?: 'cmyk' | 'ycck' | 'cmy' | 'ycc' | 'lab'
  /** Of L*, a*, b*: see lib/backends/backend.ts. */
  labRange?: number[]
  labOffset?: number[]
  labWhite?: number[]
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

/** CIE 1931 x and y of the illuminants of T.801 M.11.7.4, by their codes (CIE 15:2004 tables T.3, T.8). */
const ILLUMINANTS: Readonly<Record<number, [number, number]>> = {
  0x00443530: [0.34567, 0.3585], // D50
  0x00443635: [0.31272, 0.32903], // D65
  0x00443735: [0.29902, 0.31485], // D75
  0x00005341: [0.44758, 0.40745], // A
  0x00005343: [0.31006, 0.31616], // C
  0x00004632: [0.37208, 0.37529], // F2
  0x00004637: [0.31292, 0.32933], // F7
  0x00463131: [0.38052, 0.37713], // F11
}
/** 'CT': the two bytes behind are a colour temperature. */
const TEMPERATURE = 0x4354

/** Of daylight of so many kelvins, by its locus (CIE 15:2004 3.1). */
function daylight(kelvins: number): [number, number] {
  const t = 1000 / kelvins
  const x =
    kelvins <= 7000
      ? 0.244063 + 0.09911 * t + 2.9678 * t ** 2 - 4.607 * t ** 3
      : 0.23704 + 0.24748 * t + 1.9018 * t ** 2 - 2.0064 * t ** 3
  return [x, -3 * x ** 2 + 2.87 * x - 0.275]
}

/** The white that L*, a*, b* are relative to. ERR_DECODE for one that is not known. */
function illuminantOf(code: number): [number, number] {
  const known = ILLUMINANTS[code]
  if (known) return known
  const [kind, kelvins] = [Math.floor(code / 65536), code % 65536]
  if (kind === TEMPERATURE && kelvins >= 4000 && kelvins <= 25000) return daylight(kelvins)
  const shown = code.toString(16).padStart(8, '0')
  throw damaged('JP2', `CIELab of the illuminant ${shown} is not supported`)
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
    ...(end - at >= 28 && { labWhite: illuminantOf(field(6)) }),
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
