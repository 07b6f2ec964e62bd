import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findProgram } from '../../lib/process/executable'
import { alive } from '../helpers/alive'
import { standIn } from '../helpers/stand_in'
import { until } from '../helpers/commands'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'process-test-'))))
afterEach(() => rmSync(folder, { recursive: true }))
const pidFile = () => join(folder, 'pid')

const pid = () =>
  readdirSync(folder).includes('pid') ? Number(readFileSync(pidFile())) : undefined

const anyOther = process.platform === 'linux' && findProgram('setpriv') !== undefined
const onLinux = anyOther ? test : test.skip

describe(`the parent is gone${anyOther ? '' : ' (skipped: needs setpriv of util-linux on Linux)'}`, () => {
  async function childOf(mode: string, signal?: NodeJS.Signals): Promise<void> {
    const env = { ...process.env, PID_FILE: pidFile() }
    const parent = spawn(process.execPath, [standIn('parent'), mode], { env, stdio: 'ignore' })
    try {
      const child = await until(pid)
      if (signal !== undefined) parent.kill(signal)
      await until(() => (alive(child) ? undefined : true))
    } finally {
      parent.kill('SIGKILL')
    }
  }
  onLinux.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)('by %s: so is the child', (signal) =>
    childOf('async', signal),
  )
  onLinux('while it waits in runSync: so is the child', () => childOf('sync', 'SIGKILL'))
  onLinux('by process.exit: so is the child', () => childOf('exit'))
  onLinux('as its worker thread is ended: so is the child', () => childOf('worker'))
})
