import { jxl as format } from '../formats'
import { jxlSamples, setJxlDepth } from '../bitstream/jxl_channels'
import { parsePixelFormat } from '../pixelformat'
import type { CodedSamples } from './coded_samples'
import { define } from './descriptor'
import { effortRow } from './effort'
import type { PictureInfo } from './encoding'
import { bitDepthRow, losslessRow } from './rows'
import { steps } from './scale'

// libjxl's effort of each of ours, points of the measured front (docs/settings.md).
const efforts = [1, 3, 3, 4, 4, 5, 5, 7, 8, 9]

const isBetween = (depth: number): boolean => depth > 8 && depth < 16

/** Bits of the coded samples: of 9 to 15 libavcodec's encoder is given 16. */
function codedDepth(asked: number | undefined, { bitDepth, pixelFormat }: PictureInfo): number {
  const carrier = parsePixelFormat(pixelFormat)!.depth
  return carrier === 8 ? carrier : (asked ?? bitDepth)
}

/** Between 8 and 16 bits lossless integers are the picture's own. */
function checkIntegers(bitDepth: number, own: number): void {
  if (bitDepth === own || !isBetween(bitDepth)) return
  throw new RangeError(
    `jxl: bitDepth: expected 8 or 16, or 10 to 14 of samples of as many, where lossless, got ${bitDepth} for ${own} bits`,
  )
}

function coded(bytes: Uint8Array): CodedSamples | undefined {
  const { bitDepth: depth, float, premultiplied } = jxlSamples(bytes)
  const scaledFrom = !float && isBetween(depth) ? depth : undefined
  return premultiplied || scaledFrom ? { premultiplied, scaledFrom } : undefined
}

export const jxl = define({
  name: 'jxl',
  className: 'JXL',
  calledElsewhere: ['jpegxl', 'cjxl'],
  help: 'JPEG XL by libjxl',
  encoders: ['libjxl'],
  decoders: ['libjxl'],
  backends: ['native', 'ffmpeg'],
  codesProfile: true,
  options: {
    ...losslessRow,
    ...bitDepthRow([8, 10, 12, 14, 16]),
    effort: effortRow("libjxl's own in `options`", 6),
  },
  formats: { jxl: { kind: format, extension: '.jxl', demuxer: 'jpegxl_pipe' } },
  quality: () => ({
    name: 'distance',
    steps: steps(15, 0, 0.1),
    continuous: true,
    lossless: [0],
    useful: { worst: 12.5, best: 0.6 },
    typical: 2.1,
    geometric: true,
  }),
  pixelFormats: () => ['rgb24', 'rgba', 'gray', 'ya8', 'rgb48le', 'rgba64le', 'gray16le', 'ya16le'],
  carriedIn: (depth) => (depth > 8 ? 16 : 8),
  lossless: (o, quality) => o.lossless || quality === 0,
  decodeMemory: 24, // modular coding keeps 32 bits of each sample
  geometry: () => ({ maxWidth: 65535, maxHeight: 65535 }),
  encode: (o, quality, _encoder, picture) => {
    const bitDepth = codedDepth(o.bitDepth, picture)
    const lossless = o.lossless || quality === 0
    if (lossless) checkIntegers(bitDepth, picture.bitDepth)
    return {
      options: { distance: lossless ? 0 : quality, effort: efforts[o.effort]! },
      codedAs: lossless && isBetween(bitDepth) ? { depth: 16, addend: 0 } : undefined,
    }
  },
  stream: {
    coded,
    // Integers were left as they are, and the header says how deep they are.
    finish(bytes, o, picture) {
      const depth = codedDepth(o.bitDepth, picture)
      return isBetween(depth) ? setJxlDepth(bytes, depth) : bytes
    },
  },
})
