/** A curve that others have published: means over a set of pictures, no pictures of its own. */
export interface PublishedCurve {
  /** Its name in the tables. */
  label: string
  /** What the file says of itself. */
  description: string
  /** By rising rate; metrics by our names. Seconds where it has times. */
  points: {
    bpp: number
    metrics: Record<string, number>
    encodeSeconds?: number
    decodeSeconds?: number
  }[]
}
