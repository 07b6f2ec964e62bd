import { damaged, type Size } from '../bitstream/bytes'
import { CodecError } from '../errors'
import type { Setup } from './plan/setup'

/** What a format knows of its pictures' sizes. */
interface Known {
  size?(bytes: Uint8Array): Size
  most?(bytes: Uint8Array): number
}

/**
 * The size that the headers say.
 * @throws CodecError `ERR_LIMIT` above `maxPixels`; `ERR_DECODE` where the bytes are too few for such a
 *   picture: a part of it is missing, which is known before memory is taken for it
 */
export function checkedSize(
  { descriptor: { name }, options: { maxPixels } }: Setup,
  bytes: Uint8Array,
  known: Known,
): Size | undefined {
  const size = known.size?.(bytes)
  if (size === undefined) return undefined
  const { width, height } = size
  if (width * height > maxPixels) {
    const message = `${name}: a picture of ${width}x${height} has more than maxPixels (${maxPixels})`
    throw new CodecError('ERR_LIMIT', message)
  }
  if (known.most && width * height > known.most(bytes)) {
    const what = `a picture of ${width}x${height} cannot be in so few bytes`
    throw damaged(name, `${what}: a part of it is missing`)
  }
  return size
}
