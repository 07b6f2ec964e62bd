import { concat, damaged, holds, le, type Size } from './bytes'
import { type Chunk, webpChunks, webpSize } from './riff'

/** The first picture of an animation, as a still WebP file, and where it lies on the canvas. */
export interface FirstFrame {
  bytes: Uint8Array
  x: number
  y: number
  width: number
  height: number
  canvas: Size
}

const ANMF_HEADER = 16
const ALPHA_FLAG = 0x10

const le24 = (value: number): number[] => [value & 255, (value >> 8) & 255, value >> 16]
const le32 = (value: number): number[] => [...le24(value & 0xffffff), value >>> 24]

const chunk = (type: string, payload: Uint8Array): Uint8Array =>
  concat([
    Uint8Array.from([...Buffer.from(type, 'latin1'), ...le32(payload.length)]),
    payload,
    new Uint8Array(payload.length & 1),
  ])

function stillFile(frame: Uint8Array, width: number, height: number): Uint8Array {
  const withAlpha = holds(frame, 'ALPH')
  const flags = [ALPHA_FLAG, 0, 0, 0, ...le24(width - 1), ...le24(height - 1)]
  const body = concat([
    Buffer.from('WEBP', 'latin1'),
    ...(withAlpha ? [chunk('VP8X', Uint8Array.from(flags))] : []),
    frame,
  ])
  return chunk('RIFF', body)
}

/** Undefined for a still picture. ERR_DECODE for a frame that is cut off or not on its canvas. */
export function webpFirstFrame(bytes: Uint8Array): FirstFrame | undefined {
  const animated: Chunk | undefined = webpChunks(bytes).find(({ type }) => type === 'ANMF')
  if (!animated) return undefined
  const { body, end } = animated
  if (end - body < ANMF_HEADER + 8) throw damaged('WebP', 'its first frame is cut off')
  const field = (at: number): number => le(bytes, body + at, 3)
  const [x, y, width, height] = [2 * field(0), 2 * field(3), field(6) + 1, field(9) + 1]
  const frame = bytes.subarray(body + ANMF_HEADER, end)
  return { bytes: stillFile(frame, width, height), x, y, width, height, canvas: webpSize(bytes) }
}
