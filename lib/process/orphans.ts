import { type ChildProcess, spawnSync } from 'node:child_process'
import { findProgram } from './executable'

const running = new Set<ChildProcess>()
const killAll = () => running.forEach((child) => child.kill('SIGKILL'))

/** Kills the child when this process exits in an orderly way; call the result when it has ended. */
export function killAtExit(child: ChildProcess): () => void {
  if (running.size === 0) process.on('exit', killAll)
  running.add(child)
  return () => {
    running.delete(child)
    if (running.size === 0) process.off('exit', killAll)
  }
}

let setpriv: string | undefined | null = null

/**
 * The command that runs a program so that the kernel kills it when this process dies, however that
 * happens: `setpriv --pdeathsig` (Linux, util-linux >= 2.33; prctl(2), PR_SET_PDEATHSIG) replaces
 * itself by the program, so that pid and exit code are the program's own. Elsewhere the command as
 * it is: the program then ends when it next reads from or writes to its broken pipes.
 * @param limits of the kernel's, by prlimit (Linux): `fileBytes` ends it (SIGXFSZ) when it makes a file
 *   larger, `dataBytes` refuses it more memory of its own
 */
export function bound(
  program: string,
  args: readonly string[],
  { fileBytes, dataBytes }: { fileBytes?: number; dataBytes?: number } = {},
): [string, string[]] {
  if (setpriv === null) setpriv = findSetpriv()
  const command = [program, ...args]
  const limits = [
    ...(fileBytes === undefined ? [] : [`--fsize=${Math.ceil(fileBytes)}`]),
    ...(dataBytes === undefined ? [] : [`--data=${Math.ceil(dataBytes)}`]),
  ]
  const linux = limits.length > 0 && process.platform === 'linux'
  const prlimit = linux ? findProgram('prlimit') : undefined
  if (prlimit !== undefined) command.unshift(prlimit, ...limits, '--')
  if (setpriv !== undefined) command.unshift(setpriv, '--pdeathsig', 'KILL', '--')
  const [first, ...rest] = command
  return [first!, rest]
}

/** Whether setpriv or prlimit, rather than the program, failed: its message, without its name. */
export function startFailure(exitCode: number | null, stderr: string): string | undefined {
  if (exitCode !== 126 && exitCode !== 127) return undefined
  return /^(?:setpriv|prlimit): (.*)/.exec(stderr)?.[1]
}

function findSetpriv(): string | undefined {
  const path = process.platform === 'linux' ? findProgram('setpriv') : undefined
  if (path === undefined) return undefined
  // busybox has a setpriv without this option.
  const works = spawnSync(path, ['--pdeathsig', 'KILL', '--', 'true'], {
    stdio: 'ignore',
    timeout: 10_000,
  })
  return works.status === 0 ? path : undefined
}
