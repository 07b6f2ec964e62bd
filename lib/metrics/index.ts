import { availableParallelism } from 'node:os'
import type { ImageInput, Picture } from '../image'
import { checkOption } from '../options'
import { driveAsync, driveSync, type RunContext, type Steps } from '../task'
import { checkMetricNames, type MetricName } from './names'
import { nativeMetrics } from './native'
import { comparePlanes } from './planes'

export interface MetricsOptions {
  /** Threads for one comparison, 1 to 256; default: the processors at hand. */
  threads?: number
  /** Ends an async call between its steps. */
  signal?: AbortSignal
}

function threadsOf({ threads = availableParallelism() }: MetricsOptions): number {
  checkOption({ type: 'int', min: 1, max: 256, help: '' }, threads, 'threads')
  return threads
}

/** Compares two pictures: the step that `metrics`, the rate search and the tables share. */
export function* comparePictures<N extends MetricName>(
  a: Picture,
  b: Picture,
  names: readonly N[],
  threads = availableParallelism(),
): Steps<Record<N, number>> {
  if (a.kind === 'planes' && b.kind === 'planes') return yield* comparePlanes(a, b, names, threads)
  if (a.kind === 'planes' || b.kind === 'planes') {
    throw new RangeError(
      'metrics: one picture is planes, the other pixels; decode both the same way',
    )
  }
  const values = yield* nativeMetrics(a, b, names, threads)
  return Object.fromEntries(names.map((name, i) => [name, values[i]])) as Record<N, number>
}

/** `metrics` and `metricsSync`, reading paths and arrays through `load`. */
export function createMetrics(load: (image: ImageInput) => Steps<Picture>) {
  function* steps<N extends MetricName>(
    a: ImageInput,
    b: ImageInput,
    names: readonly N[],
    options: MetricsOptions,
  ): Steps<Record<N, number>> {
    const checked = checkMetricNames(names)
    const threads = threadsOf(options)
    return yield* comparePictures(yield* load(a), yield* load(b), checked, threads)
  }
  const context = ({ signal }: MetricsOptions): RunContext => ({
    signal,
    maxOutputBytes: Infinity,
    log: () => undefined,
  })
  return {
    /**
     * Compares two pictures of the same size, channels and bit depth: ndarrays, typed arrays, planes
     * or paths. Samples are read before it returns or, beside a path, once that has been read.
     * Resolves to one number per name; see `metricRows` for what each is. Identical
     * pictures give `psnr` Infinity and `ssim` 1. Rejects with TypeError for an unknown name,
     * RangeError for pictures that differ in layout or are too small for `ms-ssim` (161), and
     * CodecError `ERR_UNAVAILABLE` where the native addon does not load.
     */
    async metrics<N extends MetricName>(
      a: ImageInput,
      b: ImageInput,
      names: readonly N[],
      options: MetricsOptions = {},
    ): Promise<Record<N, number>> {
      return driveAsync(steps(a, b, names, options), context(options))
    },
    /** The same on the calling thread (and its `threads` helpers). */
    metricsSync<N extends MetricName>(
      a: ImageInput,
      b: ImageInput,
      names: readonly N[],
      options: MetricsOptions = {},
    ): Record<N, number> {
      return driveSync(steps(a, b, names, options), context(options))
    },
  }
}
