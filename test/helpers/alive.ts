import { readFileSync } from 'node:fs'

/** Whether a process runs. One that nobody has collected yet (`docker run` without init) is dead. */
export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return process.platform !== 'linux' || !/^\d+ \(.*\) Z/.test(readStatus(pid))
  } catch {
    return false
  }
}

const readStatus = (pid: number) => readFileSync(`/proc/${pid}/stat`, 'utf8')
