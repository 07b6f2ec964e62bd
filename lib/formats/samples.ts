import { bmpHasAlpha } from '../bitstream/bmp'
import { bpgHeader } from '../bitstream/bpg/header'
import { fourcc } from '../bitstream/bytes'
import { isTransparent, readHeif } from '../bitstream/heif'
import { unwrapFirst } from '../bitstream/ivf'
import { jp2Samples } from '../bitstream/jp2'
import { jp2Channels } from '../bitstream/jp2_channels'
import { jpegFrame } from '../bitstream/jpeg'
import { type JxlColour, jxlSamples } from '../bitstream/jxl_channels'
import { h264Sps, hevcSps } from '../bitstream/nal/annexb'
import { av1Sequence } from '../bitstream/obu'
import { netpbmDepth, netpbmHeader } from '../bitstream/netpbm'
import { pngChunks } from '../bitstream/png'
import { pngColour } from '../metadata/png'
import { webpHasAlpha } from '../bitstream/riff'
import { tiffSamples } from '../bitstream/tiff/samples'
import { parseVp9 } from '../bitstream/vp9'

// What each format's headers say of the samples, as decode gives them: channels 1, 3 or 4.

export interface CodedSamples {
  bitDepth: number
  channels: number
  colour?: JxlColour
}

const channelsOf = (gray: boolean, alpha: boolean): number => (alpha ? 4 : gray ? 1 : 3)

/** Decode gives what is below 8 bits in 8. */
const atLeast8 = (bitDepth: number): number => Math.max(8, bitDepth)

function pngSamples(bytes: Uint8Array): CodedSamples {
  const chunks = pngChunks(bytes)
  const [depth, type] = [bytes[24]!, bytes[25]!]
  const alpha = (type & 4) !== 0 || chunks.some((chunk) => chunk.type === 'tRNS')
  const gray = type === 0 || type === 4
  const colour = pngColour(bytes)
  const channels = channelsOf(gray, alpha)
  return { bitDepth: atLeast8(type === 3 ? 8 : depth), channels, ...(colour && { colour }) }
}

function jpeg2000Samples(bytes: Uint8Array): CodedSamples {
  const { components, depth, model } = jp2Samples(bytes)
  const { order, palette } = jp2Channels(bytes) ?? {}
  const shown = palette?.channels ?? order?.length
  if (shown !== undefined) {
    const bitDepth = palette?.depth ?? atLeast8(depth)
    return { bitDepth, channels: channelsOf(shown < 3, shown % 2 === 0) }
  }
  const inks = model === 'cmyk' || model === 'ycck' ? 4 : components < 3 ? 1 : 3
  return { bitDepth: atLeast8(depth), channels: channelsOf(inks === 1, components > inks) }
}

function heifSamples(bytes: Uint8Array): CodedSamples {
  const { image, alpha, overlay, nclx } = readHeif(bytes)
  const seenThrough = alpha !== undefined || (overlay !== undefined && isTransparent(overlay))
  const channels = channelsOf(image.chroma === '400', seenThrough)
  const colour = nclx && { primaries: nclx.primaries, transfer: nclx.transfer }
  return { bitDepth: atLeast8(image.bitDepth), channels, ...(colour && { colour }) }
}

function obuSamples(bytes: Uint8Array): CodedSamples {
  const { bitDepth, monochrome } = av1Sequence(bytes)
  return { bitDepth, channels: monochrome ? 1 : 3 }
}

function ivfSamples(bytes: Uint8Array): CodedSamples {
  const packet = unwrapFirst(bytes)
  if (fourcc(bytes, 8) === 'AV01') return obuSamples(packet)
  return { bitDepth: parseVp9(packet).bitDepth, channels: 3 }
}

function netpbmSamples(bytes: Uint8Array): CodedSamples {
  const header = netpbmHeader(bytes)
  return { bitDepth: netpbmDepth(header), channels: channelsOf(header.depth < 3, header.alpha) }
}

const gray = (isGray: boolean): number => (isGray ? 1 : 3)

/** By the format's name. */
export const samplesOf: Readonly<Record<string, (bytes: Uint8Array) => CodedSamples>> = {
  png: pngSamples,
  jpeg(bytes) {
    const { components, bitDepth } = jpegFrame(bytes)
    return { bitDepth: atLeast8(bitDepth), channels: components === 1 ? 1 : 3 }
  },
  webp: (bytes) => ({ bitDepth: 8, channels: webpHasAlpha(bytes) ? 4 : 3 }),
  jpeg2000: jpeg2000Samples,
  jxl: (bytes) => {
    const { bitDepth, channels, float, colour } = jxlSamples(bytes)
    return { bitDepth: float ? 16 : Math.min(16, atLeast8(bitDepth)), channels, colour }
  },
  qoi: (bytes) => ({ bitDepth: 8, channels: bytes[12]! }),
  bpg(bytes) {
    const { chroma, bitDepth, alpha } = bpgHeader(bytes)
    return { bitDepth, channels: channelsOf(chroma === '400', alpha !== 'none') }
  },
  heif: heifSamples,
  tiff: tiffSamples,
  ivf: ivfSamples,
  hevc(bytes) {
    const { bitDepthLuma: bitDepth, chromaFormatIdc } = hevcSps(bytes)
    return { bitDepth, channels: gray(chromaFormatIdc === 0) }
  },
  h264(bytes) {
    const { bitDepth, chromaFormat } = h264Sps(bytes)
    return { bitDepth, channels: gray(chromaFormat === 0) }
  },
  obu: obuSamples,
  bmp: (bytes) => ({ bitDepth: 8, channels: bmpHasAlpha(bytes) ? 4 : 3 }),
  ppm: netpbmSamples,
  pgm: netpbmSamples,
  pam: netpbmSamples,
}
