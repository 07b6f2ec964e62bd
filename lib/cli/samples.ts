import { extname } from 'node:path'
import { type Command, Option } from 'commander'
import { writeNpy } from '../bitstream/npy'
import type { CodecDecodeOptions } from '../calls/decode'
import type { Codec } from '../codec'
import { pictureFile } from '../files'
import type { FloatArray, PixelArray, PlanarImage } from '../image'
import { driveAsync } from '../task'
import { parseNumber } from './number'
import { rawBytes } from './raw'

// In what form decode writes the samples: what decode() calls as, layout and bitDepth.

export interface SampleOptions {
  as?: 'pixels' | 'float32' | 'planes'
  layout?: 'hwc' | 'chw'
  bitDepth?: number
}

type Decoded = PixelArray<ArrayBuffer> | FloatArray<ArrayBuffer> | PlanarImage<ArrayBuffer>

export const addSamples = (command: Command): Command =>
  command
    .addOption(
      new Option(
        '--as <form>',
        'float32: samples of 0 to 1, for .npy and .raw; planes: as they are coded, for .raw; default: pixels',
      ).choices(['pixels', 'float32', 'planes']),
    )
    .addOption(
      new Option(
        '--layout <order>',
        'chw: a plane per channel, for .npy and .raw; default: hwc',
      ).choices(['hwc', 'chw']),
    )
    .option('--bit-depth <n>', '8 to 16; default: as many as the stream has', parseNumber)

const extensionsOf = ({ as, layout }: SampleOptions): string[] | undefined => {
  if (as === 'planes') return ['.raw']
  return as === 'float32' || layout === 'chw' ? ['.npy', '.raw'] : undefined
}

/**
 * Before anything is decoded.
 * @throws TypeError for a form that the file cannot hold
 */
export function checkSamples(path: string, given: SampleOptions): void {
  const needed = extensionsOf(given)
  const extension = (extname(path) || path).toLowerCase()
  if (!needed || needed.includes(extension)) return
  const { as } = given
  const asked = as === undefined || as === 'pixels' ? '--layout chw' : `--as ${as}`
  throw new TypeError(
    `${asked}: expected OUT or --to of ${needed.join(' or ')}, got '${extension}'`,
  )
}

type Decode = (bytes: Uint8Array, options: CodecDecodeOptions) => Promise<Decoded>

/** Decodes to the form that is asked for. */
export function decodeSamples(
  codec: Codec,
  bytes: Uint8Array,
  { as, layout, bitDepth }: SampleOptions,
  how: CodecDecodeOptions,
): Promise<Decoded> {
  const form = {
    ...(as && { as }),
    ...(layout && { layout }),
    ...(bitDepth !== undefined && { bitDepth }),
  }
  return (codec.decode.bind(codec) as Decode)(bytes, { ...how, ...form })
}

/** The file of the samples, by the path's extension. */
export async function samplesFile(
  path: string,
  picture: Decoded,
  { layout }: SampleOptions,
  signal: AbortSignal,
): Promise<Uint8Array> {
  if ('planes' in picture) return Buffer.concat(picture.planes.map(rawBytes))
  if (extname(path).toLowerCase() === '.raw') return rawBytes(picture.data)
  // As a picture's file it would be (H, W, C).
  if (layout === 'chw') return writeNpy(picture.data as Uint8Array, picture.shape)
  return driveAsync(pictureFile(path, picture), { signal })
}

/** Its size and what its samples are. */
export function formOf(picture: Decoded, { layout }: SampleOptions) {
  if ('planes' in picture) {
    const { width, height, pixelFormat } = picture
    return { width, height, pixelFormat }
  }
  const { bitDepth = 8, shape, data } = picture
  const axes = layout === 'chw' ? [shape[1], shape[2], shape[0]] : shape
  const [height, width, channels] = axes as [number, number, number]
  return {
    width,
    height,
    channels,
    ...(data instanceof Float32Array ? { as: 'float32' } : { bitDepth }),
  }
}

/** The same for people. */
export function formLabel({ width, height, ...form }: ReturnType<typeof formOf>): string {
  const size = `${width} x ${height}`
  if ('pixelFormat' in form) return `${size}, planes of ${form.pixelFormat}`
  const { channels } = form
  const samples = 'bitDepth' in form ? `${form.bitDepth} bit` : form.as
  return `${size}, ${channels} channel${channels > 1 ? 's' : ''} of ${samples}`
}
