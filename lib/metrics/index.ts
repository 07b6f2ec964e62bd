import { availableParallelism } from 'node:os'
import { commonRows } from '../codecs/rows'
import type { ImageInput, Picture } from '../image'
import { checkKeys, checkObject, checkOption, int, number } from '../options'
import { once } from '../options/once'
import { contextOf, driveAsync, driveSync, type RunContext, type Steps } from '../task'
import { checkMetricNames, type MetricName } from './names'
import { comparePixels, type Compared } from './pixels'
import { comparePlanes } from './planes'
import type { MetricSettings } from '../backends/native/addon'

/** A number per name and, where something is to be said of one, `warnings`. */
export type MetricValues<N extends MetricName> = Record<N, number> & {
  /** Why a value means less than it seems. */
  warnings?: string[]
}

/** What metrics takes. */
export interface MetricsOptions {
  /** Threads for one comparison, 1 to 256; default: the processors at hand. */
  threads?: number
  /** Luminance of white in cd/m², for `butteraugli`: 1 to 10,000; default 80, as its tool. */
  intensityTarget?: number
  /** For `vmaf`: the ffmpeg program with libvmaf, or its folder; default: from PATH, else `vmaf`. */
  ffmpegPath?: string
  /** Of a picture that is given as a path; default: that of the codecs. */
  maxPixels?: number
  /** Bytes that decoding such a picture may take; default: that of the codecs. */
  maxMemory?: number
  /** Reads such a picture in a child process with limits of its own. */
  isolate?: boolean
  /** Refuses what would be a warning about such a picture's file. */
  strict?: boolean
  /** Milliseconds of work; then it rejects with `ERR_TIMEOUT`. */
  timeout?: number
  /** Ends an async call between its steps. */
  signal?: AbortSignal
}

const settingRows = {
  threads: int({ min: 1, max: 256, help: '' }),
  intensityTarget: number({ min: 1, max: 10_000, help: '' }),
  ffmpegPath: commonRows.ffmpegPath,
  maxPixels: commonRows.maxPixels,
  maxMemory: commonRows.maxMemory,
  isolate: commonRows.isolate,
  strict: commonRows.strict,
  timeout: commonRows.timeout,
} as const

const names = [...Object.keys(settingRows), 'signal']

/** The settings, checked and with their defaults. */
function metricSettings(given: MetricsOptions = {}): MetricSettings & { ffmpegPath?: string } {
  checkKeys(given, names, 'metrics')
  const { threads = availableParallelism(), intensityTarget = 80, ffmpegPath } = given
  const settings = { threads, intensityTarget }
  for (const [name, row] of Object.entries(settingRows)) {
    const value = given[name as keyof typeof settingRows]
    if (value !== undefined) checkOption(row, value, name)
  }
  return { ...settings, ...(ffmpegPath !== undefined && { ffmpegPath }) }
}

/** Compares two pictures: the step that `metrics`, the rate search and the tables share. */
export function* comparePictures<N extends MetricName>(
  a: Picture,
  b: Picture,
  names: readonly N[],
  settings = metricSettings(),
): Steps<Compared<N>> {
  if (a.kind === 'planes' && b.kind === 'planes') {
    return { values: yield* comparePlanes(a, b, names, settings), warnings: [] }
  }
  if (a.kind === 'planes' || b.kind === 'planes') {
    throw new RangeError(
      'metrics: one picture is planes, the other pixels; decode both the same way',
    )
  }
  return yield* comparePixels(a, b, names, settings)
}

/** `metrics` and `metricsSync`, reading paths and arrays through `load`. */
export function createMetrics(
  load: (
    a: ImageInput,
    b: ImageInput,
    limits: Pick<MetricsOptions, 'maxPixels' | 'maxMemory' | 'isolate' | 'strict'>,
  ) => Steps<{ pictures: readonly [Picture, Picture]; warnings: readonly string[] }>,
) {
  function* steps<N extends MetricName>(
    a: ImageInput,
    b: ImageInput,
    names: N | readonly N[],
    options: MetricsOptions,
  ): Steps<MetricValues<N>> {
    const checked = checkMetricNames(names)
    const settings = metricSettings(options)
    const { maxPixels, maxMemory, isolate, strict } = options
    const limits = { maxPixels, maxMemory, isolate, strict }
    const { pictures, warnings: told } = yield* load(a, b, limits)
    const compared = yield* comparePictures(...pictures, checked, settings)
    const { values } = compared
    const warnings = [...told, ...compared.warnings]
    return warnings.length > 0 ? { ...values, warnings } : values
  }
  function comparing<N extends MetricName>(
    a: ImageInput,
    b: ImageInput,
    names: N | readonly N[],
    given: MetricsOptions,
  ): [Steps<MetricValues<N>>, RunContext] {
    checkObject(given, 'metrics')
    const options = once(given)
    return [steps(once(a), once(b), names, options), contextOf(options, 'metrics')]
  }
  return {
    /** See lib/calls/compare.ts. */
    async metrics<N extends MetricName>(
      a: ImageInput,
      b: ImageInput,
      names: N | readonly N[],
      options: MetricsOptions = {},
    ): Promise<MetricValues<N>> {
      return driveAsync(...comparing(a, b, names, options))
    },
    /** The same on the calling thread (and its `threads` helpers). */
    metricsSync<N extends MetricName>(
      a: ImageInput,
      b: ImageInput,
      names: N | readonly N[],
      options: MetricsOptions = {},
    ): MetricValues<N> {
      return driveSync(...comparing(a, b, names, options))
    },
  }
}
