import { concat, damaged, type Size } from '../bytes'
import { escape, nals, unescape, type Nal, type NalSyntax } from './units'

/** Payload type of user_data_unregistered: a UUID and whatever its owner wants. */
const USER_DATA_UNREGISTERED = 5

/** Whose user data the encoders' advertisements are, by the first 4 bytes of the UUID. */
const ADVERTISERS: Record<string, string> = { dc45e9bd: 'x264', '2ca2de09': 'x265' }

/** Ours: the user data that carries the true size. */
const TRUE_SIZE_UUID = [
  0xd2, 0xe3, 0x83, 0xcb, 0xbb, 0xc7, 0x4e, 0x7f, 0x5f, 0xd0, 0x39, 0x98, 0x4a, 0x49, 0xe3, 0x02,
]

/** Payload types worth a name (H.264 annex D, H.265 annex D). */
const NAMES: Record<number, string> = {
  0: 'buffering period',
  1: 'picture timing',
  4: 'ITU-T T.35',
  6: 'recovery point',
  129: 'active parameter sets',
  132: 'decoded picture hash',
  137: 'mastering display colour volume',
  144: 'content light level',
}

interface SeiMessage {
  type: number
  payload: Uint8Array
}

/** Bytes of one SEI NAL unit, and of all before the first slice, that are looked through. */
const [UNIT_LIMIT, TOTAL_LIMIT] = [2 ** 14, 2 ** 16]

/** The messages of one SEI NAL unit. ERR_DECODE if one is longer than the unit. */
function seiMessages(bytes: Uint8Array, nal: Nal, syntax: NalSyntax): SeiMessage[] {
  const end = Math.min(nal.end, nal.start + UNIT_LIMIT)
  const raw = unescape(bytes, nal.start + syntax.headerLength, end)
  const messages: SeiMessage[] = []
  let at = 0
  const extended = (): number => {
    let value = 0
    while (raw[at] === 255) {
      value += 255
      at++
    }
    return value + (raw[at++] ?? NaN)
  }
  // The last byte is the RBSP's trailing bits.
  while (at < raw.length - 1) {
    const type = extended()
    const size = extended()
    if (!(at + size < raw.length)) {
      if (end < nal.end) break
      throw damaged(syntax.format, `SEI message at ${nal.start} is cut off`)
    }
    messages.push({ type, payload: raw.subarray(at, at + size) })
    at += size
  }
  return messages
}

const isTrueSize = ({ type, payload }: SeiMessage): boolean =>
  type === USER_DATA_UNREGISTERED &&
  payload.length === 20 &&
  TRUE_SIZE_UUID.every((byte, i) => payload[i] === byte)

function messageName(message: SeiMessage): string {
  if (isTrueSize(message)) return 'true size'
  const { type, payload } = message
  if (type !== USER_DATA_UNREGISTERED) return NAMES[type] ?? `type ${type}`
  const owner = ADVERTISERS[Buffer.from(payload.subarray(0, 4)).toString('hex')]
  return owner ? `user data (${owner} advertisement)` : 'user data'
}

/** "SEI user data (x265 advertisement)", "SEI true size": what one SEI NAL unit holds. */
export function seiName(bytes: Uint8Array, nal: Nal, syntax: NalSyntax): string {
  return `SEI ${seiMessages(bytes, nal, syntax).map(messageName).join(', ')}`.trimEnd()
}

/**
 * The stream with a user-data SEI of our own before its first slice that holds the picture's true
 * size (UUID, width and height as 16-bit big-endian: 27 to 30 bytes). Other decoders skip it.
 */
export function writeTrueSize(
  bytes: Uint8Array,
  width: number,
  height: number,
  syntax: NalSyntax,
): Uint8Array {
  for (const side of [width, height]) {
    if (!Number.isInteger(side) || side < 1 || side > 65535) {
      throw new RangeError(`true size ${width}x${height}: expected integers from 1 to 65535`)
    }
  }
  const slice = nals(bytes, syntax.format).find((nal) =>
    syntax.isSlice(syntax.type(bytes, nal.start)),
  )
  if (!slice) throw damaged(syntax.format, 'has no slice')
  const payload = [...TRUE_SIZE_UUID, width >> 8, width & 255, height >> 8, height & 255]
  const raw = [...syntax.seiHeader, USER_DATA_UNREGISTERED, payload.length, ...payload, 0x80]
  const nal = Uint8Array.from([0, 0, 1, ...escape(raw)])
  return concat([bytes.subarray(0, slice.prefix), nal, bytes.subarray(slice.prefix)])
}

/** What writeTrueSize() wrote, or undefined. ERR_DECODE for an empty size. */
export function readTrueSize(bytes: Uint8Array, syntax: NalSyntax): Size | undefined {
  let left = TOTAL_LIMIT
  for (const nal of nals(bytes, syntax.format)) {
    const type = syntax.type(bytes, nal.start)
    if (syntax.isSlice(type) || left <= 0) return undefined
    if (!syntax.isSei(type)) continue
    left -= nal.end - nal.start
    const payload = seiMessages(bytes, nal, syntax).find(isTrueSize)?.payload
    if (payload) {
      return { width: payload[16]! * 256 + payload[17]!, height: payload[18]! * 256 + payload[19]! }
    }
  }
  return undefined
}
