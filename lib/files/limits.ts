import { commonRows } from '../codecs/rows'
import { boolean, checkObject, type OptionRows, type OptionsOf, resolveOptions } from '../options'

/** What bounds the reading of a file from anybody; the rows of the codecs' own options. */
const limitRows = { maxPixels: commonRows.maxPixels } as const

export type Limits = OptionsOf<typeof limitRows>

/** The limits among the options of a codec. */
export const limitsOf = (options: Limits): Limits => ({ maxPixels: options.maxPixels })

/** What readImage takes. */
export interface ReadOptions extends Limits {
  /** Reads ICC, Exif, XMP and orientation too, into the array's `metadata`. */
  metadata?: boolean
  /** Milliseconds of work; then it rejects with `ERR_TIMEOUT`. */
  timeout?: number
  /** Ends the call, which then rejects with the signal's reason. */
  signal?: AbortSignal
}

const readRows: OptionRows = {
  ...limitRows,
  timeout: commonRows.timeout,
  metadata: boolean({ help: 'ICC, Exif, XMP and orientation too' }),
}

/** @throws TypeError or RangeError, naming the option */
export function checkReadOptions(given: ReadOptions): ReadOptions {
  checkObject(given, 'readImage')
  const { signal, ...options } = given
  return { signal, ...resolveOptions(readRows, options, 'readImage') }
}
