import type { Backend, Decoded, OutputFormat } from '../backends/backend'
import type { FirstFrame } from '../bitstream/webp_frame'
import type { Steps } from '../task'
import { decodeByFirst } from './decoders'
import type { Setup } from './plan/setup'

/** The first frame of an animation on its canvas, which is transparent, or black, around it. */
export function* decodeFirstFrame(
  backend: Backend,
  setup: Setup,
  packet: Uint8Array,
  frame: FirstFrame,
  output: OutputFormat,
): Steps<Decoded> {
  const { stream } = setup.descriptor
  const { width, height } = frame.canvas
  const channels = output.channels ?? (stream!.hasAlpha?.(packet) ? 4 : 3)
  const bitDepth = output.bitDepth ?? 8
  const data = new (bitDepth > 8 ? Uint16Array : Uint8Array)(width * height * channels)
  const [columnStride, channelStride] = output.planarLayout ? [1, width * height] : [channels, 1]
  const rowStride = width * columnStride
  const offset = frame.y * rowStride + frame.x * columnStride
  const layout = { data, offset, channels, bitDepth, rowStride, columnStride, channelStride }
  const view = {
    ...layout,
    width: Math.min(frame.width, width - frame.x),
    height: Math.min(frame.height, height - frame.y),
  }
  const source = { bytes: frame.bytes, packet: frame.bytes, size: frame.canvas }
  const decoded = yield* decodeByFirst(backend, setup, source, { into: view })
  return { ...decoded, data: [data], width, height, channels, bitDepth }
}
