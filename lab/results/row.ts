/** The version of the row's form; a reader refuses rows of a later one. */
export const ROW_SCHEMA_VERSION = 1 as const

/** JSON has no Infinity: `null` is the infinite PSNR of two identical pictures. */
export type MetricValue = number | null

/** The picture of a point. */
export interface PictureOf {
  /** The file's name, unique within a sweep: `kodim23.png`, or with its folder where two are called so. */
  name: string
  /**
   * SHA-256 of the samples, rows from the top, channels interleaved, 8 bit as bytes, more as 16-bit
   * little endian: what `hashlib.sha256(array.tobytes())` says of a NumPy array of shape [H, W, C].
   */
  sha256: string
  /** In samples. */
  width: number
  /** In samples. */
  height: number
  /** 1 gray, 3 RGB, 4 RGBA. */
  channels: number
  /** Of the samples, 8 to 16. */
  bitDepth: number
  /** Where it came from and under which licence, when a manifest says so. */
  source?: string
  /** As the manifest says. */
  licence?: string
}

/** What produced a stream. Every part of it belongs to the key. */
export interface Versions {
  /** Of this library. */
  nodecodecs: string
  /** Of the encoder as its backend tells it: 'FFmpeg 5.1.9', 'cwebp 1.2.4'. */
  encoder: string
  /** The encoder's shared library, where the system shows it: 'libx265.so.199'. */
  encoderLibrary?: string
  /** The decoder's likewise. */
  decoderLibrary?: string
}

/** Milliseconds of one run; `cpuMs` counts all threads and child programs, null where not known. */
export interface RunTime {
  /** By the clock. */
  wallMs: number
  /** Of the processors. */
  cpuMs: number | null
}

/** The second pass: alone on the machine, rounds interleaved over the settings. Milliseconds. */
export interface Timing {
  /** How many runs. */
  rounds: number
  /** The quickest. */
  min: number
  /** The one in the middle. */
  median: number
  /** Median absolute deviation from the median. */
  spread: number
  /** Median of CPU time; null where not known. */
  cpuMedian: number | null
}

/** The second pass of a point, and where it ran. */
export interface Timings {
  /** From samples to the stream. */
  encode: Timing
  /** Back. */
  decode: Timing
  /** The system's load average over one minute before the picture's rounds: 0 on a quiet machine. */
  load: number
  /** Where it ran. */
  machine: Machine
}

/** Where a point was coded. */
export interface Machine {
  /** Its name. */
  host: string
  /** The processor's model. */
  cpu: string
  /** Processors that Node may use. */
  cores: number
  /** Node's `process.arch`. */
  arch: string
  /** System and release. */
  os: string
  /** Node's version. */
  node: string
}

/** Bytes by what they are for, as `inspect` splits them; they sum to `bytes`. */
export interface ByteSplit {
  /** The file's form around the codec. */
  container: number
  /** What a decoder needs once per picture. */
  header: number
  /** Supplementary information, comments. */
  sei: number
  /** ICC, Exif, XMP. */
  metadata: number
  /** The coded samples. */
  picture: number
}

/** What is known of a point before it has run. */
export interface PointOf {
  /** The version of the row's form. */
  schema: typeof ROW_SCHEMA_VERSION
  /** `keyOf`: the hash of what determines the result. Two rows of one key are the same point. */
  key: string
  /** The curve's name: 'x265', or what the sweep calls it. */
  label: string
  /** What was coded. */
  picture: PictureOf
  /** The codec's name: `x265`. */
  codec: string
  /** `native`, `ffmpeg` or `cli`. */
  backend: string
  /** By its library's name: `libx265`. */
  encoder: string
  /** By its library's name: `hevc`. */
  decoder: string
  /** Of what produced the stream. */
  versions: Versions
  /** All resolved options of the codec, defaults included. */
  options: Record<string, unknown>
  /** On the codec's own scale. */
  quality: number
  /** Where it was coded. */
  machine: Machine
  /** When the row was written, ISO 8601. */
  at: string
}

/** A point of a rate-distortion curve that succeeded. */
export interface ResultRow extends PointOf {
  /** Length of the stream that a decoder needs. */
  bytes: number
  /** bytes * 8 / (width * height). */
  bpp: number
  /** null where `inspect` does not know the format. */
  split: ByteSplit | null
  /** SHA-256 of the stream. */
  stream: string
  /** By name; null is infinite. */
  metrics: Record<string, MetricValue>
  /** What computed each metric: 'nodecodecs 1.0.0'. */
  metricVersions: Record<string, string>
  /** Why a metric has no value: a picture too small for MS-SSIM. */
  metricErrors?: Record<string, string>
  /** Where a value means less than it seems: a picture too small for a telling one. */
  metricWarnings?: string[]
  /** One run in the loaded pass, beside other work: good for a plan, not for a comparison. */
  encode: RunTime
  /** The same, back. */
  decode: RunTime
  /** The second pass, where there was one. */
  times?: Timings
}

/** A point that failed; the sweep went on. */
export interface FailedRow extends Omit<PointOf, 'picture'> {
  /** Of a file that could not be read as a picture: its name, and no samples. */
  picture: Pick<PictureOf, 'name'> & Partial<PictureOf>
  /** Why; `code` is that of a CodecError. */
  error: { code?: string; message: string }
}

/** A line of results.jsonl: a point that succeeded, or one that failed. */
export type Row = ResultRow | FailedRow

/** Whether the point succeeded. */
export const isResult = (row: Row): row is ResultRow => !('error' in row)

/** Whether the picture's file could be read. */
export const isRead = ({ picture }: Row): boolean => picture.sha256 !== undefined

/** A metric's value as a number: identical pictures have an infinite PSNR. */
export const valueOf = (
  { metrics }: Pick<ResultRow, 'metrics'>,
  metric: string,
): number | undefined => (metrics[metric] === null ? Infinity : metrics[metric])
