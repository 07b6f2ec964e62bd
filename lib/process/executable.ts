import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, isAbsolute, join, resolve } from 'node:path'

const EXTENSIONS = process.platform === 'win32' ? ['.exe', ''] : ['']

/**
 * Where a program is, as an absolute path; undefined where there is none that may be executed.
 * @param name the program (`ffmpeg`), looked up in PATH unless `path` says more
 * @param path the program itself (`/opt/ffmpeg/bin/ffmpeg`, or another name in PATH) or its folder
 */
export function findProgram(name: string, path?: string): string | undefined {
  const wanted = path ?? name
  if (isFolder(wanted) && path !== undefined) return executable(join(wanted, name))
  if (/[\\/]/.test(wanted)) return executable(wanted)
  // A relative entry, '.' or an empty one, is the working folder: anybody's files.
  const folders = (process.env.PATH ?? '').split(delimiter).filter(isAbsolute)
  for (const folder of folders) {
    const found = executable(join(folder, wanted))
    if (found !== undefined) return found
  }
  return undefined
}

function executable(file: string): string | undefined {
  for (const extension of EXTENSIONS) {
    const candidate = resolve(file + extension)
    try {
      accessSync(candidate, constants.X_OK)
      if (statSync(candidate).isFile()) return candidate
    } catch {
      // Absent or not ours to run: the next candidate decides.
    }
  }
  return undefined
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}
