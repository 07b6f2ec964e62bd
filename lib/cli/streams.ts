import { ofFile } from '../errors'
import { commonRows } from '../codecs/rows'
import { writeBytes } from '../files/bytes'
import { type CallLimits, limitsOfCall } from '../files/limits'
import { sourceBytes } from '../files/source'
import type { FileSource } from '../source'
import { contextOf, driveAsync } from '../task'

/** How the command line calls stdin and stdout. */
export const STANDARD = '-'

/** A file of the command line: `-` is stdin. */
export const sourceOf = (file: string): FileSource => (file === STANDARD ? process.stdin : file)

/** What is done to a file; its error names it. */
export async function named<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw ofFile(error, file === STANDARD ? 'stdin' : file)
  }
}

/** The bytes of a file of the command line, within its limits; errors name it. */
export function readBytes(
  file: string,
  label: string,
  given: CallLimits,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const { timeout, maxMemory = commonRows.maxMemory.default } = limitsOfCall(given, label)
  const context = contextOf({ signal, timeout }, label)
  return named(file, () => driveAsync(sourceBytes(sourceOf(file), label, maxMemory), context))
}

/** Writes to a file, or to stdout for `-`, as a whole. */
export async function write(file: string, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
  if (file !== STANDARD) return driveAsync(writeBytes(file, bytes, 'OUT'), { signal })
  await new Promise<void>((resolve, reject) => {
    process.stdout.write(bytes, (error) => (error ? reject(error) : resolve()))
  })
}
