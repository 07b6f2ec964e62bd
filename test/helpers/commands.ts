import { type Command, type RunOptions } from '../../lib/process'
import { Clock } from '../../lib/process/clock'
import { standIn } from './stand_in'

export const command = (name: string, args: string[] = [], input?: Uint8Array): Command => ({
  program: standIn(name),
  args,
  input,
})

export const text = (bytes: Uint8Array) => Buffer.from(bytes).toString()

export async function until<T>(what: () => T | undefined): Promise<T> {
  for (let tries = 0; tries < 1000; tries++) {
    const found = what()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error('waited in vain')
}

export function limited(bytes: number, ...what: Parameters<typeof command>): Command {
  return { ...command(...what), limit: { bytes, setBy: `maxOutputBytes = ${bytes}` } }
}

/** As a call that may work for so long. */
export function timed(timeout: number): RunOptions {
  const clock = new Clock(timeout, 'test')
  clock.start()
  return { clock, signal: clock.signal }
}
