import type { Timed } from '../../lib/backends/child'
import { ffmpegDecode as decode, ffmpegEncode as encode } from '../../lib/backends/ffmpeg/planes'
import { Clock } from '../../lib/process/clock'
import { driveAsync, driveSync, type RunContext, type Steps } from '../../lib/task'

/** What a call lets its steps know; all of it may be left out here. */
export interface Driving extends Partial<Omit<RunContext, 'clock'>> {
  timeout?: number
}

function contextOf({ timeout, ...rest }: Driving): RunContext {
  const clock = timeout === undefined ? undefined : new Clock(timeout, 'test')
  return { log: () => undefined, ...rest, clock }
}

export const drive = <T>(steps: Steps<T>, driving: Driving = {}): Promise<T> =>
  driveAsync(steps, contextOf(driving))

export const driveOnThread = <T>(steps: Steps<T>, driving: Driving = {}): T =>
  driveSync(steps, contextOf(driving))

const both = <R, T>(steps: (request: R) => Steps<Timed<T>>) =>
  [
    async (request: R, driving?: Driving) => (await drive(steps(request), driving)).value,
    (request: R, driving?: Driving) => driveOnThread(steps(request), driving).value,
  ] as const

/** The ffmpeg program's two jobs, each driven in both ways. */
export const [ffmpegEncode, ffmpegEncodeSync] = both(encode)
export const [ffmpegDecode, ffmpegDecodeSync] = both(decode)
