import { cross, dot, type Vector } from './icc/vector'

/** Code points of ITU-T H.273: ColourPrimaries and TransferCharacteristics. */
export interface CodedColour {
  primaries: number
  transfer: number
}

type Matrix = readonly [Vector, Vector, Vector]

const D65 = [0.3127, 0.329] as const
/** The profile connection space's white, ICC.1:2022 section 7.2.16. */
const D50: Vector = [0.9642, 1, 0.8249]
/** ICC.1:2022 annex E.3 (Bradford). */
const BRADFORD: Matrix = [
  [0.8951, 0.2664, -0.1614],
  [-0.7502, 1.7135, 0.0367],
  [0.0389, -0.0685, 1.0296],
]

/** H.273 table 2: x and y of red, green and blue, all of white D65. */
const PRIMARIES: Record<number, readonly (readonly [number, number])[]> = {
  1: [
    [0.64, 0.33],
    [0.3, 0.6],
    [0.15, 0.06],
  ],
  9: [
    [0.708, 0.292],
    [0.17, 0.797],
    [0.131, 0.046],
  ],
  12: [
    [0.68, 0.32],
    [0.265, 0.69],
    [0.15, 0.06],
  ],
}

/** H.273 table 3 as parameters of ICC.1:2022 table 68: g, or g, a, b, c, d. */
const bt709 = [1 / 0.45, 1 / 1.099, 0.099 / 1.099, 1 / 4.5, 0.081]
const TRANSFERS: Record<number, readonly number[]> = {
  1: bt709,
  4: [2.2],
  5: [2.8],
  6: bt709,
  8: [1],
  13: [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045],
  14: bt709,
  15: bt709,
}

const xyzOf = ([x, y]: readonly [number, number]): Vector => [x / y, 1, (1 - x - y) / y]
const times = (matrix: Matrix, v: Vector): Vector => [
  dot(matrix[0], v),
  dot(matrix[1], v),
  dot(matrix[2], v),
]
const scaled = (v: Vector, by: number): Vector => [v[0] * by, v[1] * by, v[2] * by]

/** How much of each column adds up to the sum: Cramer's rule. */
function shares(columns: Matrix, sum: Vector): Vector {
  const [a, b, c] = columns
  const whole = dot(a, cross(b, c))
  return [
    dot(sum, cross(b, c)) / whole,
    dot(a, cross(sum, c)) / whole,
    dot(a, cross(b, sum)) / whole,
  ]
}

/** XYZ under D65 as XYZ under D50. */
function adapted(xyz: Vector): Vector {
  const [from, to, cone] = [xyzOf(D65), D50, xyz].map((v) => times(BRADFORD, v)) as [
    Vector,
    Vector,
    Vector,
  ]
  const moved: Vector = [
    (cone[0] * to[0]) / from[0],
    (cone[1] * to[1]) / from[1],
    (cone[2] * to[2]) / from[2],
  ]
  const columns = [0, 1, 2].map((i) => BRADFORD.map((row) => row[i])) as unknown as Matrix
  return shares(columns, moved)
}

/** XYZ of red, green and blue as a profile holds them: columns that add up to D50. */
function colorants(xy: readonly (readonly [number, number])[]): Vector[] {
  const pure = xy.map(xyzOf) as unknown as Matrix
  const amounts = shares(pure, xyzOf(D65))
  return pure.map((v, i) => adapted(scaled(v, amounts[i]!)))
}

const u32 = (value: number): number[] => [24, 16, 8, 0].map((shift) => (value >> shift) & 255)
const u16 = (value: number): number[] => [value >> 8, value & 255]
const text = (value: string): number[] => Array.from(value, (c) => c.charCodeAt(0))
const fixed = (value: number): number[] => u32(Math.round(value * 65536))
const xyzTag = (v: Vector): number[] => [...text('XYZ '), ...u32(0), ...v.flatMap(fixed)]
const curve = (parameters: readonly number[]): number[] => [
  ...[...text('para'), ...u32(0), ...u16(parameters.length > 1 ? 3 : 0), 0, 0],
  ...parameters.flatMap(fixed),
]
const localized = (value: string): number[] => [
  ...[...text('mluc'), ...u32(0), ...u32(1), ...u32(12)],
  ...[...text('enUS'), ...u32(2 * value.length), ...u32(28)],
  ...Array.from(value, (c) => u16(c.charCodeAt(0))).flat(),
]

/** Header, table and tags of an RGB display profile of version 4.3 (ICC.1:2022 section 7). */
function profileOf(tags: [string, number[]][]): Uint8Array<ArrayBuffer> {
  const start = 132 + 12 * tags.length
  const table: number[] = []
  const data: number[] = []
  for (const [name, body] of tags) {
    table.push(...text(name), ...u32(start + data.length), ...u32(body.length))
    data.push(...body, ...new Array<number>(-body.length & 3).fill(0))
  }
  const bytes = new Uint8Array(start + data.length)
  bytes.set(u32(bytes.length))
  bytes.set([4, 0x30, 0, 0, ...text('mntrRGB XYZ ')], 8)
  bytes.set([...u16(2022), ...u16(1), ...u16(1)], 24) // a date that does not change
  bytes.set(text('acsp'), 36)
  bytes.set(D50.flatMap(fixed), 68)
  bytes.set([...u32(tags.length), ...table, ...data], 128)
  return bytes
}

export const isSrgb = ({ primaries, transfer }: CodedColour): boolean =>
  primaries === 1 && transfer === 13

/** BT.2020 (9), DCI-P3 (11) and Display P3 (12); gamma 2.2 and 2.8, linear, PQ and HLG. */
const WIDE = [9, 11, 12]
const OTHER_CURVES = [4, 5, 8, 16, 18]

/**
 * Whether samples of these code points look wrong where they are shown as sRGB. What is not specified,
 * and what video writes as a matter of course (BT.709, BT.601), is shown as sRGB everywhere.
 */
export const isFarFromSrgb = ({ primaries, transfer }: CodedColour): boolean =>
  WIDE.includes(primaries) || OTHER_CURVES.includes(transfer)

/**
 * The ICC profile of RGB samples of these code points; undefined for what no profile of a matrix and
 * curves tells (PQ, HLG, unspecified).
 */
export function rgbProfile(colour: CodedColour): Uint8Array<ArrayBuffer> | undefined {
  const xy = PRIMARIES[colour.primaries]
  const parameters = TRANSFERS[colour.transfer]
  if (!xy || !parameters) return undefined
  const [red, green, blue] = colorants(xy) as [Vector, Vector, Vector]
  const shape = curve(parameters)
  return profileOf([
    ['desc', localized(`RGB of H.273 primaries ${colour.primaries}, transfer ${colour.transfer}`)],
    ['cprt', localized('CC0')],
    ['wtpt', xyzTag(D50)],
    ['rXYZ', xyzTag(red)],
    ['gXYZ', xyzTag(green)],
    ['bXYZ', xyzTag(blue)],
    ['rTRC', shape],
    ['gTRC', shape],
    ['bTRC', shape],
  ])
}
