import { readFileSync } from 'node:fs'

/** Linux counts in USER_HZ, which is 100 on every architecture that Node runs on (proc(5)). */
const MS_PER_TICK = 10

/** CPU time of child programs that have ended, user and system, in milliseconds; proc(5), cutime. */
function childrenMs(): number | null {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8')
    // the name in parentheses may hold spaces; cutime and cstime are fields 16 and 17
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[13]) + Number(fields[14])) * MS_PER_TICK
  } catch {
    return null
  }
}

function ownMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

/**
 * Runs something and says how long it took: wall time and the CPU time of all threads of this
 * process, or, for a backend that starts programs, of those (null where the system does not tell).
 */
export async function timed<T>(programs: boolean, run: () => Promise<T>) {
  const cpu = programs ? childrenMs : ownMs
  const [cpuBefore, before] = [cpu(), performance.now()]
  const value = await run()
  const [wallMs, cpuAfter] = [performance.now() - before, cpu()]
  const cpuMs = cpuBefore === null || cpuAfter === null ? null : cpuAfter - cpuBefore
  return { value, time: { wallMs: rounded(wallMs), cpuMs: cpuMs === null ? null : rounded(cpuMs) } }
}

/** To the microsecond: more is noise. */
export const rounded = (ms: number): number => Math.round(ms * 1000) / 1000
