/** How YUV samples are to be read. RGB is sRGB. */
export interface Colour {
  matrix: 'bt601' | 'bt709' | 'bt2020' | 'ycgco'
  range: 'full' | 'limited'
}
