import type { Colour } from './colour'

type Point = readonly [number, number]
type Vector = readonly [number, number, number]

const C: Point = [0.31, 0.316]
const D65: Point = [0.3127, 0.329]

/** ITU-T H.273 (07/2021) table 2, by ColourPrimaries: x and y of red, green, blue and white. */
const CHROMATICITIES: Readonly<Record<number, readonly [Point, Point, Point, Point]>> = {
  4: [[0.67, 0.33], [0.21, 0.71], [0.14, 0.08], C],
  5: [[0.64, 0.33], [0.29, 0.6], [0.15, 0.06], D65],
  6: [[0.63, 0.34], [0.31, 0.595], [0.155, 0.07], D65],
  8: [[0.681, 0.319], [0.243, 0.692], [0.145, 0.049], C],
  10: [
    [1, 0],
    [0, 1],
    [0, 0],
    [1 / 3, 1 / 3],
  ],
  11: [
    [0.68, 0.32],
    [0.265, 0.69],
    [0.15, 0.06],
    [0.314, 0.351],
  ],
  12: [[0.68, 0.32], [0.265, 0.69], [0.15, 0.06], D65],
  22: [[0.63, 0.34], [0.295, 0.605], [0.155, 0.077], D65],
}

/** The same matrix under its own name; 7 has the colours of 6; 2 is not said: BT.709's. */
const NAMED: Readonly<Record<number, Colour['matrix']>> = {
  1: 'bt709',
  2: 'bt709',
  7: 'primaries6',
  9: 'bt2020',
}

/** The matrix of MatrixCoefficients 12, which follows from ColourPrimaries; undefined: from none. */
export function matrixOfPrimaries(code: number): Colour['matrix'] | undefined {
  const own = code in CHROMATICITIES ? (`primaries${code}` as Colour['matrix']) : undefined
  return NAMED[code] ?? own
}

/** ColourPrimaries of such a matrix; undefined for every other. */
export function primariesOfMatrix(matrix: string): number | undefined {
  const code = Number(/^primaries(\d+)$/.exec(matrix)?.[1])
  return code in CHROMATICITIES ? code : undefined
}

const withZ = ([x, y]: Point): Vector => [x, y, 1 - x - y]

/** a . (b x c) */
const triple = (a: Vector, b: Vector, c: Vector): number =>
  a[0] * (b[1] * c[2] - b[2] * c[1]) +
  a[1] * (b[2] * c[0] - b[0] * c[2]) +
  a[2] * (b[0] * c[1] - b[1] * c[0])

/** Kr and Kb by H.273's equations 39 to 44. */
export function weightsOfPrimaries(code: number): readonly [number, number] {
  const [red, green, blue, white] = CHROMATICITIES[code]!.map(withZ) as [
    Vector,
    Vector,
    Vector,
    Vector,
  ]
  const whole = white[1] * triple(red, green, blue)
  const kr = (red[1] * triple(white, green, blue)) / whole
  const kb = (blue[1] * triple(white, red, green)) / whole
  return [kr, kb]
}
