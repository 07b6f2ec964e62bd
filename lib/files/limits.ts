import { commonRows } from '../codecs/rows'
import { type Arrangement, checkArrangement } from '../flow/arrange'
import type { MetadataChoice } from '../metadata/choice'
import {
  boolean,
  checkKeys,
  checkOption,
  type OptionRows,
  type OptionsOf,
  resolveOptions,
} from '../options'
import { once } from '../options/once'
import { contextOf, type RunContext } from '../task'

/** What bounds the reading of a file from anybody, and how strict it is: the codecs' own rows. */
const limitRows = {
  /** Largest width x height that is read, from the header; more is `ERR_LIMIT`. */
  maxPixels: commonRows.maxPixels,
  /** Bytes that decoding one picture may take, estimated from its header, and that its file may have. */
  maxMemory: commonRows.maxMemory,
  /** Decodes in a child process with limits of its own: a crash, a hang or a leak ends there. */
  isolate: commonRows.isolate,
  /** Refuses also damage that no pixel depends on: what `warnings` would name. */
  strict: commonRows.strict,
} as const

export type Limits = OptionsOf<typeof limitRows>

/** The limits among the options of a codec. */
export const limitsOf = ({ maxPixels, maxMemory, isolate, strict }: Limits): Limits => ({
  maxPixels,
  maxMemory,
  isolate,
  strict,
})

/** What bounds one call; what it does not say is as the codec's own options have it. */
export interface CallLimits extends Limits {
  /** Milliseconds of work; then it rejects with `ERR_TIMEOUT`. */
  timeout?: number
}

const callRows: OptionRows = { ...limitRows, timeout: commonRows.timeout }

/** The names of CallLimits, for the calls' checks. */
export const callLimitNames = Object.keys(callRows)

/** The limits among the options of a call. @throws TypeError or RangeError, naming the option */
export function limitsOfCall(given: CallLimits, label: string): CallLimits {
  const own = Object.entries(given ?? {}).filter(
    ([name, value]) => name in callRows && value !== undefined,
  )
  for (const [name, value] of own) checkOption(callRows[name]!, value, `${label}: ${name}`)
  return Object.fromEntries(own)
}

/** How a call that codes nothing waits for what it is given. */
export interface WaitOptions {
  /** Milliseconds of work, and of waiting for a file or stream; then it ends with `ERR_TIMEOUT`. */
  timeout?: number
  /** Ends the call with the signal's reason; one on the calling thread is ended before it begins. */
  signal?: AbortSignal
}

/** The same as what a call's steps share. @throws TypeError or RangeError, naming the option */
export function waitContext(given: WaitOptions, label: string): RunContext {
  const options = once(given)
  checkKeys(options, ['timeout', 'signal'], label)
  if (options.timeout !== undefined) checkOption(commonRows.timeout, options.timeout, 'timeout')
  return contextOf(options, label)
}

/** Of a call that may be one of `files.map`, which gives an index and the list of files too. */
export const waitOf = ([given]: readonly unknown[]): WaitOptions =>
  typeof given === 'object' && given !== null ? given : {}

/** How a file is read. */
export interface LoadingOptions extends Limits {
  /**
   * What goes into the array's `metadata`, of which encode and writeImage write: by default the ICC
   * profile; `true` or 'keep': Exif and XMP too; `false` or 'drop': nothing.
   */
  metadata?: MetadataChoice | boolean
  /** Turns the pixels as Exif says; default true. `false`: as they are, `metadata.orientation` says. */
  autoOrient?: boolean
  /** Milliseconds of work; then it rejects with `ERR_TIMEOUT`. */
  timeout?: number
  /** Ends the call, which then rejects with the signal's reason. */
  signal?: AbortSignal
}

/** What readImage takes. */
export interface ReadOptions extends LoadingOptions, Arrangement {}

const readRows: OptionRows = {
  ...limitRows,
  timeout: commonRows.timeout,
  autoOrient: boolean({ help: 'turn the pixels as Exif says; default true' }),
}

/** How many bits float samples become where their array does not say. */
export interface FloatDepth {
  floatDepth?: number
}

const readNames = ['as', 'layout', 'bitDepth', 'metadata', 'signal', ...Object.keys(readRows)]

/** @throws TypeError or RangeError, naming the option */
export function checkReadOptions(given: ReadOptions): ReadOptions {
  checkKeys(given, readNames, 'readImage')
  const { signal, metadata, as, layout, bitDepth, ...options } = given
  checkArrangement({ as, layout, bitDepth }, 'readImage')
  return {
    signal,
    metadata,
    as,
    layout,
    bitDepth,
    ...resolveOptions(readRows, options, 'readImage'),
  }
}
