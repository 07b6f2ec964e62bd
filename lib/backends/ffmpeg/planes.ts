import { type Command, type Result, run, type RunOptions, runSync } from '../../process'
import { decodeCommand, type DecodeRequest, encodeCommand, type EncodeRequest } from './arguments'
import { explain, type FrameInfo, readFrameInfo, readPacket } from './report'

/** A picture as the decoder gave it. */
export interface RawFrame extends FrameInfo {
  /** The planes one after another, rows without padding; more than 8 bits as in `pixelFormat`. */
  raw: Uint8Array
}

/** A command, and what becomes of its result or failure: the same for both ways of running it. */
export interface Job<T> {
  command: Command
  read(result: Result): T
  code: 'ERR_ENCODE' | 'ERR_DECODE'
}

export async function perform<T>(job: Job<T>, options?: RunOptions): Promise<T> {
  const result = await run(job.command, options).catch((error: unknown) => {
    throw explain(error, job.code)
  })
  return job.read(result)
}

export function performSync<T>(job: Job<T>, options?: RunOptions): T {
  let result: Result
  try {
    result = runSync(job.command, options)
  } catch (error) {
    throw explain(error, job.code)
  }
  return job.read(result)
}

function encoding(request: EncodeRequest): Job<Uint8Array> {
  const command = encodeCommand(request)
  return { command, code: 'ERR_ENCODE', read: (result) => readPacket(command, result) }
}

function decoding(request: DecodeRequest): Job<RawFrame> {
  const command = decodeCommand(request)
  const read = (result: Result) => {
    const info = readFrameInfo(command, result, request.maxPixels)
    return { raw: result.stdout, ...info }
  }
  return { command, code: 'ERR_DECODE', read }
}

/**
 * Encodes planes by the ffmpeg program: one packet, without container.
 * @throws CodecError ERR_ENCODE, and those of `run`
 */
export const ffmpegEncode = (request: EncodeRequest, options?: RunOptions) =>
  perform(encoding(request), options)
export const ffmpegEncodeSync = (request: EncodeRequest, options?: RunOptions) =>
  performSync(encoding(request), options)

/**
 * Decodes the first picture of a stream by the ffmpeg program, without any conversion.
 * @throws CodecError ERR_DECODE, ERR_LIMIT (`maxPixels`), and those of `run`
 */
export const ffmpegDecode = (request: DecodeRequest, options?: RunOptions) =>
  perform(decoding(request), options)
export const ffmpegDecodeSync = (request: DecodeRequest, options?: RunOptions) =>
  performSync(decoding(request), options)
