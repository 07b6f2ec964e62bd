import { readHeif, type HeifImage } from '../../lib/bitstream/heif'
import { fullBox, text, u16, u32 } from '../../lib/bitstream/heif/box_writer'
import { codedItem, type CodedItem } from '../../lib/bitstream/heif/coded'
import {
  codedProperties,
  nclxBox,
  transformations,
  type Property,
} from '../../lib/bitstream/heif/properties'
import type { PixelArray } from '../../lib/image'
import { codecFor, type Coding } from './container/codings'
import { buildHeif, type BuiltItem } from './heif_builder'
import { makePicture } from './pictures'

/** How a picture is cut up and shown; our own writer and common programs do not write it so. */
export interface Tiling {
  rows: number
  columns: number
  /** Of the whole picture; the last row and column of tiles may stick out. */
  width: number
  height: number
  alpha?: boolean
  irot?: 0 | 1 | 2 | 3
  imir?: 0 | 1
}

const TILE = { width: 64, height: 48 }
const AUXC = fullBox('auxC', 0, 0, text('urn:mpeg:mpegB:cicp:systems:auxiliary:alpha'), [0])

/** The part of a larger picture that is one tile. */
function tileOf(picture: PixelArray, row: number, column: number): PixelArray {
  const tile = picture.lo(row * TILE.height, column * TILE.width).hi(TILE.height, TILE.width)
  return Object.assign(tile, { bitDepth: picture.bitDepth })
}

const coded = ({ codec, tile }: HeifImage): CodedItem => codedItem(codec, tile(0))

/** Items are laid end to end into the file's data. */
class Layout {
  readonly items: BuiltItem[] = []
  readonly properties: Uint8Array[] = []
  readonly payloads: Uint8Array[] = []

  add(id: number, type: string, payload: Uint8Array, properties: readonly Property[]): void {
    const offset = this.payloads.reduce((sum, { length }) => sum + length, 0)
    const extents = [{ offset, length: payload.length }]
    const first = this.properties.length + 1
    const indices = properties.map(({ essential }, i) => first + i + (essential ? 128 : 0))
    this.items.push({ id, type, hidden: id > 1, extents, properties: indices })
    this.properties.push(...properties.map(({ box }) => box))
    this.payloads.push(payload)
  }
}

const plain = (box: Uint8Array): Property => ({ box, essential: false })

function addGrid(
  layout: Layout,
  id: number,
  tiling: Tiling,
  tiles: readonly CodedItem[],
  more: readonly Property[],
): number[] {
  const { rows, columns, width, height } = tiling
  const grid = Uint8Array.from([0, 0, rows - 1, columns - 1, ...u16(width), ...u16(height)])
  const size = plain(fullBox('ispe', 0, 0, u32(width), u32(height)))
  layout.add(id, 'grid', grid, [size, ...more])
  return tiles.map((tile, i) => {
    layout.add(id + 1 + i, tile.itemType, tile.payload, codedProperties(tile))
    return id + 1 + i
  })
}

/** A grid of tiles, its alpha another grid, and what the coder was given. */
export function tiledFile(
  format: 'AVIF' | 'HEIC',
  coding: Coding,
  tiling: Tiling,
): { file: Uint8Array; source: PixelArray } {
  const { rows, columns, alpha = false } = tiling
  const whole = { width: columns * TILE.width, height: rows * TILE.height }
  const source = makePicture({ ...whole, channels: alpha ? 4 : 3, bitDepth: coding.depth })
  const codec = codecFor(format, coding)
  const files = Array.from({ length: rows * columns }, (_, i) =>
    readHeif(codec.encodeSync(tileOf(source, Math.floor(i / columns), i % columns))),
  )
  const colour = files.map(({ image }) => coded(image))
  const layout = new Layout()
  const { width, height, irot, imir } = tiling
  const turned = transformations({ width, height, irot, imir }, { ...colour[0]!, width, height })
  const more = [plain(nclxBox(colour[0]!.nclx)), ...turned]
  const ids = addGrid(layout, 1, tiling, colour, more)
  const references: [string, number, number[]][] = [['dimg', 1, ids]]
  if (alpha) {
    const masks = files.map((file) => coded(file.alpha!))
    const maskIds = addGrid(layout, 100, tiling, masks, [plain(AUXC), ...turned])
    references.push(['dimg', 100, maskIds], ['auxl', 100, [1]])
  }
  const { items, properties, payloads } = layout
  const brand = format === 'AVIF' ? 'avif' : 'heix'
  const mdat = Buffer.concat(payloads)
  return { file: buildHeif({ brand, items, properties, references, mdat }), source }
}
