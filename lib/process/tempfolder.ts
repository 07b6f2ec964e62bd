import { mkdtempSync, rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PREFIX = 'nodecodecs-'
// A busy or antivirus-held file makes the first attempt fail on Windows.
const REMOVAL = { recursive: true, force: true, maxRetries: 3 }

const folders = new Set<string>()
const removeAll = () => folders.forEach((folder) => rmSync(folder, REMOVAL))

function keepTrack(folder: string): string {
  if (folders.size === 0) process.on('exit', removeAll)
  folders.add(folder)
  return folder
}

function forget(folder: string): void {
  folders.delete(folder)
  if (folders.size === 0) process.off('exit', removeAll)
}

/**
 * Runs `work` with a new folder that only this user can enter (mode 0700), and removes the folder
 * with all that is in it, whatever `work` does, and also when the process exits meanwhile.
 */
export async function withTempFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = keepTrack(await mkdtemp(join(tmpdir(), PREFIX)))
  try {
    return await work(folder)
  } finally {
    await rm(folder, REMOVAL)
    forget(folder)
  }
}

/** The same on the calling thread. */
export function withTempFolderSync<T>(work: (folder: string) => T): T {
  const folder = keepTrack(mkdtempSync(join(tmpdir(), PREFIX)))
  try {
    return work(folder)
  } finally {
    rmSync(folder, REMOVAL)
    forget(folder)
  }
}
