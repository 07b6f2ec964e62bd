// What a JPEG 2000 codestream consists of (T.800 annex A).

/** A marker segment: `start` is the marker's first byte. */
export interface J2kSegment {
  code: number
  start: number
  end: number
}

/** One tile-part: its SOT segment, the segments of its header, then SOD and the data `data..end`. */
export interface TilePart {
  tile: number
  start: number
  segments: J2kSegment[]
  data: number
  end: number
}

/** A codestream in parts; EOC is the 2 bytes at `end - 2`. */
export interface Codestream {
  start: number
  end: number
  /** Main header without SOC. */
  segments: J2kSegment[]
  tileParts: TilePart[]
}
