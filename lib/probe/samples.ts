import { bmpHasAlpha } from '../bitstream/bmp'
import { bpgHeader } from '../bitstream/bpg/header'
import { be, fourcc, le } from '../bitstream/bytes'
import { readHeif } from '../bitstream/heif'
import { unwrapFirst } from '../bitstream/ivf'
import { jp2BitDepth, jp2Components } from '../bitstream/jp2'
import { jpegFrame } from '../bitstream/jpeg'
import { jxlSamples } from '../bitstream/jxl_channels'
import { h264Sps, hevcSps } from '../bitstream/nal/annexb'
import { av1Sequence } from '../bitstream/obu'
import { netpbmDepth, netpbmHeader } from '../bitstream/netpbm'
import { pngChunks } from '../bitstream/png'
import { webpChunks, webpHasAlpha } from '../bitstream/riff'
import { tiffDirectory } from '../bitstream/tiff/directory'
import { TIFF_TAG } from '../bitstream/tiff/tags'
import { parseVp9 } from '../bitstream/vp9'

// What each format's headers say of the samples, as decode gives them: channels 1, 3 or 4.

export interface CodedSamples {
  bitDepth: number
  channels: number
  /** Pictures in the file; decode gives the first. */
  frames?: number
}

const channelsOf = (gray: boolean, alpha: boolean): number => (alpha ? 4 : gray ? 1 : 3)

/** Decode gives what is below 8 bits in 8. */
const atLeast8 = (bitDepth: number): number => Math.max(8, bitDepth)

function pngSamples(bytes: Uint8Array): CodedSamples {
  const chunks = pngChunks(bytes)
  const [depth, type] = [bytes[24]!, bytes[25]!]
  const alpha = (type & 4) !== 0 || chunks.some((chunk) => chunk.type === 'tRNS')
  const control = chunks.find((chunk) => chunk.type === 'acTL')
  const frames = control ? be(bytes, control.body, 4) : 1
  const gray = type === 0 || type === 4
  return { bitDepth: atLeast8(type === 3 ? 8 : depth), channels: channelsOf(gray, alpha), frames }
}

function webpSamples(bytes: Uint8Array): CodedSamples {
  const frames = webpChunks(bytes).filter(({ type }) => type === 'ANMF').length || 1
  return { bitDepth: 8, channels: webpHasAlpha(bytes) ? 4 : 3, frames }
}

function tiffSamples(bytes: Uint8Array): CodedSamples {
  const { number } = tiffDirectory(bytes)
  const [count, photometric] = [
    number(TIFF_TAG.samplesPerPixel, 1),
    number(TIFF_TAG.photometric, 1),
  ]
  const colour = [2, 3, 5, 6, 8].includes(photometric)
  const inks = photometric === 5 ? 4 : colour && photometric !== 3 ? 3 : 1
  const depth = atLeast8(number(TIFF_TAG.bitsPerSample, 1))
  const bitDepth = depth > 8 ? 16 : 8
  return { bitDepth: photometric === 3 ? 8 : bitDepth, channels: channelsOf(!colour, count > inks) }
}

function jp2Samples(bytes: Uint8Array): CodedSamples {
  const count = jp2Components(bytes)
  return {
    bitDepth: atLeast8(jp2BitDepth(bytes)),
    channels: channelsOf(count < 3, count % 2 === 0),
  }
}

function heifSamples(bytes: Uint8Array): CodedSamples {
  const { image, alpha } = readHeif(bytes)
  const channels = channelsOf(image.chroma === '400', alpha !== undefined)
  return { bitDepth: atLeast8(image.bitDepth), channels }
}

function obuSamples(bytes: Uint8Array): CodedSamples {
  const { bitDepth, monochrome } = av1Sequence(bytes)
  return { bitDepth, channels: monochrome ? 1 : 3 }
}

function ivfSamples(bytes: Uint8Array): CodedSamples {
  const packet = unwrapFirst(bytes)
  const frames = le(bytes, 24, 4)
  if (fourcc(bytes, 8) === 'AV01') return { ...obuSamples(packet), frames }
  return { bitDepth: parseVp9(packet).bitDepth, channels: 3, frames }
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
    return { bitDepth, channels: components === 1 ? 1 : 3 }
  },
  webp: webpSamples,
  jpeg2000: jp2Samples,
  jxl: (bytes) => {
    const { bitDepth, channels } = jxlSamples(bytes)
    return { bitDepth, channels }
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
