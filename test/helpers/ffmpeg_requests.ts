import { type AvOptions, type EncodeRequest } from '../../lib/backends/ffmpeg/arguments'
import { ffmpegInfo } from '../../lib/backends/programs'
import { parsePixelFormat } from '../../lib/pixelformat'

export const info = ffmpegInfo()
export const program = 'ffmpeg'

export const SRGB_FULL = {
  color_range: 'pc',
  colorspace: 'smpte170m',
  color_primaries: 'bt709',
  color_trc: 'iec61966-2-1',
}

export const X265 = 'log-level=none:info=0:wpp=0:pools=none'

/** Codec by codec: encoder, pixel format, options, demuxer; `lossless` ones must come back equal. */
export const CODECS: [string, string, AvOptions, string, boolean?][] = [
  ['libx264', 'yuv444p', { qp: 20, g: 1, ...SRGB_FULL }, 'h264'],
  ['libx264', 'yuv420p10le', { qp: 0, g: 1, ...SRGB_FULL }, 'h264', true],
  ['libx264rgb', 'rgb24', { qp: 0, g: 1 }, 'h264'],
  ['libx265', 'yuv444p', { g: 1, 'x265-params': `${X265}:qp=20`, ...SRGB_FULL }, 'hevc'],
  ['libx265', 'yuv420p12le', { g: 1, 'x265-params': `${X265}:lossless=1` }, 'hevc', true],
  ['libx265', 'gbrp', { g: 1, 'x265-params': `${X265}:lossless=1` }, 'hevc', true],
  ['libaom-av1', 'yuv444p', { crf: 0, 'cpu-used': 8, usage: 'allintra', 'row-mt': 0 }, 'obu', true],
  ['libsvtav1', 'yuv420p', { crf: 20, preset: 12, g: 1, ...SRGB_FULL }, 'obu'],
  ['librav1e', 'yuv444p', { qp: 60, speed: 10, ...SRGB_FULL }, 'obu'],
  ['libwebp', 'yuv420p', { quality: 90 }, 'webp_pipe'],
  ['libwebp', 'bgra', { lossless: 1 }, 'webp_pipe'],
  ['mjpeg', 'yuv444p', { flags: '+qscale+bitexact', global_quality: 236, color_range: 'pc' }, 'jpeg_pipe'],
  ['libopenjpeg', 'yuv444p', { format: 'jp2', numresolution: 5 }, 'j2k_pipe', true],
  ['jpeg2000', 'rgb24', { pred: 'dwt53', format: 'j2k', tile_width: 256, tile_height: 256 }, 'j2k_pipe', true],
  ['libjxl', 'rgb24', { distance: 0, effort: 3 }, 'jpegxl_pipe', true],
  ['png', 'rgb48be', { pred: 'mixed' }, 'png_pipe', true],
  ['qoi', 'rgb24', {}, 'qoi_pipe', true],
] // prettier-ignore

export const depthOf = (pixelFormat: string): number => parsePixelFormat(pixelFormat)!.depth

/** Samples per plane for a picture of even size, by the pixel format's name. */
function sampleCount(pixelFormat: string, width: number, height: number): number {
  if (/^(bgra|rgba|argb)/.test(pixelFormat)) return 4 * width * height
  if (/^gray/.test(pixelFormat)) return width * height
  return width * height * (pixelFormat.includes('420') ? 1.5 : 3)
}

/** Smooth, different in each plane, with the depth's full range; the same on every machine. */
export function rawPicture(pixelFormat: string, width: number, height: number): Uint8Array {
  const depth = depthOf(pixelFormat)
  const count = sampleCount(pixelFormat, width, height)
  const value = (i: number) => {
    const v = 0.5 + 0.3 * Math.sin(i / 37) + 0.19 * Math.cos((i % width) / 9)
    return Math.round(v * (2 ** depth - 1))
  }
  if (depth === 8) return Uint8Array.from({ length: count }, (_, i) => value(i))
  const view = new DataView(new ArrayBuffer(2 * count))
  for (let i = 0; i < count; i++) view.setUint16(2 * i, value(i), pixelFormat.endsWith('le'))
  return new Uint8Array(view.buffer)
}

export const [width, height] = [130, 70]

export const request = (
  encoder: string,
  pixelFormat: string,
  options: AvOptions = {},
): EncodeRequest => ({
  ...{ program, encoder, pixelFormat, options, width, height },
  raw: rawPicture(pixelFormat, width, height),
})
