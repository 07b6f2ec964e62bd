import { TargetError } from '../calls/target'
import { CodecError } from '../errors'
import type { Psnr } from './psnr'

/** A codec on one backend, at one quality, on one picture. */
export interface Run {
  image: string
  codec: string
  backend: string
  encoder: string
  quality: number
}

export interface Result extends Run, Psnr {
  bytes: number
  bpp: number
  /** With a metric to match: what the restored picture has of it. */
  reached?: number
  /** Of the metrics that were asked for; null for one that is infinite. */
  metrics?: Record<string, number | null>
  encodeMs: number
  decodeMs: number
}

export interface Failure extends Partial<Run> {
  image: string
  error: { code?: string; message: string }
}

export type Row = Result | Failure

export const isResult = (row: Row): row is Result => !('error' in row)

/** The row of a codec that did not get through, or of a picture that cannot be read. */
export function failure(run: Partial<Run> & { image: string }, error: unknown): Failure {
  const unreachable = error instanceof TargetError ? 'unreachable' : undefined
  const code = error instanceof CodecError ? error.code : unreachable
  const message = error instanceof Error ? error.message : String(error)
  return { ...run, error: { ...(code && { code }), message } }
}
