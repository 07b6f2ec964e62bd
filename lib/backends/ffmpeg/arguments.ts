import type { Size } from '../../bitstream/bytes'
import type { Command, OutputLimit } from '../../process'
import { INSTALL } from '../programs'

/** AVOption name -> value. */
export type AvOptions = Readonly<Record<string, string | number>>

export interface EncodeRequest {
  /** The ffmpeg program: a path, or a name in PATH. */
  program: string
  /** The planes one after another, rows without padding (libavutil's image buffer, align 1). */
  raw: Uint8Array
  /** AVPixelFormat name; 9 bits and more as little-endian 16 bit words (`yuv444p10le`). */
  pixelFormat: string
  width: number
  height: number
  encoder: string
  /** `threads` is 1 unless given. Colour tags are among them (`color_range`, `colorspace`, ...). */
  options: AvOptions
  bitstreamFilter?: string
  /** Bytes that the packet may have; the program is ended when it writes more. */
  maxOutputBytes?: number
}

export interface DecodeRequest {
  program: string
  /** Copied: the caller may change them as soon as the call has returned. */
  bytes: Uint8Array
  /** `hevc`, `ivf`, `webp_pipe`, ...: never guessed from the data. */
  demuxer: string
  /** Default: ffmpeg's choice for the stream. */
  decoder?: string
  /** AVOptions of the decoder or demuxer; `err_detect` is `explode` and `threads` 1 unless given. */
  options?: AvOptions
  maxPixels?: number
  /** Of the picture, or somewhat more, where headers say it: no more is taken of the program. */
  size?: Size | undefined
}

/** Tags of the frames; encoders take them from there or from their own context, by version. */
const COLOUR_TAGS = [
  'color_range',
  'colorspace',
  'color_primaries',
  'color_trc',
  'chroma_sample_location',
]

/**
 * No questions on stdin, no banner, and each line on stderr with its level, so that ffmpeg's own
 * messages can be told from anything else.
 */
const general = (level: 'warning' | 'info') =>
  `-nostdin -hide_banner -nostats -loglevel level+${level} -xerror`.split(' ')

const OUTPUT = ['-f', 'rawvideo', 'pipe:1']

/** At its end the program tells how many bytes it wrote: stderr's last `total_size=N`. */
const TELL_SIZE = ['-progress', 'pipe:2']

const ONE_FRAME = ['-map', '0:v:0', '-frames:v', '1']

const ENVIRONMENT = {
  // A user's AV_LOG_FORCE_COLOR would put escape sequences between the levels.
  AV_LOG_FORCE_NOCOLOR: '1',
  // SVT-AV1 reports its set-up on stderr unless it may log errors only.
  SVT_LOG: '1',
}

/**
 * Planes on stdin, the encoder's packet on stdout. The muxer `rawvideo` writes packets as they are
 * for any codec: no container, and the same bytes as libavcodec gives in process for these options
 * with a time base of 1/25. The pixel format and the colour tags are the same on both sides, so
 * that ffmpeg inserts no scaler.
 */
export function encodeCommand(request: EncodeRequest): Command {
  const { program, raw, pixelFormat, options, bitstreamFilter } = request
  const tags = Object.entries(options).filter(([name]) => COLOUR_TAGS.includes(name))
  const args = [
    ...general('warning'),
    ...TELL_SIZE,
    ...rawInput(pixelFormat, request.width, request.height),
    ...optionArguments(Object.fromEntries(tags)),
    ...[
      '-i',
      'pipe:0',
      ...encoderArguments(request.encoder, pixelFormat, options, bitstreamFilter),
    ],
    ...OUTPUT,
  ]
  return ffmpeg(program, args, raw, packetLimit(raw.length, request.maxOutputBytes))
}

/** A stream on stdin, the first picture's planes on stdout, and what they are on stderr. */
export function decodeCommand(request: DecodeRequest): Command {
  const args = [...decoderArguments(request, []), '-c:v', 'rawvideo', ...OUTPUT]
  const limit = samplesLimit(request)
  return ffmpeg(request.program, args, Uint8Array.from(request.bytes), limit)
}

/** What of a packet may be no part of the stream that the user gets: boxes, SEI. */
const AROUND_STREAM = 2 ** 16

