import { bmpHasAlpha, bmpWalks, plainBmp, verifyBmp } from '../bitstream/bmp'
import { holds } from '../bitstream/bytes'
import { netpbmEnd, netpbmHeader, plainNetpbm } from '../bitstream/netpbm'
import type { Format } from '../formats/format'
import type { Descriptor } from './descriptor'
import { tiff } from './tiff'

/** What differs between formats that are no codecs: uncompressed, or for reading old files. */
interface Plain {
  name: string
  matches: Format['matches']
  pixelFormats: readonly string[]
  stream?: Descriptor['stream']
  walks?: Format['walks']
  end?: Format['end']
}

const plain = ({ name, matches, walks, end, pixelFormats, stream }: Plain): Descriptor => ({
  stream,
  name,
  className: name.toUpperCase(),
  help: `${name} file`,
  encoders: [name],
  decoders: [name],
  backends: ['native', 'ffmpeg'],
  options: {},
  formats: {
    [name]: { kind: { name, matches, walks, end }, extension: `.${name}`, demuxer: `${name}_pipe` },
  },
  quality: () => ({ name: 'lossless', steps: [0], lossless: [0] }),
  pixelFormats: () => pixelFormats,
  lossless: () => true,
  geometry: () => ({ maxWidth: 65535, maxHeight: 65535 }),
  encode: () => ({ options: {} }),
})

const begins = (magic: RegExp) => (bytes: Uint8Array) =>
  magic.test(String.fromCharCode(...bytes.subarray(0, 3)))

const netpbm = { plain: plainNetpbm, verify: (bytes: Uint8Array) => void netpbmHeader(bytes) }

/** Picture files that are read and written beside those of the codecs, and measured by none. */
export const plainFormats: readonly Descriptor[] = [
  plain({
    name: 'ppm',
    matches: begins(/^P[36][\s#]/),
    pixelFormats: ['rgb24', 'rgb48be'],
    stream: netpbm,
    end: netpbmEnd,
  }),
  plain({
    name: 'pgm',
    matches: begins(/^P[1245][\s#]/),
    pixelFormats: ['gray', 'gray16be'],
    stream: netpbm,
    end: netpbmEnd,
  }),
  plain({
    name: 'pam',
    matches: begins(/^P7\n/),
    pixelFormats: ['rgb24', 'rgba', 'gray', 'rgb48be', 'rgba64be', 'gray16be'],
    stream: netpbm,
    end: netpbmEnd,
  }),
  plain({
    name: 'bmp',
    matches: (bytes) => holds(bytes, 'BM'),
    pixelFormats: ['bgr24', 'gray'],
    walks: bmpWalks,
    stream: { hasAlpha: bmpHasAlpha, plain: plainBmp, verify: verifyBmp },
  }),
  tiff,
]
