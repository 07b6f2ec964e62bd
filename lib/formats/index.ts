import { bpgFrames, bpgSize, inspectBpg, isBpg, verifyBpg } from '../bitstream/bpg'
import { fourcc, holds, le } from '../bitstream/bytes'
import { heifFrames, heifSize, inspectHeif, isHeif, readHeif, verifyHeif } from '../bitstream/heif'
import { heifWalks } from '../bitstream/heif/meta'
import { inspectIvf, ivfSize, verifyIvf } from '../bitstream/ivf'
import {
  inspectJp2,
  isBareCodestream,
  isJp2,
  jp2Samples,
  jp2Size,
  jp2Walks,
  verifyJp2,
} from '../bitstream/jp2'
import { inspectJpeg, jpegFrameKind, jpegMost, jpegSize, verifyJpeg } from '../bitstream/jpeg'
import { jpegWalks } from '../bitstream/jpeg_segments'
import { inspectJxl, isJxl, jxlSize, verifyJxl } from '../bitstream/jxl'
import { jxlMetadata, jxlWalks } from '../metadata/jxl'
import { h264Size, hevcSize, inspectH264, inspectHevc } from '../bitstream/nal/annexb'
import { isH264, isHevc, verifyH264, verifyHevc } from '../bitstream/nal/annexb'
import { inspectVvc, isVvc, verifyVvc, vvcSize } from '../bitstream/nal/annexb'
import { nalWalks } from '../bitstream/nal/units'
import { inspectObu, isObu, obuSize, verifyObu } from '../bitstream/obu'
import { inspectPng, isPng, pngFrames, pngMost, pngSize, verifyPng } from '../bitstream/png'
import { heifEnd, jp2End, jpegEnd, jxlEnd, pngEnd, webpEnd } from '../bitstream/picture_end'
import { inspectQoi, qoiEnd, qoiSize, qoiWalks, verifyQoi } from '../bitstream/qoi'
import { inspectTiff, isTiff, tiffInks, tiffPages, tiffSize, verifyTiff } from '../bitstream/tiff'
import { inspectWebp, isWebp, verifyWebp, webpFrames, webpMost, webpSize } from '../bitstream/riff'
import { bpgMetadata } from '../metadata/bpg'
import { heifMetadata } from '../metadata/heif'
import { jp2Metadata } from '../metadata/jp2'
import { jpegMetadata } from '../metadata/jpeg'
import { pngMetadata, pngWalks } from '../metadata/png'
import { tiffMetadata } from '../metadata/tiff'
import { webpMetadata } from '../metadata/webp'
import type { Format } from './format'

// One row per format. A codec names the rows that it writes (`formats` in lib/codecs).

export const png: Format = {
  name: 'png',
  matches: isPng,
  inspect: inspectPng,
  size: pngSize,
  most: pngMost,
  verify: verifyPng,
  walks: pngWalks,
  end: pngEnd,
  frames: pngFrames,
  metadata: pngMetadata,
}

export const jpeg: Format = {
  name: 'jpeg',
  matches: (bytes) => holds(bytes, [0xff, 0xd8, 0xff]),
  inspect: inspectJpeg,
  size: jpegSize,
  most: jpegMost,
  verify: verifyJpeg,
  walks: jpegWalks,
  end: jpegEnd,
  inks: (bytes) => jpegFrameKind(bytes)?.components === 4,
  metadata: jpegMetadata,
}

export const webp: Format = {
  name: 'webp',
  matches: isWebp,
  inspect: inspectWebp,
  size: webpSize,
  most: webpMost,
  verify: verifyWebp,
  end: webpEnd,
  frames: webpFrames,
  metadata: webpMetadata,
}

const jpeg2000 = {
  name: 'jpeg2000',
  inspect: inspectJp2,
  size: jp2Size,
  verify: verifyJp2,
  end: jp2End,
}
const jp2Inks = (bytes: Uint8Array): boolean => /^cmy/.test(jp2Samples(bytes).model ?? '')
export const jp2: Format = {
  ...jpeg2000,
  matches: isJp2,
  walks: jp2Walks,
  inks: jp2Inks,
  metadata: jp2Metadata,
}
export const j2k: Format = { ...jpeg2000, matches: isBareCodestream }

export const jxl: Format = {
  name: 'jxl',
  matches: isJxl,
  inspect: inspectJxl,
  size: jxlSize,
  verify: verifyJxl,
  walks: jxlWalks,
  end: jxlEnd,
  metadata: jxlMetadata,
  upright: true,
}

export const qoi: Format = {
  name: 'qoi',
  matches: (bytes) => holds(bytes, 'qoif'),
  inspect: inspectQoi,
  size: qoiSize,
  verify: verifyQoi,
  walks: qoiWalks,
  end: qoiEnd,
}

export const bpg: Format = {
  name: 'bpg',
  matches: isBpg,
  inspect: inspectBpg,
  size: bpgSize,
  verify: verifyBpg,
  frames: bpgFrames,
  metadata: bpgMetadata,
}

/** AVIF and HEIC: `heifCodec` tells which. */
export const heif: Format = {
  name: 'heif',
  matches: isHeif,
  inspect: inspectHeif,
  size: heifSize,
  verify: verifyHeif,
  walks: heifWalks,
  end: heifEnd,
  frames: heifFrames,
  metadata: heifMetadata,
  upright: true,
}

/** Who coded the picture of a HEIF file. ERR_DECODE where it is damaged. */
export const heifCodec = (bytes: Uint8Array): 'av1' | 'hevc' =>
  readHeif(bytes.subarray(0, heifEnd(bytes))).image.codec

export const tiff: Format = {
  name: 'tiff',
  matches: isTiff,
  inspect: inspectTiff,
  size: tiffSize,
  verify: verifyTiff,
  frames: tiffPages,
  inks: tiffInks,
  metadata: tiffMetadata,
}

export const ivf: Format = {
  name: 'ivf',
  matches: (bytes) => holds(bytes, 'DKIF'),
  inspect: inspectIvf,
  size: ivfSize,
  verify: verifyIvf,
  frames: (bytes) => le(bytes, 24, 4),
}

/** Who coded the frames of an IVF file ('AV01', 'VP90'). */
export const ivfCodec = (bytes: Uint8Array): string => fourcc(bytes, 8)

export const hevc: Format = {
  name: 'hevc',
  matches: isHevc,
  inspect: inspectHevc,
  size: hevcSize,
  verify: verifyHevc,
  walks: () => nalWalks('HEVC'),
}

export const vvc: Format = {
  name: 'vvc',
  matches: isVvc,
  inspect: inspectVvc,
  size: vvcSize,
  verify: verifyVvc,
  walks: () => nalWalks('VVC'),
}

export const h264: Format = {
  name: 'h264',
  matches: isH264,
  inspect: inspectH264,
  size: h264Size,
  verify: verifyH264,
  walks: () => nalWalks('H.264'),
}

export const obu: Format = {
  name: 'obu',
  matches: isObu,
  inspect: inspectObu,
  size: obuSize,
  verify: verifyObu,
}