/** No encoder makes so much of a picture; a program that is none might. */
const mostOf = (samples: number): number => 4 * samples + 2 ** 20

function packetLimit(samples: number, maxOutputBytes = Infinity): OutputLimit {
  const most = mostOf(samples)
  if (most < maxOutputBytes) return { bytes: most, setBy: 'four times the size of the samples' }
  return { bytes: maxOutputBytes + AROUND_STREAM, setBy: `maxOutputBytes = ${maxOutputBytes}` }
}

/** Four channels of 16 bits; a palette, or PAM's header. */
const bytesOf = (pixels: number): number => 8 * pixels + 2048

function samplesLimit({ maxPixels = Infinity, size }: DecodeRequest): OutputLimit | undefined {
  if (size && size.width * size.height < maxPixels) {
    const setBy = `a picture of ${size.width}x${size.height}`
    return { bytes: bytesOf(size.width * size.height), setBy }
  }
  if (maxPixels === Infinity) return undefined
  return { bytes: bytesOf(maxPixels), setBy: `maxPixels = ${maxPixels}` }
}

function ffmpeg(
  program: string,
  args: string[],
  input: Uint8Array,
  limit: OutputLimit | undefined,
): Command {
  return { program, args, input, env: ENVIRONMENT, install: INSTALL.ffmpeg, limit }
}

function rawInput(pixelFormat: string, width: number, height: number): string[] {
  const size = ['-video_size', `${width}x${height}`]
  return ['-f', 'rawvideo', '-pixel_format', pixelFormat, ...size, '-framerate', '25']
}

/** How the encoder is opened: one frame, and no other pixel format than the one that is meant. */
function encoderArguments(
  encoder: string,
  pixelFormat: string,
  options: AvOptions,
  filter?: string,
): string[] {
  const bitstreamFilter = filter === undefined ? [] : ['-bsf:v', filter]
  // The ffmpeg program would otherwise let every encoder use all processors.
  const all = optionArguments({ threads: 1, ...options }, ':v')
  // "+": ffmpeg may not convert to a format that it holds for more suitable.
  const format = ['-pix_fmt', `+${pixelFormat}`]
  return [...ONE_FRAME, ...format, '-c:v', encoder, ...all, ...bitstreamFilter]
}

/** Everything of a decoding command but its output. `filters` follow the report of the frame. */
function decoderArguments(request: DecodeRequest, filters: readonly string[]): string[] {
  const { bytes, demuxer, decoder, maxPixels } = request
  const options = { threads: 1, err_detect: 'explode', ...request.options }
  const limit = maxPixels === undefined ? [] : ['-max_pixels', `${decoderLimit(maxPixels)}`]
  // One packet, as in process: without it these demuxers cut at 4096 bytes, and not every codec
  // has a parser to join the pieces (libjxl in 5.1).
  const packet = demuxer.endsWith('_pipe') ? ['-frame_size', `${Math.max(bytes.length, 1)}`] : []
  // Side data (SEI, ICC) would be printed by showinfo, in hexadecimal, before the colour tags.
  const chain = ['trim=end_frame=1', 'sidedata=delete', 'showinfo=checksum=0', ...filters]
  return [
    ...general('info'),
    // Without probing the picture is decoded once, not twice.
    ...['-protocol_whitelist', 'pipe', '-nofind_stream_info', '-noautorotate'],
    ...[...optionArguments(options), ...limit],
    ...(decoder === undefined ? [] : ['-c:v', decoder]),
    ...['-f', demuxer, ...packet, '-i', 'pipe:0'],
    ...['-vf', chain.join(','), ...ONE_FRAME],
  ]
}

/**
 * What libavcodec's `max_pixels` must be so that no picture of `maxPixels` is refused: it counts
 * rows as allocated, up to 64 samples longer, and sides are at most 65,536. The picture's own size
 * is checked when it is known.
 */
const decoderLimit = (maxPixels: number) => Math.min(maxPixels + 64 * 2 * 65536, 2 ** 31 - 1)

const optionArguments = (options: AvOptions, suffix = '') =>
  Object.entries(options).flatMap(([name, value]) => [`-${name}${suffix}`, String(value)])
