import type { Command, Result } from '../../process'
import type { Steps } from '../../task'
import { runProgram, type Timed } from '../child'
import { decodeCommand, type DecodeRequest, encodeCommand, type EncodeRequest } from './arguments'
import { explain, type FrameInfo, readFrameInfo, readPacket } from './report'

/** A picture as the decoder gave it. */
export interface RawFrame extends FrameInfo {
  /** The planes one after another, rows without padding; more than 8 bits as in `pixelFormat`. */
  raw: Uint8Array
}

/** A command, and what becomes of its result or failure. */
export interface Job<T> {
  command: Command
  read(result: Result): T
  code: 'ERR_ENCODE' | 'ERR_DECODE'
}

function* runJob<T>(job: Job<T>): Steps<Timed<T>> {
  let result: Result
  try {
    result = yield* runProgram(job.command)
  } catch (error) {
    throw explain(error, job.code)
  }
  return { value: job.read(result), ms: result.ms }
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
 * @throws CodecError `ERR_ENCODE`, and those of `runProgram`
 */
export const ffmpegEncode = (request: EncodeRequest) => runJob(encoding(request))

/**
 * Decodes the first picture of a stream by the ffmpeg program, without any conversion.
 * @throws CodecError `ERR_DECODE`, `ERR_LIMIT` (`maxPixels`), and those of `runProgram`
 */
export const ffmpegDecode = (request: DecodeRequest) => runJob(decoding(request))
