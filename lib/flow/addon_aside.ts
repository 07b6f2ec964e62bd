import { addonIsSettled, findAddon } from '../backends/native/addon'
import { perform, type Steps } from '../task'

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Lets the event loop turn; a sync call goes on. */
export const oneTurn = (): Steps<void> => perform<void>({ run: turn, runSync: () => undefined })

/**
 * The first call that needs the addon has it loaded in a turn of the event loop of its own: with all
 * the libraries behind it that takes as long as the rest of the call. Whether this is that call; a sync
 * call loads the addon where it needs it.
 */
export function* addonAside(): Steps<boolean> {
  if (addonIsSettled()) return false
  yield* perform<void>({
    async run() {
      await turn()
      findAddon()
      await turn()
    },
    runSync: () => undefined,
  })
  return true
}
