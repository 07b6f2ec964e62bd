import type { Size } from '../bitstream/bytes'
import { CodecError } from '../errors'
import { decodeSteps } from '../flow'
import { codedSize } from '../flow/plan'
import type { Setup } from '../flow/plan/setup'
import { toPlanar, toPublic } from '../flow/public'
import type { Picture } from '../image'
import { likeInput } from './decode'
import type { Ready } from './ready'

/** What a stream of the picture gives back, in the picture's own form. */
export function* restore(ready: Ready, bytes: Uint8Array, picture: Picture) {
  const output = likeInput(picture)
  const decoded = yield* decodeSteps(ready.backend, ready.setup, bytes, output)
  const layout = picture.kind === 'pixels' ? picture.layout : undefined
  const restored = output.planes ? toPlanar(decoded) : toPublic(decoded, layout)
  return { restored, ms: decoded.ms }
}

/** Width and height in 16 bits each. */
const SIZE_BYTES = 4

/**
 * What a decoder needs: without the container that a program's description declares, and with the
 * size of a picture that was padded for a program, which its stream does not say.
 */
export function countedBytes(setup: Setup, { length }: Uint8Array, picture: Size): number {
  const { program, containerBytes = 0 } = setup.descriptor
  if (!program) return length
  if (containerBytes > length) {
    throw new CodecError(
      'ERR_ENCODE',
      `${setup.descriptor.name}: containerBytes: the file has ${length} bytes, less than the ${containerBytes} of its container`,
    )
  }
  const coded = codedSize(setup, picture, '')
  const padded = coded.width !== picture.width || coded.height !== picture.height
  return length - containerBytes + (padded ? SIZE_BYTES : 0)
}
