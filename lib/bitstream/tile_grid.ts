import type { Size } from './bytes'

/** A plane set of a file: a grid of coded pictures in row order, usually 1 x 1. */
export interface TileGrid extends Size {
  codec: 'hevc' | 'av1'
  rows: number
  columns: number
  /** Of every tile; together they cover the picture and may pass its right and bottom edge. */
  tileWidth: number
  tileHeight: number
  /** `rows` x `columns`. */
  count: number
  /**
   * A tile's stream, read when its turn comes: AV1 OBUs, or HEVC Annex B with parameter sets.
   * ERR_DECODE where it is damaged or not like the first tile.
   */
  tile(index: number): Uint8Array
}
