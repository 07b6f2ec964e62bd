import { type Command, type Result, run, runSync } from '../process'
import { programsAtOnce } from '../process/at_once'
import { closeTempFolder, openTempFolder } from '../process/tempfolder'
import { perform, type Steps } from '../task'
import { Callers } from '../process/callers'

/** The calls of all backends that start programs. */
export const programCallers = new Callers(programsAtOnce)

/** What programs gave, and the milliseconds that they ran, without waiting for a turn. */
export interface Timed<T> {
  value: T
  ms: number
}

/**
 * Runs a program, as a step.
 * @throws CodecError `ERR_UNAVAILABLE`, `ERR_CHILD`, `ERR_LIMIT`, `ERR_TIMEOUT`; `signal.reason`
 */
export function* runProgram(command: Command): Steps<Result> {
  return yield* perform<Result>({
    run: (context) => run(command, context),
    runSync: (context) => runSync(command, context),
  })
}

/** Runs `work` with a new private folder, which is removed whatever `work` does. */
export function* inTempFolder<T>(work: (folder: string) => Steps<T>): Steps<T> {
  const folder = yield* perform<string>(openTempFolder)
  try {
    return yield* work(folder)
  } finally {
    yield* perform<void>(closeTempFolder(folder))
  }
}
