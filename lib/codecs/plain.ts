import { holds } from '../bitstream/bytes'
import type { Format } from '../formats/format'
import type { Descriptor } from './descriptor'
import { tiff } from './tiff'

/** What differs between formats that are no codecs: uncompressed, or for reading old files. */
interface Plain {
  name: string
  matches: Format['matches']
  pixelFormats: readonly string[]
}

const plain = ({ name, matches, pixelFormats }: Plain): Descriptor => ({
  name,
  className: name.toUpperCase(),
  help: `${name} file`,
  encoders: [name],
  decoders: [name],
  backends: ['native', 'ffmpeg'],
  options: {},
  formats: {
    [name]: { kind: { name, matches }, extension: `.${name}`, demuxer: `${name}_pipe` },
  },
  quality: () => ({ name: 'lossless', steps: [0], lossless: [0] }),
  pixelFormats: () => pixelFormats,
  lossless: () => true,
  geometry: () => ({ maxWidth: 65535, maxHeight: 65535 }),
  encode: () => ({ options: {} }),
})

const begins = (magic: RegExp) => (bytes: Uint8Array) =>
  magic.test(String.fromCharCode(...bytes.subarray(0, 3)))

/** Picture files that are read and written beside those of the codecs, and measured by none. */
export const plainFormats: readonly Descriptor[] = [
  plain({ name: 'ppm', matches: begins(/^P[36]\s/), pixelFormats: ['rgb24', 'rgb48be'] }),
  plain({ name: 'pgm', matches: begins(/^P[25]\s/), pixelFormats: ['gray', 'gray16be'] }),
  plain({
    name: 'pam',
    matches: begins(/^P7\n/),
    pixelFormats: ['rgb24', 'rgba', 'gray', 'rgb48be', 'rgba64be', 'gray16be'],
  }),
  plain({
    name: 'bmp',
    matches: (bytes) => holds(bytes, 'BM'),
    pixelFormats: ['bgr24', 'bgra', 'gray'],
  }),
  tiff,
]
