import { damaged } from '../bytes'
import { FieldReader } from './fields'
import type { ItemProperty, Meta } from './meta'
import { ALPHA_URNS, type HeifTransform, type Nclx } from './types'

const FORMAT = 'HEIF'
/** Properties that may be marked essential and are either handled or do not change the pixels. */
const KNOWN = [
  ...['ispe', 'pixi', 'av1C', 'hvcC', 'colr', 'auxC', 'clap', 'irot', 'imir', 'pasp'],
  ...['a1op', 'lsel', 'a1lx'],
  // What was mastered, or is to be shown how: light levels, volumes, white, ambience, languages.
  ...['clli', 'mdcv', 'cclv', 'ndwt', 'amve', 'reve', 'rloc', 'udes', 'altt', 'crtt', 'mdft'],
]
/** Version, flags and a name, which is longer than any that is known. */
const MAX_AUXC = 4 + 64

/** The properties of item `id`; ERR_DECODE for an essential one that is not known. */
export function propertiesOf(meta: Meta, id: number): ItemProperty[] {
  const list = meta.properties.get(id) ?? []
  const foreign = list.find(({ type, essential }) => essential && !KNOWN.includes(type))
  if (foreign) {
    throw damaged(FORMAT, `essential property ${JSON.stringify(foreign.type)} is not supported`)
  }
  return list
}

/** Fields of the first property of a type. */
export function propertyFields(
  bytes: Uint8Array,
  properties: readonly ItemProperty[],
  type: string,
): FieldReader | undefined {
  const found = properties.find((property) => property.type === type)
  return found && new FieldReader(bytes, found.bodyStart, found.end)
}

/** ispe: width and height of the reconstructed image. ERR_DECODE where missing or 0. */
export function spatialExtents(bytes: Uint8Array, properties: readonly ItemProperty[], id: number) {
  const fields = propertyFields(bytes, properties, 'ispe')
  if (!fields) throw damaged(FORMAT, `item ${id} has no size (ispe)`)
  fields.full()
  const [width, height] = [fields.u(4), fields.u(4)]
  if (width === 0 || height === 0) throw damaged(FORMAT, `item ${id} is ${width}x${height}`)
  return { width, height }
}

/** colr boxes: one of type nclx, one with an ICC profile (prof or rICC), a view. */
export function colourOf(
  bytes: Uint8Array,
  properties: readonly ItemProperty[],
): { nclx?: Nclx; icc?: Uint8Array } {
  const result: { nclx?: Nclx; icc?: Uint8Array } = {}
  for (const { type, bodyStart, end } of properties) {
    if (type !== 'colr') continue
    const fields = new FieldReader(bytes, bodyStart, end)
    const kind = fields.fourcc()
    if (kind === 'nclx') result.nclx ??= readNclx(fields)
    if (kind === 'prof' || kind === 'rICC') result.icc ??= bytes.subarray(fields.position, end)
  }
  return result
}

const readNclx = (fields: FieldReader): Nclx => ({
  primaries: fields.u(2),
  transfer: fields.u(2),
  matrix: fields.u(2),
  fullRange: fields.u(1) >= 0x80,
})

/** Whether auxC says that the item is the alpha plane of another. */
export function isAlpha(bytes: Uint8Array, properties: readonly ItemProperty[]): boolean {
  const found = properties.find(({ type }) => type === 'auxC')
  if (!found) return false
  // What follows the name may be megabytes that every auxiliary item shares.
  const end = Math.min(found.end, found.bodyStart + MAX_AUXC)
  const fields = new FieldReader(bytes, found.bodyStart, end)
  fields.full()
  const urn = fields.text()
  return ALPHA_URNS.some((known) => known === urn)
}

/** clap, irot and imir in the order in which they apply, to a picture of this size. */
export function transformsOf(
  bytes: Uint8Array,
  properties: readonly ItemProperty[],
  size: { width: number; height: number },
): HeifTransform[] {
  let { width, height } = size
  const transforms: HeifTransform[] = []
  for (const { type, bodyStart, end } of properties) {
    const fields = new FieldReader(bytes, bodyStart, end)
    if (type === 'clap') {
      const crop = readClap(fields, width, height)
      ;({ width, height } = crop)
      transforms.push(crop)
    } else if (type === 'irot') {
      const turns = fields.u(1) & 3
      if (turns % 2 === 1) [width, height] = [height, width]
      if (turns > 0) transforms.push({ type, angle: (90 * turns) as 90 | 180 | 270 })
    } else if (type === 'imir') {
      transforms.push({ type, axis: (fields.u(1) & 1) as 0 | 1 })
    }
  }
  return transforms
}

/** The size after the transforms. */
export function transformedSize(
  size: { width: number; height: number },
  transforms: readonly HeifTransform[],
): { width: number; height: number } {
  return transforms.reduce(({ width, height }, transform) => {
    if (transform.type === 'clap') return { width: transform.width, height: transform.height }
    const turned = transform.type === 'irot' && transform.angle !== 180
    return turned ? { width: height, height: width } : { width, height }
  }, size)
}

/** CleanApertureBox (ISO/IEC 14496-12 12.1.4.1): fractions, the offset from centre to centre. */
function readClap(
  fields: FieldReader,
  width: number,
  height: number,
): HeifTransform & { type: 'clap' } {
  const fraction = (): [bigint, bigint] => [BigInt(fields.u(4)), BigInt(fields.u(4))]
  const [cropWidth, cropHeight, offsetX, offsetY] = [fraction(), fraction(), fraction(), fraction()]
  const [x, w] = clapSpan(width, cropWidth, offsetX)
  const [y, h] = clapSpan(height, cropHeight, offsetY)
  return { type: 'clap', x, y, width: w, height: h }
}

/** First sample and length of the aperture along one axis; fractions of samples are rounded down. */
function clapSpan(
  size: number,
  length: [bigint, bigint],
  offset: [bigint, bigint],
): [number, number] {
  const [n, d] = length
  const [on, od] = [BigInt.asIntN(32, offset[0]), offset[1]]
  if (d === 0n || od === 0n) throw damaged(FORMAT, 'clap has a denominator of 0')
  // offset + (size - length) / 2, exactly.
  const numerator = 2n * on * d + (BigInt(size) * d - n) * od
  const start = Number(numerator >= 0n ? numerator / (2n * d * od) : -1n)
  const samples = Number(n / d)
  if (start < 0 || samples < 1 || start + samples > size) {
    throw damaged(FORMAT, `clap cuts ${samples} samples at ${start} out of ${size}`)
  }
  return [start, samples]
}
