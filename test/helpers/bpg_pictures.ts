import { readBpg, writeBpg, type BpgPicture } from '../../lib/bitstream/bpg'
import { hevcSps } from '../../lib/bitstream/nal/hevc'
import {
  bitDepthOf,
  chromaOf,
  decodeStream,
  drawPlanes,
  encodeHevc,
  resize,
  type Planes,
} from './ffmpeg_streams'
import type { Colour } from './planes_to_rgb'

export const ycbcr: Colour = { colorSpace: 'ycbcr', limitedRange: false }

/** A BPG picture of planes, encoded by the ffmpeg program; odd subsampled sizes are padded to even. */
export function bpgOf(
  picture: Planes,
  x265 = 'qp=20',
  more: Partial<BpgPicture> = {},
): BpgPicture & { coded: Planes } {
  const chroma = chromaOf(picture.pixelFormat)
  const even = (side: number, subsampled: boolean) => (subsampled ? side + (side % 2) : side)
  const coded = resize(
    picture,
    even(picture.width, chroma === '420' || chroma === '422'),
    even(picture.height, chroma === '420'),
  )
  return {
    hevc: encodeHevc(coded, x265),
    width: picture.width,
    height: picture.height,
    chroma,
    siting: 'centre',
    bitDepth: bitDepthOf(picture.pixelFormat),
    alpha: 'none',
    ...ycbcr,
    ...more,
    coded,
  }
}

/** The picture that libavcodec makes of a rebuilt stream, cropped to the true size. */
export function decodeOurs(file: Uint8Array, picture: Planes): Planes {
  const { hevc, width, height } = readBpg(file)
  const { width: w, height: h } = hevcSps(hevc)
  const decoded = decodeStream(hevc, 'hevc', { ...picture, width: w, height: h })
  return resize(decoded, width, height)
}

export const rgbOf = ({ data }: { data: Uint8ClampedArray }): Uint8ClampedArray =>
  data.filter((_, i) => i % 4 !== 3)

export const gray = (width: number, height: number): Planes => drawPlanes('gray', width, height)
export const small = bpgOf(drawPlanes('yuv444p', 64, 48))
export const smallFile = writeBpg(small)
