import { clearLine, cursorTo } from 'node:readline'

const SECOND = 1000

/**
 * Does the work and, on a terminal, says from the first second on how long it has been going: a search
 * for a target, or a slow encoder, may take long.
 */
export async function waiting<T>(
  task: string,
  work: () => Promise<T>,
  stream: NodeJS.WriteStream = process.stderr,
): Promise<T> {
  if (!stream.isTTY) return work()
  const started = performance.now()
  const clear = (): void => {
    cursorTo(stream, 0)
    clearLine(stream, 0)
  }
  const timer = setInterval(() => {
    clear()
    stream.write(`${task}: ${Math.round((performance.now() - started) / SECOND)} s`)
  }, SECOND)
  try {
    return await work()
  } finally {
    clearInterval(timer)
    if (performance.now() - started >= SECOND) clear()
  }
}
