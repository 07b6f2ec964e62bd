import type { HeifPicture } from '../../lib/bitstream/heif'
import type { Section } from '../../lib/bitstream/section'
import { drawPlanes, encodeAv1, encodeHevc, maxDifference, type Planes } from './ffmpeg_streams'
import type { Pixels } from './heif_programs'
import { iccProfile } from './icc_profile'

export const sRgb = (matrix: number) => ({ primaries: 1, transfer: 13, matrix, fullRange: true })
export const BT601 = sRgb(5)
export const picture = drawPlanes('yuv444p', 64, 48)

export const av1: HeifPicture = {
  codec: 'av1',
  stream: encodeAv1(picture),
  width: 64,
  height: 48,
  nclx: BT601,
}

export const fullRange = ['-color_range', 'pc', '-colorspace', 'bt470bg']

export const hevc: HeifPicture = {
  codec: 'hevc',
  stream: encodeHevc(picture, 'qp=20', fullRange),
  width: 64,
  height: 48,
  nclx: BT601,
}

export const metadata = {
  exif: Uint8Array.from([0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0]),
  icc: iccProfile(),
  xmp: Buffer.from('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>'),
}

export const differences = (a: Planes, b: Planes): number[] =>
  a.planes.map((plane, i) => maxDifference(plane, b.planes[i]!))

export const bytesOf = (sections: readonly Section[], kind?: Section['kind']): number =>
  sections.filter((s) => !kind || s.kind === kind).reduce((sum, { length }) => sum + length, 0)

/** R, G, B of `x`, `y` in interleaved samples. */
export const pixel = ({ width, channels, samples }: Pixels, x: number, y: number): number[] =>
  Array.from(samples.subarray((y * width + x) * channels, (y * width + x) * channels + 3))
