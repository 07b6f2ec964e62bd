import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CliPrograms } from '../../codecs/descriptor'
import type { SharedOptions } from '../../codecs/rows'
import { CodecError, withPath } from '../../errors'
import { childError } from '../../process/judge'
import type { Command, OutputLimit, Result } from '../../process'
import { perform, type Steps } from '../../task'
import type { Coded } from '../backend'
import { inTempFolder, runProgram } from '../child'

export interface CliEncodeRequest {
  cli: Omit<CliPrograms, 'carrier'>
  options: Partial<SharedOptions>
  quality: number
  /** A PNG file's bytes, and the depth of what is in its samples. */
  png: Uint8Array
  bitDepth?: number
  /** Bytes that the stream may have; the program is ended when it writes more. */
  maxOutputBytes?: number
}

export interface CliDecodeRequest {
  cli: Omit<CliPrograms, 'carrier'>
  options: Partial<SharedOptions>
  bytes: Uint8Array
  /** What the samples of the PNG are wanted for. */
  bitDepth?: number
  maxPixels?: number
}

const FILE = { flag: 'wx', mode: 0o600 }

/** What decoders say of damaged data (dwebp: "Decoding of x failed", bpgdec: "Could not decode"). */
const DAMAGED = /\bdecod|bitstream|corrupt|truncat/i

/** One run of a program: names of its files in the private folder, and the command for their paths. */
export interface FileRun {
  input: { name: string; bytes: Uint8Array }
  output: string
  command(input: string, output: string): Command
  limit?: OutputLimit
}

/**
 * Runs a program between two files in a private folder that is always removed.
 * @throws CodecError those of `runProgram`
 */
export const encodeFile = ({ input, output, command, limit }: FileRun): Steps<Coded> =>
  inTempFolder((folder) => {
    const [from, to] = [join(folder, input.name), join(folder, output)]
    return execute(input.bytes, from, to, { ...command(from, to), limit })
  })

/**
 * The same for a program that decodes.
 * @throws CodecError `ERR_DECODE` where the program says that it could not decode
 */
export function* decodeFile(request: FileRun): Steps<Coded> {
  const { input } = request
  // The caller may change them as soon as an async call has returned.
  const own = { ...request, input: { ...input, bytes: Uint8Array.from(input.bytes) } }
  try {
    return yield* encodeFile(own)
  } catch (error) {
    throw explain(error)
  }
}

/** Encodes a PNG. */
export function cliEncode(request: CliEncodeRequest): Steps<Coded> {
  const { cli, options, quality, png, bitDepth = 8, maxOutputBytes: bytes } = request
  const { program, args } = cli.encoder
  const given = args(options as SharedOptions, quality, bitDepth)
  const limit =
    bytes === undefined ? undefined : { bytes, setBy: `maxOutputBytes = ${bytes}`, ofFiles: true }
  const command = commandOf(program, given, cli.install)
  return encodeFile({ input: { name: 'in.png', bytes: png }, output: 'out', command, limit })
}

/** Decodes a stream to a PNG. */
export function cliDecode(request: CliDecodeRequest): Steps<Coded> {
  const { cli, options, bytes, bitDepth = 8, maxPixels } = request
  const { program, args } = cli.decoder
  const command = commandOf(program, args(options as SharedOptions, bitDepth), cli.install)
  const limit = maxPixels === undefined ? undefined : fileLimit(maxPixels)
  return decodeFile({ input: { name: 'in', bytes }, output: 'out.png', command, limit })
}

/**
 * Reads the picture that a program wrote. One that ends well may have written half of it, which says
 * nothing of the stream that it was given.
 * @throws CodecError `ERR_CHILD`
 */
export function* readWritten<T>(label: string, program: string, read: Steps<T>): Steps<T> {
  try {
    return yield* read
  } catch (cause) {
    if (!(cause instanceof CodecError && cause.code === 'ERR_DECODE')) throw cause
    const message = `${label}: ${program} ended well, but the picture that it wrote is damaged: ${cause.message}`
    throw new CodecError('ERR_CHILD', message, { cause, exitCode: 0 })
  }
}

/** Four channels of 16 bits, a filter byte per row, and what a PNG has beside its samples. */
export const fileLimit = (maxPixels: number): OutputLimit => ({
  bytes: 10 * maxPixels + 2 ** 20,
  setBy: `maxPixels = ${maxPixels}`,
  ofFiles: true,
})

const commandOf =
  (program: string, args: string[], install: string) =>
  (from: string, to: string): Command => ({
    program,
    args: args.map((arg) =>
      arg.replace(/\{in\}|\{out\}/g, (place) => (place === '{in}' ? from : to)),
    ),
    install,
  })

const sizeOf = (path: string) =>
  perform<number>({
    run: async () => (await stat(path).catch(() => undefined))?.size ?? 0,
    runSync: () => statSync(path, { throwIfNoEntry: false })?.size ?? 0,
  })

function* give(input: Uint8Array, from: string): Steps<void> {
  try {
    yield* perform<void>({
      run: ({ signal }) => writeFile(from, input, { ...FILE, signal }),
      runSync: () => writeFileSync(from, input, FILE),
    })
  } catch (error) {
    throw withPath(error, from)
  }
}

/** Milliseconds are the program's: its files are small beside its work. */
function* execute(input: Uint8Array, from: string, output: string, command: Command): Steps<Coded> {
  yield* give(input, from)
  const result = yield* runBounded(command, output)
  checkSize(command, result, yield* sizeOf(output))
  const bytes = yield* perform<Buffer>({
    run: () => readFile(output),
    runSync: () => readFileSync(output),
  })
  return { bytes: unpooled(bytes), ms: result.ms }
}

/** Programs that ignore SIGXFSZ (Python's, Node's) fail to write beyond the limit, in their words. */
function* runBounded(command: Command, output: string): Steps<Result> {
  try {
    return yield* runProgram(command)
  } catch (error) {
    if (!(error instanceof CodecError) || error.code !== 'ERR_CHILD' || !command.limit) throw error
    if ((yield* sizeOf(output)) < command.limit.bytes) throw error
    throw tooLarge(command, { ...error, stderr: error.stderr ?? '' })
  }
}

const tooLarge = (command: Command, run: Parameters<typeof childError>[1]) => {
  return childError(command, run, `wrote more than ${command.limit!.setBy} allows`, 'ERR_LIMIT')
}

/** Where the kernel did not bound the file, its size does. */
function checkSize(command: Command, result: Result, size: number): void {
  if (size === 0) throw childError(command, result, 'ended well but wrote nothing')
  if (command.limit !== undefined && size > command.limit.bytes) throw tooLarge(command, result)
}

function explain(error: unknown): unknown {
  if (!(error instanceof CodecError) || error.code !== 'ERR_CHILD') return error
  const { command, exitCode, signal, stderr, message } = error
  if (exitCode === null || exitCode === 0 || !DAMAGED.test(stderr ?? '')) return error
  return new CodecError('ERR_DECODE', message, { command, exitCode, signal, stderr, cause: error })
}

/** A plain Uint8Array that owns its memory: small Buffers share theirs with others. */
const unpooled = (bytes: Buffer) => new Uint8Array(bytes)
