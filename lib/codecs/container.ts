import type { TileGrid } from '../bitstream/tile_grid'
import type { Colour, ForcedColour } from './colour'

// What a file around the pictures of another codec holds: BPG, AVIF, HEIC.

/** What a container writes around the coded pictures. */
export interface ContainedPicture {
  /** Colour (or gray) and, for RGBA, the alpha plane: packets of the inner codec. */
  stream: Uint8Array
  alpha?: Uint8Array
  width: number
  height: number
  pixelFormat: string
  colour: Colour
}

export interface Tiles extends TileGrid {
  /** `400`, `420`, `422`, `444`. Absent: there is one tile alone. */
  chroma?: string
}

/** What a file holds, before anything is decoded. */
export interface ContainedFile {
  /** After the transforms. */
  width: number
  height: number
  gray: boolean
  bitDepth: number
  image: Tiles
  alpha?: Tiles & { premultiplied: boolean }
  /** `image` is a canvas without tiles, on which other pictures lie. */
  overlay?: Overlay
  transforms: readonly Transform[]
  /** How the file says its samples are to be read; it counts more than the stream's tags. */
  colour?: ForcedColour
  /** What was passed over: no pixel depends on it. */
  warnings?: string[]
}

/** Pictures on a canvas. */
export interface Overlay {
  /** Red, green, blue and opacity where no picture lies, of 16 bits each. */
  fill: readonly number[]
  transparent: boolean
  /** The first one lies lowest; places are of upper left corners, which may lie outside. */
  layers: { x: number; y: number; read(): ContainedFile }[]
}

/** As HEIF has them, to be done in order (ISO/IEC 23008-12 6.5). */
export type Transform =
  | { type: 'clap'; x: number; y: number; width: number; height: number }
  | { type: 'irot'; angle: 90 | 180 | 270 }
  | { type: 'imir'; axis: 0 | 1 }
