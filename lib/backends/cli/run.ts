import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CliPrograms, Resolved } from '../../codecs/descriptor'
import { CodecError } from '../../errors'
import { childError, type Command, type Result, run, type RunOptions, runSync } from '../../process'
import { withTempFolder, withTempFolderSync } from '../../process/tempfolder'

export interface CliEncodeRequest {
  cli: CliPrograms
  options: Resolved
  quality: number
  /** A PNG file's bytes, and the depth of what is in its samples. */
  png: Uint8Array
  bitDepth?: number
}

export interface CliDecodeRequest {
  cli: CliPrograms
  options: Resolved
  bytes: Uint8Array
  /** What the samples of the PNG are wanted for. */
  bitDepth?: number
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

/**
 * Encodes a PNG by a program, through files in a private folder that is always removed.
 * @throws CodecError those of `run`; ERR_LIMIT also for a larger file than `maxOutput`
 */
export const cliEncode = (request: CliEncodeRequest, options: RunOptions = {}) =>
  withTempFolder((folder) => execute(encoding(folder, request), options))
export const cliEncodeSync = (request: CliEncodeRequest, options: RunOptions = {}) =>
  withTempFolderSync((folder) => executeSync(encoding(folder, request), options))

/**
 * Decodes a stream to a PNG by a program, likewise.
 * @throws CodecError ERR_DECODE where the program says that it could not decode; else as cliEncode
 */
export async function cliDecode(
  request: CliDecodeRequest,
  options: RunOptions = {},
): Promise<Uint8Array> {
  // The caller may change them as soon as this call has returned.
  const own = { ...request, bytes: Uint8Array.from(request.bytes) }
  try {
    return await withTempFolder((folder) => execute(decoding(folder, own), options))
  } catch (error) {
    throw explain(error)
  }
}

/** `cliDecode` on the calling thread. */
export function cliDecodeSync(request: CliDecodeRequest, options: RunOptions = {}): Uint8Array {
  try {
    return withTempFolderSync((folder) => executeSync(decoding(folder, request), options))
  } catch (error) {
    throw explain(error)
  }
}

function encoding(folder: string, request: CliEncodeRequest): Plan {
  const { cli, options, quality, png, bitDepth = 8 } = request
  const { program, args } = cli.encoder
  const input = { path: join(folder, 'in.png'), bytes: png }
  const output = join(folder, 'out')
  const given = args(options, quality, bitDepth)
  const command = fill(program, given, input.path, output, cli.install)
  return { input, output, command }
}

function decoding(folder: string, request: CliDecodeRequest): Plan {
  const { cli, options, bytes, bitDepth = 8 } = request
  const { program, args } = cli.decoder
  const input = { path: join(folder, 'in'), bytes }
  const output = join(folder, 'out.png')
  const command = fill(program, args(options, bitDepth), input.path, output, cli.install)
  return { input, output, command }
}

function fill(program: string, args: string[], from: string, to: string, install: string): Command {
  const paths = { '{in}': from, '{out}': to }
  const filled = args.map((arg) =>
    arg.replace(/\{in\}|\{out\}/g, (name) => paths[name as keyof typeof paths]),
  )
  return { program, args: filled, install }
}

async function execute(plan: Plan, options: RunOptions): Promise<Uint8Array> {
  await writeFile(plan.input.path, plan.input.bytes, FILE)
  const result = await run(plan.command, options)
  const written = await stat(plan.output).catch(() => undefined)
  checkSize(plan.command, result, written?.size ?? 0, options)
  return unpooled(await readFile(plan.output))
}

function executeSync(plan: Plan, options: RunOptions): Uint8Array {
  writeFileSync(plan.input.path, plan.input.bytes, FILE)
  const result = runSync(plan.command, options)
  const written = statSync(plan.output, { throwIfNoEntry: false })
  checkSize(plan.command, result, written?.size ?? 0, options)
  return unpooled(readFileSync(plan.output))
}

function checkSize(command: Command, result: Result, size: number, options: RunOptions): void {
  const { maxOutput } = options
  if (size === 0) throw childError(command, result, 'ended well but wrote nothing')
  if (maxOutput !== undefined && size > maxOutput) {
    const what = `wrote ${size} bytes, more than ${maxOutput} (maxOutputBytes)`
    throw childError(command, result, what, 'ERR_LIMIT')
  }
}

function explain(error: unknown): unknown {
  if (!(error instanceof CodecError) || error.code !== 'ERR_CHILD') return error
  const { command, exitCode, signal, stderr, message } = error
  if (exitCode === null || exitCode === 0 || !DAMAGED.test(stderr ?? '')) return error
  return new CodecError('ERR_DECODE', message, { command, exitCode, signal, stderr, cause: error })
}

/** A plain Uint8Array that owns its memory: small Buffers share theirs with others. */
const unpooled = (bytes: Buffer) => new Uint8Array(bytes)
