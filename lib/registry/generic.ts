import { addon, addonMissing } from '../backends/native/addon'
import { codecTable } from '../codecs/index'
import { plainFormats } from '../codecs/plain'
import { CodecError } from '../errors'
import { parsePixelFormat } from '../pixelformat'
import type { Descriptor } from '../codecs/descriptor'

/**
 * A descriptor for an encoder that is not in the table, from what libavcodec says of it. It has no
 * scale of its own: quality is set by the encoder's AVOptions in `options`.
 */
export function genericDescriptor(name: string): Descriptor {
  const encoder = name.slice('ffmpeg:'.length)
  const native = addon()
  if (!native) throw new CodecError('ERR_UNAVAILABLE', `${name}: ${addonMissing()}`)
  const info = native.describe(encoder, 'encoder')
  if (!info) {
    throw new CodecError(
      'ERR_UNAVAILABLE',
      `${name}: this FFmpeg has no video encoder '${encoder}'`,
    )
  }
  const formats = info.pixelFormats.filter((format) => parsePixelFormat(format))
  // Some formats' decoders have other names than the format; the table knows those that it has.
  const table = [...codecTable, ...plainFormats]
  const known = table.find((descriptor) => descriptor.name === info.codec)
  const decoders = [...(known?.decoders ?? []), info.codec, encoder]
  return {
    name,
    className: 'Codec',
    help: info.longName,
    encoders: [encoder],
    decoders: decoders.filter((decoder) => native.has(decoder, 'decoder')),
    unfit: known?.unfit,
    backends: ['native'],
    options: {},
    formats: {
      packet: { kind: { name: info.codec, matches: () => false }, extension: `.${info.codec}` },
    },
    quality: () => ({ name: 'none', steps: [0] }),
    pixelFormats: () => formats,
    geometry: () => ({ maxWidth: 65535, maxHeight: 65535 }),
    encode: () => ({ options: { ...(info.experimental && { strict: 'experimental' }) } }),
  }
}
