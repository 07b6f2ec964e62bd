import type { ProgramDescription } from '../../lib/index'
import type { ByteSplit, PictureOf, ResultRow, RunTime } from '../results/index'

/** A codec that another process can set up. */
export interface Setup {
  codec: string
  options: Record<string, unknown>
  /** What it is, where it is no codec of the library's. */
  program?: ProgramDescription
}

/** Work for a child process; all of it can be sent to one. */
export type Task =
  | { kind: 'describe'; path: string }
  | PointTask
  | ({ kind: 'measure'; setup: Setup; stream: Uint8Array; metrics: string[] } & PlannedPicture)
  | ({ kind: 'time'; setup: Setup; quality: number } & PlannedPicture)

/** A picture's file, and the hash of the samples that it had when the sweep was planned. */
export interface PlannedPicture {
  path: string
  sha256: string
}

export interface PointTask extends PlannedPicture {
  kind: 'point'
  setup: Setup
  quality: number
  metrics: string[]
}

export type Measured = Pick<
  ResultRow,
  'metrics' | 'metricVersions' | 'metricErrors' | 'metricWarnings'
>

/** What a point's run finds out. */
export interface PointResult extends Measured {
  bytes: Uint8Array
  /** Bytes that count, where these are others: of a program with a container, or of a padded picture. */
  counted?: number
  split: ByteSplit | null
  stream: string
  encode: RunTime
  decode: RunTime
}

/** What each kind of task resolves to. */
export interface Answers {
  describe: Described
  point: PointResult
  measure: Measured
  time: { encode: RunTime; decode: RunTime }
}

export interface Described {
  picture: Omit<PictureOf, 'name' | 'source' | 'licence'>
  /** What was passed over of the file. */
  warnings: readonly string[]
}

export type Answer<T extends Task> = Answers[T['kind']]

/** A failure, as it goes from process to process. */
export interface Failure {
  code?: string
  message: string
}

/** `timeout` in milliseconds: the child's own watchdog keeps to it too. */
export type Request = { id: number; task: Task; timeout: number }
/** First that it has begun, then how it ended. */
export type Reply = { id: number } & ({ begun: true } | { answer: unknown } | { failure: Failure })
