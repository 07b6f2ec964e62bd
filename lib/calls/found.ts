import type { SearchTry } from './results'

/** A coded picture, and how it was found. */
export interface Found {
  bytes: Uint8Array
  ms: number
  quality: number
  tries?: SearchTry[]
  warnings?: string[] | undefined
}

/** A stream with all that will stand in the file: what a target of bytes is about. */
export type Finish = (stream: Uint8Array) => Uint8Array
