import { box, fullBox, text, u16, u32 } from './box_writer'
import type { CodedItem } from './coded'
import type { Nclx } from './types'

/** A property of an item: `essential` ones must be understood by a reader. */
export interface Property {
  box: Uint8Array
  essential: boolean
}

export const plain = (bytes: Uint8Array): Property => ({ box: bytes, essential: false })
const essential = (bytes: Uint8Array): Property => ({ box: bytes, essential: true })

/** Size, depth and decoder configuration. */
export function codedProperties({
  width,
  height,
  bitDepth,
  chroma,
  configuration,
}: CodedItem): Property[] {
  const depths = new Array<number>(chroma === '400' ? 1 : 3).fill(bitDepth)
  return [
    plain(fullBox('ispe', 0, 0, u32(width), u32(height))),
    plain(fullBox('pixi', 0, 0, [depths.length, ...depths])),
    essential(configuration),
  ]
}

export const nclxBox = ({ primaries, transfer, matrix, fullRange }: Nclx): Uint8Array => {
  const points = [...u16(primaries), ...u16(transfer), ...u16(matrix)]
  return box('colr', text('nclx'), points, [fullRange ? 0x80 : 0])
}

/** What is done to the coded picture when it is shown; `width` and `height` are the true size. */
export interface Transformations {
  width: number
  height: number
  irot?: 0 | 1 | 2 | 3
  imir?: 0 | 1
}

/** clap, irot, imir: in this order (MIAF 7.3.6.7). */
export function transformations(
  { width, height, irot, imir }: Transformations,
  coded: CodedItem,
): Property[] {
  const properties: Property[] = []
  if (width !== coded.width || height !== coded.height) {
    // Offsets of the clean aperture's centre from the picture's, in halves: the upper left corner stays.
    const halves = (size: number, whole: number) => [...u32((size - whole) >>> 0), ...u32(2)]
    properties.push(
      essential(
        box(
          'clap',
          [...u32(width), ...u32(1), ...u32(height), ...u32(1)],
          [...halves(width, coded.width), ...halves(height, coded.height)],
        ),
      ),
    )
  }
  if (irot) properties.push(essential(box('irot', [irot])))
  if (imir !== undefined) properties.push(essential(box('imir', [imir])))
  return properties
}
