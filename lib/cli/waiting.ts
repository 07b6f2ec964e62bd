import { clearLine, cursorTo } from 'node:readline'
import { visibleLine } from './visible'

const SECOND = 1000

/**
 * Does the work and, on a terminal, says from the first second on how long it has been going, and what
 * the work tells of itself: a search for a target, or a slow encoder, may take long.
 */
export async function waiting<T>(
  task: string,
  work: (tell: (detail: string) => void) => Promise<T>,
  stream: NodeJS.WriteStream = process.stderr,
): Promise<T> {
  let told = ''
  const tell = (detail: string): void => void (told = `, ${detail}`)
  if (!stream.isTTY) return work(tell)
  const started = performance.now()
  const clear = (): void => {
    cursorTo(stream, 0)
    clearLine(stream, 0)
  }
  const timer = setInterval(() => {
    clear()
    stream.write(
      `${visibleLine(task)}: ${Math.round((performance.now() - started) / SECOND)} s${told}`,
    )
  }, SECOND)
  try {
    return await work(tell)
  } finally {
    clearInterval(timer)
    if (performance.now() - started >= SECOND) clear()
  }
}
