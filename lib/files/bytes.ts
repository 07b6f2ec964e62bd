import { readFileSync, writeFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { perform, type Steps } from '../task'

/** A file's bytes, as a step. */
export function* readBytes(path: string): Steps<Uint8Array> {
  return yield* perform<Uint8Array>({
    run: ({ signal }) => readFile(path, { signal }),
    runSync: () => readFileSync(path),
  })
}

/** Writes a file, as a step. */
export function* writeBytes(path: string, bytes: Uint8Array): Steps<void> {
  yield* perform<void>({
    run: ({ signal }) => writeFile(path, bytes, { signal }),
    runSync: () => writeFileSync(path, bytes),
  })
}
