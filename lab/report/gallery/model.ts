/** Where the pixels of a picture are: a data URI, or a path relative to the page. */
export type PictureAddress = string

/** One decoded picture, by its place in the report's points. */
export interface GalleryItem {
  point: number
  address: PictureAddress
}

/** The pixels that can be looked at. */
export interface Gallery {
  /** The originals, by the report's pictures; null where it was not given. */
  originals: (PictureAddress | null)[]
  items: GalleryItem[]
  /** Bytes of all files together. */
  bytes: number
  /** Why something is not there, to be read below the pictures. */
  notes: string[]
  /** The rates that were chosen, in bits per pixel. */
  rates: number[]
}
