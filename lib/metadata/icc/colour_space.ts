import { type Curve, curveOf, iccTags, xyzOf } from './tags'
import { cross, dot, type Vector } from './vector'

/** A colour space of a matrix and curves: what a code is in light, and that in XYZ under D50. */
export interface ColourSpace {
  /** One (gray), or those of red, green and blue. */
  curves: readonly Curve[]
  /** XYZ of red, green and blue; of gray none. */
  colorants?: readonly [Vector, Vector, Vector]
}

/**
 * The space that a profile tells by a matrix and curves (ICC.1:2022 8.3.3, 8.4.3); undefined where it
 * tells it otherwise: by tables (which count more than the matrix beside them), or in CIE L*a*b*.
 */
export function colourSpaceOf(icc: Uint8Array): ColourSpace | undefined {
  const tags = iccTags(icc)
  if (!tags || tags.has('A2B0')) return undefined
  if (tags.space === 'GRAY') {
    const curve = curveOf(tags, 'kTRC')
    return curve && { curves: [curve] }
  }
  if (tags.space !== 'RGB ' || tags.connection !== 'XYZ ') return undefined
  const curves = ['rTRC', 'gTRC', 'bTRC'].map((name) => curveOf(tags, name))
  const colorants = ['rXYZ', 'gXYZ', 'bXYZ'].map((name) => xyzOf(tags, name))
  if ([...curves, ...colorants].includes(undefined)) return undefined
  return {
    curves: curves as Curve[],
    colorants: colorants as unknown as readonly [Vector, Vector, Vector],
  }
}

/** Rows that make light of `to` out of that of `from`; undefined where `to` has no inverse. */
export function lightMatrix(from: ColourSpace, to: ColourSpace): Vector[] | undefined {
  if (!from.colorants || !to.colorants) return from.colorants || to.colorants ? undefined : []
  const [red, green, blue] = to.colorants
  const whole = dot(red, cross(green, blue))
  if (Math.abs(whole) < 1e-9) return undefined
  // Cramer's rule, a row each
  const rows = [cross(green, blue), cross(blue, red), cross(red, green)]
  const { colorants } = from
  return rows.map((row) => colorants.map((v) => dot(row, v) / whole) as unknown as Vector)
}

/** Codes of 0..1 in light of `to`. */
function lightIn(from: ColourSpace, matrix: readonly Vector[], codes: Vector): number[] {
  const light = codes.map((code, c) => from.curves[Math.min(c, from.curves.length - 1)]!(code))
  if (matrix.length === 0) return light
  return matrix.map((row) => dot(row, light as unknown as Vector))
}

/** Half a step of 8 bits, as light where sRGB's curve is flattest and as a share where it is steep. */
const SAME_LIGHT = 0.0002
const SAME_SHARE = 0.004

/** Whether codes mean the same colour in both, but for how profiles are rounded. */
export function sameSpace(a: ColourSpace, b: ColourSpace): boolean {
  const matrix = lightMatrix(b, a)
  if (!matrix || a.curves.length !== b.curves.length) return false
  const steps = [0, 0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.85, 1]
  const codes = steps.flatMap((x) => [
    ...([[x, x, x], [x, 0, 0], [0, x, 0], [0, 0, x], [1, x, 0], [0, 1, x], [x, 0, 1]] as const), // prettier-ignore
  ])
  return codes.every((code) => {
    const [wanted, found] = [lightIn(a, [], code), lightIn(b, matrix, code)]
    return wanted.every(
      (value, c) => Math.abs(value - found[c]!) <= SAME_LIGHT + SAME_SHARE * value,
    )
  })
}
