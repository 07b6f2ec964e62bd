import { type ChildProcess, spawnSync } from 'node:child_process'
import { findProgram } from './executable'

const running = new Set<ChildProcess>()
const killAll = () => running.forEach(killTree)

let ownGroups = true

/** Programs started from now on stay in the group of this process, with which its parent ends them. */
export function stayInGroup(): void {
  ownGroups = false
}

/** Ends what a program started and left: the processes of its group, if it has one of its own. */
export function killGroup({ pid, group }: { pid?: number | undefined; group: boolean }): void {
  if (!group || !pid) return // 0, of a program that did not start, would be our own group
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // Nobody is left.
  }
}

const leaders = new WeakSet<ChildProcess>()

/** Ends it and its group. False: it has already ended, or we may not. */
export function killTree(child: ChildProcess): boolean {
  const ended = child.kill('SIGKILL')
  killGroup({ pid: child.pid, group: leaders.has(child) })
  return ended
}

/**
 * Kills the child when this process exits in an orderly way; call the result when it has ended.
 * @param group whether it leads a process group
 */
export function killAtExit(child: ChildProcess, group: boolean): () => void {
  if (group) leaders.add(child)
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
 * @returns `group`: it is to lead a process group (spawn's `detached`), which is ended with it. Only
 *   where the kernel ends it with this process: a terminal's Ctrl-C does not reach it there.
 */
export function bound(
  program: string,
  args: readonly string[],
  { fileBytes, dataBytes }: { fileBytes?: number; dataBytes?: number } = {},
): { file: string; args: string[]; group: boolean } {
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
  const [file, ...rest] = command
  return { file: file!, args: rest, group: ownGroups && setpriv !== undefined }
}

/** Whether setpriv or prlimit, rather than the program, failed: its message, without its name. */
export function startFailure(exitCode: number | null, stderr: string): string | undefined {
  if (exitCode !== 126 && exitCode !== 127) return undefined
  return /^(?:setpriv|prlimit): (.*)/.exec(stderr)?.[1]
}

function findSetpriv(): string | undefined {
  const [path, nothing] =
    process.platform === 'linux' ? [findProgram('setpriv'), findProgram('true')] : []
  if (path === undefined || nothing === undefined) return undefined
  // busybox has a setpriv without this option.
  const works = spawnSync(path, ['--pdeathsig', 'KILL', '--', nothing], {
    stdio: 'ignore',
    timeout: 10_000,
  })
  return works.status === 0 ? path : undefined
}
