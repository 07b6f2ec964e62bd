import { holds } from '../bitstream/bytes'
import { isBpg } from '../bitstream/bpg'
import { isHeif } from '../bitstream/heif'
import { isJpeg2000 } from '../bitstream/jp2'
import { isJxl } from '../bitstream/jxl'
import { isTiff } from '../bitstream/tiff'
import { avif } from './avif'
import { bpg } from './bpg'
import type { Descriptor } from './descriptor'
import { heic } from './heic'
import { jpeg } from './jpeg'
import { jpeg2000 } from './jpeg2000'
import { jxl } from './jxl'
import { png } from './png'
import { qoi } from './qoi'
import { tiff } from './tiff'
import { webp } from './webp'

/** A file format that readImage reads by its first bytes and writeImage writes by extension. */
export interface PictureFile {
  descriptor: Descriptor
  extensions: readonly string[]
  matches(bytes: Uint8Array): boolean
  writeQuality?: number
}

/** Formats that are no codecs of the table: uncompressed, or for reading old files. */
function plain(name: string, demuxer: string, pixelFormats: readonly string[]): Descriptor {
  return {
    name,
    className: name.toUpperCase(),
    help: `${name} file`,
    encoders: [name],
    decoders: [name],
    backends: ['native', 'ffmpeg'],
    options: {},
    formats: { [name]: { extension: `.${name}`, demuxer } },
    quality: () => ({ name: 'lossless', steps: [0], lossless: [0] }),
    pixelFormats: () => pixelFormats,
    lossless: () => true,
    geometry: () => ({ maxWidth: 65535, maxHeight: 65535 }),
    encode: () => ({ options: {} }),
  }
}

const netpbm = (name: string, formats: string[], magic: RegExp): PictureFile => ({
  descriptor: plain(name, `${name}_pipe`, formats),
  extensions: [`.${name}`],
  matches: (bytes) => magic.test(String.fromCharCode(...bytes.subarray(0, 3))),
})

export const pictureFiles: readonly PictureFile[] = [
  { descriptor: png, extensions: ['.png'], matches: (b) => holds(b, [0x89, 0x50, 0x4e, 0x47]) },
  {
    descriptor: jpeg,
    extensions: ['.jpg', '.jpeg'],
    matches: (b) => holds(b, [0xff, 0xd8, 0xff]),
    writeQuality: 95,
  },
  {
    descriptor: webp,
    extensions: ['.webp'],
    matches: (b) => holds(b, 'RIFF') && holds(b, 'WEBP', 8),
    writeQuality: 100,
  },
  // One reader for both: it looks at what the items hold.
  { descriptor: avif, extensions: ['.avif'], matches: isHeif },
  { descriptor: heic, extensions: ['.heic', '.heif'], matches: () => false },
  { descriptor: jxl, extensions: ['.jxl'], matches: isJxl },
  { descriptor: jpeg2000, extensions: ['.jp2'], matches: isJpeg2000, writeQuality: 1 },
  { descriptor: bpg, extensions: ['.bpg'], matches: isBpg },
  { descriptor: qoi, extensions: ['.qoi'], matches: (b) => holds(b, 'qoif') },
  netpbm('ppm', ['rgb24', 'rgb48be'], /^P[36]\s/),
  netpbm('pgm', ['gray', 'gray16be'], /^P[25]\s/),
  netpbm('pam', ['rgb24', 'rgba', 'gray', 'rgb48be', 'rgba64be', 'gray16be'], /^P7\n/),
  {
    descriptor: plain('bmp', 'bmp_pipe', ['bgr24', 'bgra', 'gray']),
    extensions: ['.bmp'],
    matches: (b) => holds(b, 'BM'),
  },
  {
    descriptor: tiff,
    extensions: ['.tif', '.tiff'],
    matches: isTiff,
  },
]
