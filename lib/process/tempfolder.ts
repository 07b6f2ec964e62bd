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

/** A task: makes a folder that only this user can enter (mode 0700). */
export const openTempFolder = {
  run: async () => keepTrack(await mkdtemp(join(tmpdir(), PREFIX))),
  runSync: () => keepTrack(mkdtempSync(join(tmpdir(), PREFIX))),
}

/** A task: removes it with all that is in it. Where it never runs, the process's exit does. */
export const closeTempFolder = (folder: string) => ({
  isCleanup: true,
  async run() {
    await rm(folder, REMOVAL)
    forget(folder)
  },
  runSync() {
    rmSync(folder, REMOVAL)
    forget(folder)
  },
})
