import type { Command, Result } from '../../process'
import type { Steps } from '../../task'
import type { Timed } from '../child'
import { type Job, runJob } from './planes'
import {
  type AvOptions,
  decoderArguments,
  type DecodeRequest,
  encoderArguments,
  ffmpeg,
  general,
  packetLimit,
  rawInput,
  samplesLimit,
  TELL_SIZE,
} from './arguments'
import { parsePam, type PixelData } from './pam'
import { bitDepthOf, type FrameInfo, readFrameInfo, readPacket } from './report'
import { packPixels, scaleDepth } from './samples'

/** How YUV is written or read; RGB and gray formats ignore the matrix. */
export interface YuvColour {
  matrix: (typeof MATRICES)[number]
  range: 'full' | 'limited'
}

export interface EncodePixelsRequest {
  program: string
  /** 1, 3 or 4 channels. */
  pixels: PixelData
  /** What the encoder gets; libswscale converts. */
  pixelFormat: string
  colour: YuvColour
  /** The size that is coded, where it must be larger: the last column and row are repeated. */
  codedWidth?: number
  codedHeight?: number
  encoder: string
  /** `threads` is 1 unless given. */
  options: AvOptions
  bitstreamFilter?: string
  /** As in EncodeRequest. */
  maxOutputBytes?: number
}

export interface DecodePixelsRequest extends DecodeRequest {
  /** The one colour that the format knows: instead of what the decoder says. */
  colour?: YuvColour
  /** How to read what the stream leaves untold; libswscale's own is BT.601, limited. */
  untagged?: YuvColour
}

/** Interleaved pixels of the coded size (cropping is the caller's), and what they were coded as. */
export type DecodedPixels = PixelData & { frame: FrameInfo }

const SCALER = 'flags=accurate_rnd+full_chroma_int+full_chroma_inp+bitexact'
const MATRICES = ['bt601', 'bt709', 'bt2020'] as const
const RANGE = { full: 'pc', limited: 'tv' } as const
/** What PAM can hold; ffmpeg chooses the one that loses nothing. */
const PAM_FORMATS = 'format=rgb24|rgb48be|gray|gray16be|rgba|rgba64be|ya8|ya16be'

/**
 * Interleaved pixels on stdin, the encoder's packet on stdout; for machines without the addon,
 * whose conversion is more exact (libswscale: up to 1 step at 8 bit, more for deeper full range).
 */
export function encodePixelsCommand(request: EncodePixelsRequest): Command {
  const { program, pixels, colour, pixelFormat, options, bitstreamFilter } = request
  const { width, height } = pixels
  const packed = packPixels(pixels, request.codedWidth ?? width, request.codedHeight ?? height)
  const scale = `scale=out_color_matrix=${colour.matrix}:out_range=${RANGE[colour.range]}:${SCALER}`
  const chain = [scale, `format=${pixelFormat}`, ...tagging(options)]
  const args = [
    ...general('warning'),
    ...TELL_SIZE,
    ...rawInput(packed.pixelFormat, packed.width, packed.height),
    ...['-i', 'pipe:0', '-vf', chain.join(',')],
    ...encoderArguments(request.encoder, pixelFormat, options, bitstreamFilter),
    ...['-f', 'rawvideo', 'pipe:1'],
  ]
  return ffmpeg(program, args, packed.bytes, packetLimit(request.maxOutputBytes))
}

/** A stream on stdin, the first picture as PAM on stdout, and what it is on stderr. */
export function decodePixelsCommand(request: DecodePixelsRequest): Command {
  const { colour } = request
  const from =
    colour === undefined ? '' : `in_color_matrix=${colour.matrix}:in_range=${RANGE[colour.range]}:`
  const filters = [`scale=${from}${SCALER}`, PAM_FORMATS]
  const args = [...decoderArguments(request, filters), '-c:v', 'pam', '-f', 'image2pipe', 'pipe:1']
  const limit = samplesLimit(request.maxPixels)
  return ffmpeg(request.program, args, Uint8Array.from(request.bytes), limit)
}

/** The filter's names of its parameters, and the encoder's options that they repeat. */
const FRAME_TAGS = {
  range: 'color_range',
  colorspace: 'colorspace',
  color_primaries: 'color_primaries',
  color_trc: 'color_trc',
}

/** The frames must say what the encoder is told: newer FFmpeg takes the tags from them. */
function tagging(options: AvOptions): string[] {
  const values = Object.entries(FRAME_TAGS).flatMap(([name, option]) => {
    const value = options[option]
    // The encoders call the identity matrix rgb, the filter calls it gbr.
    return value === undefined ? [] : [`${name}=${value === 'rgb' ? 'gbr' : value}`]
  })
  return values.length === 0 ? [] : [`setparams=${values.join(':')}`]
}

function encoding(request: EncodePixelsRequest): Job<Uint8Array> {
  const command = encodePixelsCommand(request)
  return { command, code: 'ERR_ENCODE', read: (result) => readPacket(command, result) }
}

function decoding(request: DecodePixelsRequest): Job<DecodedPixels> {
  const command = decodePixelsCommand(request)
  const read = (result: Result) => {
    const frame = readFrameInfo(command, result, request.maxPixels)
    return { ...scaleDepth(parsePam(result.stdout), bitDepthOf(frame.pixelFormat)), frame }
  }
  return { command, code: 'ERR_DECODE', read }
}

/**
 * Encodes interleaved pixels by the ffmpeg program alone.
 * @throws CodecError ERR_ENCODE, and those of `runProgram`
 */
export const ffmpegEncodePixels = (request: EncodePixelsRequest) => runJob(encoding(request))

/** What to ask again, now that it is known that the stream does not tell its colours. */
function again(request: DecodePixelsRequest, frame: FrameInfo): DecodePixelsRequest | undefined {
  const { colour, untagged } = request
  const told = frame.matrix !== undefined && frame.range !== undefined
  const isRgb = /^(rgb|bgr|argb|abgr|gbr|pal|mono)/.test(frame.pixelFormat)
  if (colour !== undefined || untagged === undefined || told || isRgb) return undefined
  const matrix = MATRICES.find((name) => name === frame.matrix) ?? untagged.matrix
  return { ...request, colour: { matrix, range: frame.range ?? untagged.range } }
}

/**
 * Decodes to interleaved pixels by the ffmpeg program alone; a stream without colour tags costs a
 * second run.
 * @throws CodecError ERR_DECODE, ERR_LIMIT, and those of `runProgram`
 */
export function* ffmpegDecodePixels(request: DecodePixelsRequest): Steps<Timed<DecodedPixels>> {
  // The caller may change the bytes as soon as an async call has returned.
  const own = { ...request, bytes: Uint8Array.from(request.bytes) }
  const first = yield* runJob(decoding(own))
  const second = again(own, first.value.frame)
  if (second === undefined) return first
  const { value, ms } = yield* runJob(decoding(second))
  return { value, ms: first.ms + ms }
}
