import { CodecError, ofFile } from '../errors'
import { type FileSource, locate, type Located, nearly } from '../source'
import { ownBytes } from '../source/copies'
import { isReason, perform, type Steps } from '../task'
import { checkLength, gathered, untilAborted } from './gathered'
import { readBytes } from './path_bytes'

// Where a source of any kind becomes a file's bytes: the only place.

/** Says of a call that came to its end while it read what it waited for. */
function* whileReading(error: unknown, found: Located): Steps<unknown> {
  if (!(error instanceof CodecError) || error.code !== 'ERR_TIMEOUT') return error
  if (yield* isReason(error)) return error
  const what = found.kind === 'path' ? `'${found.path}'` : `the ${found.kind}`
  const { message, codec } = error
  return new CodecError('ERR_TIMEOUT', `${message}, reading ${what}`, { codec, cause: error })
}

const onlyAsync = (label: string, what: string, way: string) => (): never => {
  throw new TypeError(
    `${label}: a ${what} is read by the async calls only; give a sync call the bytes: ${way}`,
  )
}

function* read(found: Located, label: string, maxMemory?: number): Steps<Uint8Array> {
  switch (found.kind) {
    case 'path':
      return yield* readBytes(found.path, maxMemory)
    case 'bytes':
      return found.bytes
    case 'blob':
      return yield* perform<Uint8Array>({
        async run({ signal }) {
          checkLength(found.blob.size, { maxMemory, what: `${label}: the Blob` })
          return ownBytes(new Uint8Array(await untilAborted(found.blob.arrayBuffer(), signal)))
        },
        runSync: onlyAsync(label, 'Blob', 'await blob.arrayBuffer()'),
      })
    case 'stream':
      return yield* perform<Uint8Array>({
        run: ({ signal }) =>
          gathered(found.stream, { maxMemory, what: `${label}: the stream` }, signal),
        runSync: onlyAsync(label, 'stream', "await buffer(stream) of 'node:stream/consumers'"),
      })
  }
}

/**
 * A file's bytes, whatever the caller gave for it, up to `maxMemory` of those that are not in memory
 * yet. TypeError for what is no source.
 */
export function* sourceBytes(
  source: FileSource,
  label: string,
  maxMemory?: number,
): Steps<Uint8Array> {
  const found = locate(source, label)
  if (found === undefined) {
    throw new TypeError(
      `${label}: expected a path, a Uint8Array or another source of a file's bytes, got ${nearly(source)}`,
    )
  }
  try {
    return yield* read(found, label, maxMemory)
  } catch (error) {
    throw yield* whileReading(error, found)
  }
}

/** The path of a source, where it has one. */
export function pathOfSource(source: FileSource): string | undefined {
  const found = locate(source, 'source')
  return found?.kind === 'path' ? found.path : undefined
}

/** What is read of a source: its failure names the file. */
export function* ofSource<T>(source: FileSource, steps: Steps<T>): Steps<T> {
  try {
    return yield* steps
  } catch (error) {
    if (!(error instanceof CodecError) || (yield* isReason(error))) throw error
    const path = pathOfSource(source)
    throw path === undefined ? error : ofFile(error, path)
  }
}
