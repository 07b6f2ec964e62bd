/** How YUV samples are to be read. RGB is sRGB. */
export interface Colour {
  matrix: 'bt601' | 'bt709' | 'bt2020' | 'ycgco' | 'fcc' | 'smpte240m'
  range: 'full' | 'limited'
}

/** What a file says of its stream: it counts more than the stream's own tags, also in part. */
export interface ForcedColour {
  /** `identity`: G, B, R in the places of Y, Cb, Cr. Absent: as the stream says. */
  matrix?: Colour['matrix'] | 'identity'
  range: Colour['range']
}
