// The program of a child process: does one task at a time, as its parent says.
import { describePicture } from './picture'
import { measureStream, runPoint, timePoint } from './point'
import type { Failure, Reply, Request, Task } from './task'
import { Watchdog } from './watchdog'

const watchdog = new Watchdog()

function answerTo(task: Task): Promise<unknown> {
  switch (task.kind) {
    case 'describe':
      return describePicture(task.path)
    case 'point':
      return runPoint(task)
    case 'measure':
      return measureStream(task)
    case 'time':
      return timePoint(task)
  }
}

function failureOf(error: unknown): Failure {
  const { code, message = String(error) } = error as { code?: unknown; message?: string }
  return { ...(typeof code === 'string' && { code }), message }
}

const say = (reply: Reply) => process.send?.(reply)

async function serve({ id, task, timeout }: Request): Promise<void> {
  // Told before the work begins: a codec that never yields would keep the message back.
  await new Promise((told) => process.send?.({ id, begun: true } satisfies Reply, told))
  const reply: Reply = await watchdog
    .watch(timeout, () => answerTo(task))
    .then(
      (answer) => ({ id, answer }),
      (error: unknown) => ({ id, failure: failureOf(error) }),
    )
  say(reply)
}

// The terminal sends Ctrl-C to all of a group; the parent decides what that means.
process.on('SIGINT', () => undefined)
// The parent is gone, or has had enough. Exiting in an orderly way would wait for a coder in a
// thread, which may hang; what is done at an exit ends the programs and all that they have started.
function end(): void {
  process.emit('exit', 1)
  process.kill(process.pid, 'SIGKILL')
}
process.on('disconnect', end)
process.on('SIGTERM', end)
process.on('message', (request: Request) => void serve(request))
