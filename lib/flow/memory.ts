import { CodecError } from '../errors'
import type { Steps } from '../task'
import type { Setup } from './plan/setup'

/** Bytes per pixel of decoding 10- or 12-bit RGBA, the result included: see util/bench/decode_memory.js. */
const BYTES_PER_PIXEL = 16

/** What decoding takes of memory per pixel, by what the descriptor knows of the file. */
function bytesPerPixel({ descriptor }: Setup, bytes: Uint8Array): number {
  const { decodeMemory = BYTES_PER_PIXEL } = descriptor
  if (typeof decodeMemory === 'number') return decodeMemory
  try {
    return decodeMemory(bytes)
  } catch {
    return BYTES_PER_PIXEL // the header is damaged: whoever reads it next says how
  }
}

/**
 * Decodes under `maxMemory`: it becomes a limit of pixels, which every reader of headers and every
 * decoder asks before it allocates.
 * @throws CodecError `ERR_LIMIT` that names the limit which was passed
 */
export function* withinMemory<T>(
  setup: Setup,
  bytes: Uint8Array,
  decode: (setup: Setup) => Steps<T>,
): Steps<T> {
  const { descriptor, options } = setup
  const each = bytesPerPixel(setup, bytes)
  const maxPixels = Math.max(1, Math.floor(options.maxMemory / each))
  if (maxPixels >= options.maxPixels) return yield* decode(setup)
  try {
    return yield* decode({ ...setup, options: { ...options, maxPixels } })
  } catch (cause) {
    if (!(cause instanceof CodecError && cause.code === 'ERR_LIMIT')) throw cause
    if (!cause.message.includes('maxPixels')) throw cause
    throw new CodecError(
      'ERR_LIMIT',
      `${descriptor.name}: decoding the picture takes more than maxMemory (${options.maxMemory} bytes, about ${each} for a pixel)`,
      { cause },
    )
  }
}
