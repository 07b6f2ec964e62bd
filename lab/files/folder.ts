import { mkdirSync } from 'node:fs'

/**
 * Makes a folder, with those above it, where it is not there. TypeError naming the option where a file
 * is in its way; other errors are the system's.
 */
export function makeFolder(path: string, option: string): void {
  try {
    mkdirSync(path, { recursive: true })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EEXIST' && code !== 'ENOTDIR') throw error
    throw new TypeError(`${option}: expected a folder, but ${path} is a file, or lies in one`)
  }
}
