import type { Size } from '../bitstream/bytes'
import type { Plain } from '../bitstream/plain'
import { formatOf } from '../codecs/resolve'
import type { StreamFunctions } from '../codecs/stream'
import type { Format } from '../formats/format'
import { ownBytes } from '../source/copies'
import type { Steps } from '../task'
import type { Setup } from './plan/setup'
import { rest, walking } from './rest'
import { checkedSize } from './size'

/** What is known of a codec's packets: of those that are the whole file, what its format knows. */
export function packetFunctions({
  descriptor,
  options,
}: Setup): StreamFunctions & Pick<Format, 'most'> {
  const { kind, unwrap } = formatOf(descriptor, options)
  if (unwrap || descriptor.container) return { ...descriptor.stream }
  return { verify: kind.verify, size: kind.size, most: kind.most, ...descriptor.stream }
}

/** The packet inside of a stream, checked for what libav's decoders let pass. */
export function* packetOf(
  setup: Setup,
  bytes: Uint8Array,
): Steps<Plain & { size: Size | undefined }> {
  const { descriptor, options } = setup
  const packet = formatOf(descriptor, options).unwrap?.(bytes) ?? bytes
  const known = packetFunctions(setup)
  known.verify?.(packet, options)
  yield* rest(bytes)
  const size = checkedSize(setup, packet, known)
  yield* rest(bytes)
  const simple = descriptor.stream?.plain?.(packet)
  const found = simple && 'next' in simple ? yield* walking(simple) : simple
  const { bytes: plain, warnings, coded }: Plain = found ?? { bytes: packet, warnings: [] }
  yield* rest(bytes)
  const told = warnings.map((warning) => `${descriptor.name}: ${warning}`)
  const made = plain.buffer === packet.buffer ? plain : ownBytes(plain)
  return { bytes: made, warnings: told, coded, size }
}
