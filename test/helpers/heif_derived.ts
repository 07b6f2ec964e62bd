import { readHeif } from '../../lib/bitstream/heif'
import { box, fullBox, text, u16, u32 } from '../../lib/bitstream/heif/box_writer'
import { codedItem } from '../../lib/bitstream/heif/coded'
import { codedProperties, nclxBox, type Property } from '../../lib/bitstream/heif/properties'
import { buildHeif, type BuiltFile, type BuiltItem } from './heif_builder'

export const AUXC = fullBox('auxC', 0, 0, text('urn:mpeg:mpegB:cicp:systems:auxiliary:alpha'), [0])
export const irot = (turns: number): Uint8Array => box('irot', [turns])
export const imir = (axis: number): Uint8Array => box('imir', [axis])
export const ispe = (width: number, height: number): Uint8Array =>
  fullBox('ispe', 0, 0, u32(width), u32(height))
/** Cut at the upper left. */
export const clap = (width: number, height: number, [w, h]: [number, number]): Uint8Array =>
  box('clap', u32(width), u32(1), u32(height), u32(1), u32((width - w) >>> 0), u32(2), [
    ...u32((height - h) >>> 0),
    ...u32(2),
  ])

export interface Place {
  x: number
  y: number
}

/** ImageOverlay (ISO/IEC 23008-12 6.6.2.2). */
export function overlayData(
  fill: readonly number[],
  [width, height]: [number, number],
  places: readonly Place[],
  wide = false,
): Uint8Array {
  const field = (value: number) => (wide ? u32(value >>> 0) : u16(value & 0xffff))
  const offsets = places.flatMap(({ x, y }) => [...field(x), ...field(y)])
  return Uint8Array.from([
    ...[0, Number(wide), ...fill.flatMap((v) => [...u16(v)])],
    ...[...field(width), ...field(height), ...offsets],
  ])
}

/** A HEIF file put together item by item: pictures of other files, and what is derived from them. */
export class Assembly {
  readonly #items: BuiltItem[] = []
  readonly #properties: Uint8Array[] = []
  readonly #payloads: Uint8Array[] = []
  readonly #references: [string, number, number[]][] = []

  add(type: string, payload: Uint8Array, properties: readonly Property[]): number {
    const id = this.#items.length + 1
    const offset = this.#payloads.reduce((sum, { length }) => sum + length, 0)
    const first = this.#properties.length + 1
    const indices = properties.map(({ essential }, i) => first + i + (essential ? 128 : 0))
    const extents = payload.length > 0 ? [{ offset, length: payload.length }] : []
    this.#items.push({ id, type, extents, properties: indices })
    this.#properties.push(...properties.map((property) => property.box))
    this.#payloads.push(payload)
    return id
  }

  /** The picture of another file, with its alpha. */
  picture(file: Uint8Array, ...transforms: Uint8Array[]): number {
    const { image, alpha, nclx } = readHeif(file)
    const coded = codedItem(image.codec, image.tile(0))
    const more = transforms.map((transform) => ({ box: transform, essential: true }))
    const colour = { box: nclxBox(nclx ?? coded.nclx), essential: false }
    const id = this.add(coded.itemType, coded.payload, [...codedProperties(coded), colour, ...more])
    if (!alpha) return id
    const mask = codedItem(alpha.codec, alpha.tile(0))
    const maskOf = [...codedProperties(mask), { box: AUXC, essential: false }, ...more]
    const maskId = this.add(mask.itemType, mask.payload, maskOf)
    this.refer('auxl', maskId, [id])
    if (alpha.premultiplied) this.refer('prem', id, [maskId])
    return id
  }

  derive(type: string, from: number[], data: Uint8Array, ...properties: Uint8Array[]): number {
    const essential = properties.map((property, i) => ({ box: property, essential: i > 0 }))
    const id = this.add(type, data, essential)
    this.refer('dimg', id, from)
    return id
  }

  refer(type: string, from: number, to: number[]): void {
    this.#references.push([type, from, to])
  }

  file(primary: number, change: Partial<BuiltFile> = {}): Uint8Array {
    return buildHeif({
      primary,
      items: this.#items.map((item) => ({ ...item, hidden: item.id !== primary })),
      properties: this.#properties,
      references: this.#references,
      mdat: Buffer.concat(this.#payloads),
      ...change,
    })
  }
}
