import type { SharedOptions } from '../../codecs/rows'
import { CodecError } from '../../errors'
import { MATRIX_NAMES, type Picture, type SampleView } from '../../image'
import { parsePixelFormat } from '../../pixelformat'
import type { Steps } from '../../task'
import { frameToPixels, type Pixels } from '../../convert/decode'
import { pixelsToFrame } from '../../convert/encode'
import { unpack } from '../../convert/packed'
import { frameToPlanes, planesToFrame } from '../../convert/planes'
import { checkRange } from '../../convert/range'
import type { Colour } from '../../codecs/descriptor'
import { addon, addonMissing } from '../native/addon'
import { type Backend, type Coded, type Decoded, findCoders } from '../backend'
import type { DecodePlan, EncodePlan } from '../backend'
import { ffmpegDecode, ffmpegEncode, type RawFrame } from './planes'
import type { FrameInfo } from './report'
import type { DecodeRequest } from './arguments'
import { checkAvOptions } from './avoptions'
import { indicesOf } from './palette'
import { programCallers } from '../child'
import { nativeBackend } from '../native'
import { ffmpegFailure, ffmpegInfo, INSTALL } from '../programs'

/** A program that was named is looked for nowhere else. */
function missingProgram(path: string | undefined): string {
  const failure = ffmpegFailure(path)
  if (failure !== undefined) return `the ffmpeg program that is there does not answer: ${failure}`
  return path === undefined
    ? `there is no ffmpeg program: ${INSTALL.ffmpeg}`
    : `ffmpegPath: there is no ffmpeg program at '${path}'; it names the program or its folder, without it PATH is searched`
}

function programOf(options: SharedOptions): string {
  const info = ffmpegInfo(options.ffmpegPath)
  if (!info) throw new CodecError('ERR_UNAVAILABLE', missingProgram(options.ffmpegPath))
  return info.path
}

/** The frame that the encoder is to get, by the addon's own conversion. */
function* rawPlanes(plan: EncodePlan, picture: Picture): Steps<Coded> {
  const raw = { engine: 'libav', encoder: 'rawvideo', options: {} } as const
  const rawPlan = { ...plan, ...raw, bitstreamFilter: undefined }
  return yield* nativeBackend.encode(rawPlan, picture)
}

/** The same where there is no addon: slower, and correctly rounded. */
function plainPlanes(plan: EncodePlan, picture: Picture): Uint8Array {
  const { codedWidth, codedHeight, pixelFormat, colour, label, codedAs } = plan
  checkRange(picture)
  if (picture.kind === 'planes') return planesToFrame(picture, codedWidth, codedHeight)
  const frame = pixelsToFrame(picture, pixelFormat, codedWidth, codedHeight, colour, codedAs)
  return frame ?? needsAddon(label, pixelFormat)
}

function needsAddon(label: string, pixelFormat: string): never {
  throw new CodecError(
    'ERR_UNAVAILABLE',
    `${label}: ${pixelFormat} needs the native addon: ${addonMissing()}`,
  )
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

/** How the frame's codes are to be read: its tags, the file's where they count more. */
function frameColour(plan: DecodePlan, frame: FrameInfo): Colour {
  const { matrix, range } = frame
  const own = MATRIX_NAMES.find((name) => name === matrix)
  if (matrix !== undefined && matrix !== 'rgb' && !own) {
    throw new CodecError(
      'ERR_DECODE',
      `${plan.label}: the colour matrix '${matrix}' is not supported`,
    )
  }
  const { untagged } = plan
  const said = frame.pixelFormat.startsWith('yuvj') ? 'full' : range
  return { matrix: own ?? untagged.matrix, range: said ?? untagged.range }
}

/** Decoded planes -> what was asked for, by the addon's own conversion. */
function* convertNative(plan: DecodePlan, frame: RawFrame): Steps<Decoded> {
  const { width, height, pixelFormat } = frame
  const indexed = pixelFormat === 'pal8' && !plan.output.planes
  const { bytes: raw, ...coded } = indexed
    ? indicesOf(frame.raw, width * height)
    : { bytes: frame.raw }
  const rawPlan: DecodePlan = {
    ...plan,
    engine: 'libav',
    decoder: 'rawvideo',
    codedPixelFormat: undefined,
    options: {
      video_size: `${width}x${height}`,
      pixel_format: indexed ? 'gray' : pixelFormat,
      ...(frame.chromaLocation && { chroma_sample_location: frame.chromaLocation }),
    },
    forced:
      frame.matrix === 'rgb'
        ? { matrix: 'identity', range: plan.forced?.range ?? 'full' }
        : plan.forced,
    untagged: frameColour(plan, frame),
    coded: indexed ? { ...plan.coded, ...coded } : plan.coded,
  }
  const decoded = yield* nativeBackend.decode(rawPlan, { bytes: raw, packet: raw })
  return indexed ? { ...decoded, pixelFormat } : decoded
}

/** Interleaved pixels into a view of their size. */
function fill(into: SampleView, { data, width, height, channels }: Pixels): void {
  const { offset, rowStride, columnStride, channelStride } = into
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const to = offset + y * rowStride + x * columnStride
      for (let c = 0; c < channels; c++) into.data[to + c * channelStride] = data[at++]!
    }
  }
}

