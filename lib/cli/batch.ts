import { mkdir, readdir, stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { basename, dirname, extname, join, relative } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import { extensions } from '../codecs/recognise'
import { parseNumber } from './number'
import { STANDARD } from './streams'
import { tellError } from './visible'
import { inSwitches, saidOf } from './wording'

/** One file of a batch: where it comes from and where it goes. */
export interface Item {
  input: string
  output: string
}

const known = (): Set<string> => new Set([...extensions(), '.jpeg', '.tif', '.npy'])

/** Files as they are named; of folders all picture files in them, at any depth. */
async function filesOf(input: string): Promise<{ root: string; files: string[] }> {
  const found = await stat(input).catch(() => undefined) // what is missing fails when it is read
  if (!found?.isDirectory()) return { root: dirname(input), files: [input] }
  const readable = known()
  const names = await readdir(input, { recursive: true })
  const pictures = names.filter((name) => readable.has(extname(name).toLowerCase())).sort()
  return { root: input, files: pictures.map((name) => join(input, name)) }
}

/**
 * The files with their places below `folder`: those of a folder mirror it.
 * @throws RangeError for two files that would be one
 */
export async function itemsOf(
  inputs: readonly string[],
  folder: string,
  extension: string,
): Promise<Item[]> {
  const items: Item[] = []
  for (const input of inputs) {
    const { root, files } = await filesOf(input)
    for (const file of files) {
      const place = join(folder, relative(root, file))
      const name = basename(place, extname(place)) + extension
      items.push({ input: file, output: join(dirname(place), name) })
    }
  }
  const seen = new Map<string, string>()
  for (const { input, output } of items) {
    const other = seen.get(output)
    if (other !== undefined && other !== input) {
      throw new RangeError(`${other} and ${input} would both be written to ${output}`)
    }
    seen.set(output, input)
  }
  return items
}

async function isNewer({ input, output }: Item): Promise<boolean> {
  const [from, to] = await Promise.all([input, output].map((f) => stat(f).catch(() => undefined)))
  return from !== undefined && to !== undefined && to.mtimeMs >= from.mtimeMs
}

/** TypeError for a folder where one file is meant. */
export async function refuseFolder(input: string, example: string): Promise<void> {
  const found = await stat(input).catch(() => undefined)
  if (!found?.isDirectory()) return
  throw new TypeError(`${input} is a folder: expected --out DIR, as in nodecodecs ${example}`)
}

/** TypeError where OUT is the input itself, by whatever name: a lossy codec would have spoilt it. */
export async function refuseItself({ input, output }: Item): Promise<void> {
  if (input === STANDARD || output === STANDARD) return
  const [from, to] = await Promise.all(
    [input, output].map((f) => stat(f, { bigint: true }).catch(() => undefined)),
  )
  if (!from?.isFile() || from.dev !== to?.dev || from.ino !== to.ino) return
  throw new TypeError(`${input}: would be written over by ${output}: expected another file`)
}

/** TypeError where --out has the name of a file, or is stdout: both are the second argument's. */
export async function folderOf(out: string, example: string): Promise<string> {
  const found = await stat(out).catch(() => undefined)
  if (found?.isDirectory()) return out
  const file = out === STANDARD || found !== undefined || known().has(extname(out).toLowerCase())
  if (!file) return out
  throw new TypeError(`--out ${out}: expected a folder; for one file, nodecodecs ${example} ${out}`)
}

export interface BatchOptions {
  jobs?: number
  force?: boolean
}

function parseJobs(text: string): number {
  const jobs = parseNumber(text)
  if (Number.isInteger(jobs) && jobs >= 1) return jobs
  throw new InvalidArgumentError('Expected a whole number from 1.')
}

export const addBatch = (command: Command, what: string): Command =>
  command
    .option('-o, --out <dir>', `a folder for many ${what}`)
    .option('-j, --jobs <n>', 'files at once, with --out; default: the processors', parseJobs)
    .option('--force', 'with --out: write again what is newer there')

export interface BatchResult {
  done: number
  skipped: number
  failed: number
}

/** Does the work for each item, `jobs` at once; one that fails is told and passed over. */
export async function runBatch(
  items: readonly Item[],
  { jobs = availableParallelism(), force }: BatchOptions,
  signal: AbortSignal,
  work: (item: Item) => Promise<void>,
): Promise<BatchResult> {
  const result: BatchResult = { done: 0, skipped: 0, failed: 0 }
  const left = items.values()
  const one = async (item: Item): Promise<void> => {
    if (!force && (await isNewer(item))) {
      result.skipped += 1
      return
    }
    try {
      await mkdir(dirname(item.output), { recursive: true })
      await work(item)
      result.done += 1
    } catch (error) {
      signal.throwIfAborted()
      result.failed += 1
      const reason = inSwitches((error as Error).message)
      tellError(`nodecodecs: ${saidOf(item.input, reason)}`)
    }
  }
  const lane = async (): Promise<void> => {
    for (const item of left) await one(item)
  }
  await Promise.all(Array.from({ length: jobs }, lane))
  return result
}

/** `3 done, 1 skipped (newer), 1 failed`, to stderr; exit code 1 where one failed. */
export function tell({ done, skipped, failed }: BatchResult): void {
  const parts = [
    `${done} done`,
    skipped && `${skipped} skipped (newer)`,
    failed && `${failed} failed`,
  ]
  process.stderr.write(`${parts.filter(Boolean).join(', ')}\n`)
  if (failed > 0) process.exitCode = 1
}
