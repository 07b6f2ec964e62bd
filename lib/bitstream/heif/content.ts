import type { HeifAlpha } from './alpha'
import type { HeifImage } from './image'
import type { HeifTransform, Nclx } from './types'

/** What an item shows. */
export interface HeifContent {
  /** Size in pixels after `transforms`; before them it is that of `image`. */
  width: number
  height: number
  /** An overlay's canvas has no tiles. */
  image: HeifImage
  /** The pictures that lie on the canvas. */
  overlay?: HeifOverlay
  alpha?: HeifAlpha
  /** To be applied to colour and alpha in this order. */
  transforms: HeifTransform[]
  nclx?: Nclx
  icc?: Uint8Array
}

/** A picture on a canvas. */
interface HeifLayer {
  /** Of its upper left corner, which may lie outside. */
  x: number
  y: number
  /** Read when its turn comes. */
  read(): HeifContent
}

/** ImageOverlay (ISO/IEC 23008-12 6.6.2.2). */
export interface HeifOverlay {
  /** Red, green, blue and opacity where no picture lies: 16 bits each, sRGB. */
  fill: readonly number[]
  /** The first one lies lowest. */
  layers: HeifLayer[]
  /** The pictures name different colours. */
  mixed: boolean
}

/** Whether some of its pixels may be seen through. */
export const isTransparent = ({ fill }: HeifOverlay): boolean => fill[3]! < 0xffff