/** The same where there is no addon. */
function convertPlain(plan: DecodePlan, frame: RawFrame): Decoded {
  const { output, label } = plan
  const { width, height } = frame
  // G, B, R in the planes of Y, Cb, Cr are the GBR format of the same depth.
  const identity = plan.forced?.matrix === 'identity' || frame.matrix === 'rgb'
  const pixelFormat = identity ? frame.pixelFormat.replace(/^yuvj?444p/, 'gbrp') : frame.pixelFormat
  const { scaledFrom, ...other } = plan.coded ?? {}
  if (Object.values(other).some((value) => value !== undefined)) needsAddon(label, pixelFormat)
  const tags = frameColour(plan, frame)
  const matrix = plan.forced?.matrix
  const colour: Colour = {
    matrix: matrix === undefined || matrix === 'identity' ? tags.matrix : matrix,
    // GBR of a stream is full range, whatever it says.
    range: plan.forced?.range ?? (/^gbr/.test(pixelFormat) ? 'full' : tags.range),
  }
  const size = { width: output.width ?? width, height: output.height ?? height }
  if (size.width > width || size.height > height) {
    throw new CodecError('ERR_DECODE', `${label}: the picture is only ${width}x${height}`)
  }
  if (output.planes) {
    const data = frameToPlanes(frame.raw, pixelFormat, frame, size)
    if (data === undefined) return needsAddon(label, pixelFormat)
    const { depth: bitDepth, alpha, model } = parsePixelFormat(pixelFormat)!
    const channels = (model === 'gray' ? 1 : 3) + Number(alpha)
    return { ...size, ...colour, data, channels, bitDepth, pixelFormat, ms: 0 }
  }
  const { bytes, name } = unpack(frame.raw, pixelFormat, width, height) ?? {
    bytes: frame.raw,
    name: pixelFormat,
  }
  const wanted = output.into ?? { ...output, ...size, bitDepth: output.bitDepth ?? scaledFrom }
  const { chromaLocation } = frame
  const pixels = frameToPixels(bytes, name, width, height, { ...colour, chromaLocation }, wanted)
  if (pixels === undefined) return needsAddon(label, pixelFormat)
  if (output.into) fill(output.into, pixels)
  return { ...pixels, ...colour, data: [pixels.data], pixelFormat, ms: 0 }
}

/** The ffmpeg program: planes through stdin, the stream through stdout, no files. */
export const ffmpegBackend: Backend = {
  wholeFiles: false,
  callers: programCallers,
  support(descriptor, options) {
    const info = ffmpegInfo(options.ffmpegPath)
    if (!info) return { missing: missingProgram(options.ffmpegPath) }
    const found = findCoders(descriptor, options, (name, kind) => info[`${kind}s`].has(name))
    if (!('lacking' in found)) return { ...found, version: `FFmpeg ${info.version}` }
    const { decoder } = found
    return {
      ...(decoder !== undefined && { decoder }),
      missing: `${info.path} has no ${found.lacking}; util/install_ffmpeg.sh builds one that has`,
    }
  },

  decodes: (decoder, options) => ffmpegInfo(options.ffmpegPath)?.decoders.has(decoder) ?? false,

  *encode(plan, picture) {
    if (addon()) {
      const raw = yield* rawPlanes(plan, picture)
      return yield* encodePlanes(plan, raw.bytes, raw.ms)
    }
    const started = performance.now()
    const raw = plainPlanes(plan, picture)
    return yield* encodePlanes(plan, raw, performance.now() - started)
  },

  *decode(plan, { bytes, size }) {
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
      size,
    }
    const { value: frame, ms } = yield* ffmpegDecode(request)
    const started = performance.now()
    const points = plan.profile ? frame.points : undefined
    if (!addon()) {
      return { ...convertPlain(plan, frame), points, ms: ms + performance.now() - started }
    }
    const decoded = yield* convertNative(plan, frame)
    return { ...decoded, points, ms: decoded.ms + ms }
  },
}
