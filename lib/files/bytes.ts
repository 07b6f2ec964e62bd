import {
  chmodSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs'
import { chmod, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { CodecError, withPath } from '../errors'
import { isReason, perform, type Steps } from '../task'
import { writePipe } from './into_pipe'

/** A folder's error says so, whatever Node was doing with it. Of any error: an abort's may be any. */
export function named(error: unknown, path: string): unknown {
  const failure = withPath(error, path) as NodeJS.ErrnoException | null
  if (failure?.code === 'EISDIR') failure.message = `EISDIR: '${path}' is a folder`
  return error
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException | undefined)?.code

/** Where a file is to be, and what is there now. */
interface Place {
  path: string
  old?: { mode: number; kind: 'file' | 'pipe' | 'other' }
}

/** Says of a call that came to its end while it wrote what nobody took. */
function* whileWriting(error: unknown, path: string): Steps<unknown> {
  const isLate = error instanceof CodecError && error.code === 'ERR_TIMEOUT'
  if (!isLate || (yield* isReason(error))) return error
  const message = `${error.message}, writing '${path}'`
  return new CodecError('ERR_TIMEOUT', message, { codec: error.codec, path, cause: error })
}

const intoFile = (path: string, bytes: Uint8Array): Steps<void> =>
  perform<void>({
    run: ({ signal }) => writeFile(path, bytes, { signal }),
    runSync: () => writeFileSync(path, bytes),
  })

function* inPlace(path: string, bytes: Uint8Array, { old }: Place): Steps<void> {
  try {
    yield* old?.kind === 'pipe' ? writePipe(path, bytes) : intoFile(path, bytes)
  } catch (error) {
    throw yield* whileWriting(named(error, path), path)
  }
}

const placeOf = (path: string, stats: Stats): Place => {
  const kind = stats.isFile() ? 'file' : stats.isFIFO() ? 'pipe' : 'other'
  return { path, old: { mode: stats.mode & 0o7777, kind } }
}

function noneThere(error: unknown): undefined {
  if (!['ENOENT', 'ENOTDIR'].includes(codeOf(error) ?? '')) throw error
}

/** Where links to a file lead to; the path as it is of all else: /dev/stdout leads to no name. */
const lookAt = (path: string) =>
  perform<Place>({
    async run() {
      const found = await stat(path).catch(noneThere)
      if (found === undefined) return { path }
      return placeOf(found.isFile() ? await realpath(path) : path, found)
    },
    runSync() {
      const found = statSync(path, { throwIfNoEntry: false })
      if (found === undefined) return { path }
      return placeOf(found.isFile() ? realpathSync(path) : path, found)
    },
  })

/** Puts the bytes into a new file and gives it the place's name and mode. */
const replace = (beside: string, bytes: Uint8Array, { path, old }: Place) =>
  perform<void>({
    async run({ signal }) {
      await writeFile(beside, bytes, { flag: 'wx', signal })
      if (old) await chmod(beside, old.mode) // the umask counts for new files only
      signal?.throwIfAborted()
      await rename(beside, path)
    },
    runSync() {
      writeFileSync(beside, bytes, { flag: 'wx' })
      if (old) chmodSync(beside, old.mode)
      renameSync(beside, path)
    },
  })

const remove = (path: string) =>
  perform<void>({
    isCleanup: true,
    run: () => rm(path, { force: true }),
    runSync: () => rmSync(path, { force: true }),
  })

/**
 * Errors of a new file, or of its taking the place: the folder takes none, the old one is a mount of
 * its own (EBUSY) or, on Windows, open elsewhere.
 */
const CLOSED = ['EACCES', 'EPERM', 'EBUSY']

/** The failure as one of the path that was asked for. */
function ofPath(error: unknown, beside: string, path: string): unknown {
  const failed = withPath(error, path) as Partial<NodeJS.ErrnoException> | undefined
  if (!failed?.message?.includes(beside)) return error
  const message = failed.message.replaceAll(beside, path)
  return Object.assign(failed, { message, path, dest: undefined })
}

/** The failure, of which Node says 'no such file', where it is the folder that is not there. */
function* ofFolder(error: unknown, path: string, label: string): Steps<unknown> {
  const folder = dirname(path)
  if (codeOf(error) !== 'ENOENT' || (yield* lookAt(folder)).old) return error
  const way = `make it first: mkdir('${folder}', { recursive: true })`
  const message = `ENOENT: ${label}: there is no folder '${folder}' for '${path}'; ${way}`
  return Object.assign(error as Error, { message })
}

/**
 * Writes a file that the argument `label` names, as a step: whole, or not at all. The bytes go into
 * a file beside it that takes its name at the end, so that a full disk or an abort leaves the old one
 * as it was. What is no file (a device, a pipe), is a mount of its own, or lies in a folder that takes
 * no new file, is written where it is.
 */
export function* writeBytes(path: string, bytes: Uint8Array, label = 'path'): Steps<void> {
  const place = yield* lookAt(path)
  if (place.old && place.old.kind !== 'file') return yield* inPlace(path, bytes, place)
  const own = `${process.pid}-${Math.random().toString(36).slice(2)}` // no other's: flag wx
  const beside = join(dirname(place.path), `.nodecodecs-${own}`)
  try {
    yield* replace(beside, bytes, place)
  } catch (error) {
    yield* remove(beside)
    if (place.old && CLOSED.includes(codeOf(error) ?? '')) return yield* inPlace(path, bytes, place)
    throw yield* ofFolder(ofPath(error, beside, path), path, label)
  }
}
