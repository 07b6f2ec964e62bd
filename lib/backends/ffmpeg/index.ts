import type { SharedOptions } from '../../codecs/rows'
import { CodecError } from '../../errors'
import type { Picture } from '../../image'
import { planeSize } from '../../pixelformat'
import type { Steps } from '../../task'
import { addon } from '../native/addon'
import { arrange, interleave } from './arrange'
import { type Backend, type Coded, type Decoded, findCoders } from '../backend'
import type { DecodePlan, EncodePlan } from '../backend'
import { ffmpegDecode, ffmpegEncode } from './planes'
import type { DecodeRequest } from './arguments'
import { checkAvOptions } from './avoptions'
import { programCallers } from '../child'
import { ffmpegDecodePixels, ffmpegEncodePixels, type YuvColour } from './pixels'
import { nativeBackend } from '../native'
import { ffmpegInfo, INSTALL } from '../programs'

function programOf(options: SharedOptions): string {
  const info = ffmpegInfo(options.ffmpegPath)
  if (!info) throw new CodecError('ERR_UNAVAILABLE', `cannot run ffmpeg: ${INSTALL.ffmpeg}`)
  return info.path
}

/** The planes that the encoder is to get, by the addon's own conversion. */
function* rawPlanes(plan: EncodePlan, picture: Picture): Steps<Coded> {
  const raw = { engine: 'libav', encoder: 'rawvideo', options: {} } as const
  const rawPlan = { ...plan, ...raw, bitstreamFilter: undefined }
  return yield* nativeBackend.encode(rawPlan, picture)
}

function tightPlanes(picture: Picture & { kind: 'planes' }, plan: EncodePlan): Uint8Array {
  if (plan.codedWidth !== picture.width || plan.codedHeight !== picture.height) {
    throw new CodecError(
      'ERR_UNAVAILABLE',
      `${plan.label}: planes of ${picture.width}x${picture.height} need padding, which needs the native addon`,
    )
  }
  const rows: Uint8Array[] = []
  picture.planes.forEach(({ data, stride }, index) => {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    const { width, height } = planeSize(picture.format, picture.width, picture.height, index)
    const used = width * data.BYTES_PER_ELEMENT
    for (let y = 0; y < height; y++) rows.push(bytes.subarray(y * stride, y * stride + used))
  })
  return Buffer.concat(rows)
}

/** The caller's own AVOptions; ours are known. */
const checkGiven = ({ label, encoder, resolved }: EncodePlan, program: string) =>
  checkAvOptions(label, program, encoder, Object.keys(resolved.options ?? {}))

function* encodePlanes(plan: EncodePlan, raw: Uint8Array, before: number): Steps<Coded> {
  const { pixelFormat, encoder, options, bitstreamFilter } = plan
  const program = programOf(plan.resolved)
  const [width, height] = [plan.codedWidth, plan.codedHeight]
  const coder = { program, encoder, options, bitstreamFilter }
  const { maxOutputBytes } = plan.resolved
  const request = { ...coder, raw, pixelFormat, width, height, maxOutputBytes }
  yield* checkGiven(plan, program)
  const { value, ms } = yield* ffmpegEncode(request)
  return { bytes: value, ms: before + ms }
}

function* encodePixels(plan: EncodePlan, picture: Picture & { kind: 'pixels' }): Steps<Coded> {
  const request = {
    program: programOf(plan.resolved),
    pixels: interleave(picture),
    pixelFormat: plan.pixelFormat,
    colour: plan.colour as YuvColour, // YCgCo is BPG's alone, which this backend does not have
    codedWidth: plan.codedWidth,
    codedHeight: plan.codedHeight,
    encoder: plan.encoder,
    options: plan.options,
    bitstreamFilter: plan.bitstreamFilter,
    maxOutputBytes: plan.resolved.maxOutputBytes,
  }
  yield* checkGiven(plan, request.program)
  const { value, ms } = yield* ffmpegEncodePixels(request)
  return { bytes: value, ms }
}

/** Decoded planes -> what was asked for, by the addon's own conversion. */
function* decodeRaw(plan: DecodePlan, request: DecodeRequest): Steps<Decoded> {
  const { value: frame, ms } = yield* ffmpegDecode(request)
  if (frame.matrix !== undefined && !['bt601', 'bt709', 'bt2020', 'rgb'].includes(frame.matrix)) {
    throw new CodecError(
      'ERR_DECODE',
      `${plan.label}: the colour matrix '${frame.matrix}' is not supported`,
    )
  }
  const matrix = frame.matrix === 'rgb' ? undefined : (frame.matrix as Decoded['matrix'])
  const rawPlan: DecodePlan = {
    ...plan,
    engine: 'libav',
    decoder: 'rawvideo',
    codedPixelFormat: undefined,
    options: { video_size: `${frame.width}x${frame.height}`, pixel_format: frame.pixelFormat },
    untagged: { matrix: matrix ?? plan.untagged.matrix, range: frame.range ?? plan.untagged.range },
  }
  const decoded = yield* nativeBackend.decode(rawPlan, {
    bytes: frame.raw,
    packet: frame.raw,
  })
  return { ...decoded, ms: decoded.ms + ms }
}

function* decodePixels(plan: DecodePlan, request: DecodeRequest): Steps<Decoded> {
  if (plan.output.planes) {
    throw new CodecError('ERR_UNAVAILABLE', `${plan.label}: as: 'planes' needs the native addon`)
  }
  const { value, ms } = yield* ffmpegDecodePixels(request)
  const { data, ...size } = arrange(value, plan.output)
  return { ...size, ...plan.untagged, data: [data], pixelFormat: value.frame.pixelFormat, ms }
}

/** The ffmpeg program: planes through stdin, the stream through stdout, no files. */
export const ffmpegBackend: Backend = {
  wholeFiles: false,
  callers: programCallers,
  support(descriptor, options) {
    const info = ffmpegInfo(options.ffmpegPath)
    if (!info) return { missing: `there is no ffmpeg program: ${INSTALL.ffmpeg}` }
    const found = findCoders(descriptor, options, (name, kind) => info[`${kind}s`].has(name))
    if (!('lacking' in found)) return { ...found, version: `FFmpeg ${info.version}` }
    return {
      missing: `${info.path} has no ${found.lacking}; util/install_ffmpeg.sh builds one that has`,
    }
  },

  decodes: (decoder, options) => ffmpegInfo(options.ffmpegPath)?.decoders.has(decoder) ?? false,

  *encode(plan, picture) {
    if (addon()) {
      const raw = yield* rawPlanes(plan, picture)
      return yield* encodePlanes(plan, raw.bytes, raw.ms)
    }
    if (picture.kind === 'pixels') return yield* encodePixels(plan, picture)
    return yield* encodePlanes(plan, tightPlanes(picture, plan), 0)
  },

  *decode(plan, { bytes }) {
    const request: DecodeRequest = {
      program: programOf(plan.resolved),
      bytes,
      demuxer: plan.demuxer,
      decoder: plan.decoder,
      options: {
        ...plan.options,
        ...(plan.codedPixelFormat && { pixel_format: plan.codedPixelFormat }),
      },
      maxPixels: plan.maxPixels,
    }
    if (addon()) return yield* decodeRaw(plan, request)
    return yield* decodePixels(plan, request)
  },
}
