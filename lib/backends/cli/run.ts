import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CliPrograms } from '../../codecs/descriptor'
import type { SharedOptions } from '../../codecs/rows'
import { CodecError } from '../../errors'
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

/** One run of a program between two files. */
interface Plan {
  input: { path: string; bytes: Uint8Array }
  output: string
  command: Command
}

const FILE = { flag: 'wx', mode: 0o600 }

/** What decoders say of damaged data (dwebp: "Decoding of x failed", bpgdec: "Could not decode"). */
const DAMAGED = /\bdecod|bitstream|corrupt|truncat/i

/** One run of a program: names of its files in the private folder, and the command for their paths. */
export interface FileRun {
  input: { name: string; bytes: Uint8Array }
  output: string
  command(input: string, output: string): Command
  limit: OutputLimit
}

function planned(folder: string, { input, output, command, limit }: FileRun): Plan {
  const [from, to] = [join(folder, input.name), join(folder, output)]
  return {
    input: { path: from, bytes: input.bytes },
    output: to,
    command: { ...command(from, to), limit },
  }
}

/** As cliEncode, for any files. */
export const encodeFile = (request: FileRun): Steps<Coded> =>
  inTempFolder((folder) => execute(planned(folder, request)))

/** As cliDecode, for any files. */
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

/**
 * Encodes a PNG by a program, through files in a private folder that is always removed.
 * @throws CodecError those of `runProgram`
 */
export const cliEncode = (request: CliEncodeRequest): Steps<Coded> =>
  inTempFolder((folder) => execute(encoding(folder, request)))

/**
 * Decodes a stream to a PNG by a program, likewise.
 * @throws CodecError `ERR_DECODE` where the program says that it could not decode; else as cliEncode
 */
export function* cliDecode(request: CliDecodeRequest): Steps<Coded> {
  // The caller may change them as soon as an async call has returned.
  const own = { ...request, bytes: Uint8Array.from(request.bytes) }
  try {
    return yield* inTempFolder((folder) => execute(decoding(folder, own)))
  } catch (error) {
    throw explain(error)
  }
}

function encoding(folder: string, request: CliEncodeRequest): Plan {
  const { cli, options, quality, png, bitDepth = 8 } = request
  const { program, args } = cli.encoder
  const input = { path: join(folder, 'in.png'), bytes: png }
  const output = join(folder, 'out')
  const given = args(options as SharedOptions, quality, bitDepth)
  const command = fill(program, given, input.path, output, cli.install)
  const { maxOutputBytes: bytes } = request
  const setBy = `maxOutputBytes = ${bytes}`
  const limit = bytes === undefined ? undefined : { bytes, setBy, ofFiles: true }
  return { input, output, command: { ...command, limit } }
}

function decoding(folder: string, request: CliDecodeRequest): Plan {
  const { cli, options, bytes, bitDepth = 8 } = request
  const { program, args } = cli.decoder
  const input = { path: join(folder, 'in'), bytes }
  const output = join(folder, 'out.png')
  const given = args(options as SharedOptions, bitDepth)
  const command = fill(program, given, input.path, output, cli.install)
  const { maxPixels } = request
  const limit = maxPixels === undefined ? undefined : fileLimit(maxPixels)
  return { input, output, command: { ...command, limit } }
}

/** Four channels of 16 bits, a filter byte per row, and what a PNG has beside its samples. */
export const fileLimit = (maxPixels: number): OutputLimit => ({
  bytes: 10 * maxPixels + 2 ** 20,
  setBy: `maxPixels = ${maxPixels}`,
  ofFiles: true,
})

function fill(program: string, args: string[], from: string, to: string, install: string): Command {
  const paths = { '{in}': from, '{out}': to }
  const filled = args.map((arg) =>
    arg.replace(/\{in\}|\{out\}/g, (name) => paths[name as keyof typeof paths]),
  )
  return { program, args: filled, install }
}

const sizeOf = (path: string) =>
  perform<number>({
    run: async () => (await stat(path).catch(() => undefined))?.size ?? 0,
    runSync: () => statSync(path, { throwIfNoEntry: false })?.size ?? 0,
  })

/** Milliseconds are the program's: its files are small beside its work. */
function* execute({ input, output, command }: Plan): Steps<Coded> {
  yield* perform<void>({
    run: ({ signal }) => writeFile(input.path, input.bytes, { ...FILE, signal }),
    runSync: () => writeFileSync(input.path, input.bytes, FILE),
  })
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
