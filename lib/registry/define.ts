import { isFrameFormat } from '../backends/cli/carriers'
import { Codec } from '../codec'
import type { Descriptor } from '../codecs/descriptor'
import type { QualityScale } from '../codecs/encoding'
import { colourRows, commonRows } from '../codecs/rows'
import { steps } from '../codecs/scale'
import { parseTemplate, type Template } from '../codecs/templates'
import { checkOption, type OptionRows, shown, unknownName } from '../options'
import { parsePixelFormat } from '../pixelformat'
import { addDescriptor } from '.'
import { checkOwnRows } from './own_rows'

/** The scale of a program's quality: every value, or two ends and a step, worst first. */
export type ProgramQuality = Partial<Omit<QualityScale, 'steps'>> &
  (
    | {
        /** Every quality, worst to best. */
        steps: readonly number[]
      }
    | {
        /** One end of the scale: the smallest files. */
        worst: number
        /** The other end. */
        best: number
        /** From one quality to the next; default 1. */
        step?: number
      }
  )

/**
 * A codec that is two programs of somebody else's, as command templates: plain data, also as
 * `programs` of a sweep file.
 */
export interface ProgramDescription {
  /** Lower case letters, digits, `-`, `_` and `..`; not one of the library's own. */
  name: string
  /**
   * The encoder and its arguments, run without a shell. `{input.png}` (or `.ppm`, `.y4m`, `.yuv`)
   * becomes the path of the picture in that form, `{output}` that of the stream; `{quality}`,
   * `{width}`, `{height}`, `{bitDepth}`, `{pixelFormat}`, `{chroma}` (420, 422, 444, 400),
   * `{threads}` and the names of `options` their values, `{here}` the folder of the sweep file.
   */
  encode: readonly string[]
  /** The decoder likewise: `{input}` is the stream, `{output.png}` (or another form) the picture. */
  decode: readonly string[]
  /** Default: one step, for a codec without a quality. */
  quality?: ProgramQuality
  /**
   * AVPixelFormat names that the encoder takes, in order of preference; the first that loses least is
   * taken. Default: rgb24 for `.png` and `.ppm`; needed for `.y4m` and `.yuv`.
   */
  pixelFormats?: readonly string[]
  /** Of the stream's file, with the dot; default `.bin`. */
  extension?: string
  /**
   * Width and height must be multiples of it: other pictures are padded by their last row and column,
   * `{width}` and `{height}` are those of the padded one, and the result is cropped. Their size, which
   * the stream does not say, counts for 4 bytes, and `decode` alone of other than what this process
   * made gives the padded picture. Default 1.
   */
  multipleOf?: number
  /** Milliseconds that a call may work; default: no limit. */
  timeout?: number
  /** Bytes of the file's container that no decoder needs (IVF: 44): they are not counted. Default 0. */
  containerBytes?: number
  /** Options of its own, as placeholders: `{ type, min, max, values, default, help }` by name. */
  options?: OptionRows
  /** The programs' version; without it `versionArgs` ask the encoder. */
  version?: string
  /** Arguments by which the encoder prints its version. */
  versionArgs?: readonly string[]
  /** How to install them, for the message where they are missing. */
  install?: string
  /** One line for help and tables. */
  help?: string
  /** What `{here}` stands for; default: the working directory. */
  folder?: string
}

const known = [
  ...['name', 'encode', 'decode', 'quality', 'pixelFormats', 'extension', 'multipleOf', 'timeout'],
  ...['containerBytes', 'options', 'version', 'versionArgs', 'install', 'help', 'folder'],
]

function scaleOf(quality: ProgramQuality | undefined, where: string): QualityScale {
  if (quality === undefined) return { name: 'none', steps: [0] }
  const { name = 'quality', ...rest } = quality
  const list: readonly unknown[] | undefined =
    'steps' in rest ? rest.steps : stepsBetween(rest, where)
  if (!Array.isArray(list) || list.length === 0 || !list.every(Number.isFinite)) {
    throw new TypeError(
      `${where}: quality: expected { steps: [worst, ..., best] } or { worst, best }`,
    )
  }
  return { ...pick(rest), name, steps: list as number[] }
}

/** The search of a target, and every list of qualities, walk through them. */
const MOST_STEPS = 2 ** 16

function stepsBetween(
  { worst, best, step = 1 }: { worst: number; best: number; step?: number },
  where: string,
): number[] | undefined {
  if (![worst, best].every(Number.isFinite)) return undefined
  const name = `${where}: quality.step`
  if (typeof step !== 'number')
    throw new TypeError(`${name}: expected a number, got ${shown(step)}`)
  if (!(Number.isFinite(step) && step > 0)) {
    throw new RangeError(`${name}: expected a number above 0, got ${step}`)
  }
  if (!(Math.abs(best - worst) / step < MOST_STEPS)) {
    throw new RangeError(
      `${name}: expected at most ${MOST_STEPS} steps from ${worst} to ${best}, got steps of ${step}`,
    )
  }
  return steps(worst, best, step)
}

const pick = ({ continuous, lossless, useful, geometric }: Partial<QualityScale>) => ({
  ...(continuous !== undefined && { continuous }),
  ...(lossless !== undefined && { lossless }),
  ...(useful !== undefined && { useful }),
  ...(geometric !== undefined && { geometric }),
})

function pixelFormatsOf(given: unknown, { carrier }: Template, where: string): readonly string[] {
  const file = carrier === 'png' || carrier === 'ppm'
  if (given === undefined && file) return ['rgb24']
  if (!Array.isArray(given) || given.length === 0) {
    throw new TypeError(`${where}: pixelFormats: expected AVPixelFormat names (yuv444p10le)`)
  }
  const fits = (name: string) =>
    file ? parsePixelFormat(name)?.model !== 'yuv' : isFrameFormat(carrier, name)
  for (const name of given as string[]) {
    if (typeof name === 'string' && parsePixelFormat(name) && fits(name)) continue
    throw new RangeError(`${where}: pixelFormats: .${carrier} files cannot hold '${String(name)}'`)
  }
  return given as string[]
}

function checkNumber(value: unknown, min: number, name: string): void {
  if (value !== undefined)
    checkOption({ type: 'int', min, max: 2 ** 31 - 1, help: '' }, value, name)
}

function check(description: ProgramDescription, where: string): void {
  for (const key of Object.keys(description)) {
    if (!known.includes(key)) throw unknownName(`${where}: key`, key, known)
  }
  checkNumber(description.multipleOf, 1, `${where}: multipleOf`)
  checkNumber(description.timeout, 1, `${where}: timeout`)
  checkNumber(description.containerBytes, 0, `${where}: containerBytes`)
  checkOwnRows(description.options ?? {}, where)
  const { extension = '.bin' } = description
  if (!/^\.[\w.]+$/.test(extension)) {
    throw new TypeError(`${where}: extension: expected '.name', got '${extension}'`)
  }
}

/** The descriptor of a program: from there on it is a codec like all others. */
export function programDescriptor(description: ProgramDescription): Descriptor {
  const name: unknown = description?.name
  if (typeof name !== 'string' || !/^[a-z][a-z0-9._-]*$/.test(name)) {
    throw new TypeError(
      `defineCodec: name: expected lower case letters and digits, got '${String(name)}'`,
    )
  }
  const where = `codec ${name}`
  check(description, where)
  const { options = {}, extension = '.bin', multipleOf = 1, timeout, containerBytes } = description
  const rows = Object.keys({ ...options, ...colourRows })
  const encode = parseTemplate(description.encode, 'input', rows, `${where}: encode`)
  const decode = parseTemplate(description.decode, 'output', rows, `${where}: decode`)
  const scale = scaleOf(description.quality, where)
  const formats = pixelFormatsOf(description.pixelFormats, encode, where)
  const { version, versionArgs, folder, help = description.encode[0]!, install } = description
  const geometry = { multipleOfWidth: multipleOf, multipleOfHeight: multipleOf }
  const coloured = [encode, decode].some(({ carrier }) => carrier === 'y4m' || carrier === 'yuv')
  return {
    name,
    className: 'Codec',
    help,
    encoders: [],
    decoders: [],
    backends: ['cli'],
    options: {
      ...options,
      ...(coloured && colourRows),
      ...(timeout !== undefined && { timeout: { ...commonRows.timeout, default: timeout } }),
    },
    formats: { stream: { kind: { name, matches: () => false }, extension } },
    quality: () => scale,
    pixelFormats: () => formats,
    geometry: () => ({ maxWidth: 65535, maxHeight: 65535, ...geometry }),
    encode: () => ({ options: {} }),
    templates: {
      ...{ encode, decode, folder, version, versionArgs },
      install: install ?? 'put it into PATH, or name its path',
    },
    containerBytes,
    program: description,
  }
}

/**
 * Makes any program a codec: a learned one in Python, a reference model, a binary of your own. It
 * does what every codec does (`apply`, targets, sweeps, reports, errors); pictures go to it and come
 * back through files in a private folder, which is always removed. In this process (each worker has
 * its own) `createCodec(name, options)` makes more of it; a second definition of a name replaces the
 * first.
 *
 * @param options those of `description.options`, and what every codec takes (`quality`, `timeout`)
 * @throws TypeError, RangeError for a description that cannot be one, naming the key
 *
 * @example
 * const mine = defineCodec({
 *   name: 'mine',
 *   encode: ['myenc', '{input.png}', '{output}', '-q', '{quality}'],
 *   decode: ['mydec', '{input}', '{output.png}'],
 *   quality: { worst: 1, best: 100 },
 * })
 * const { nBytes, restored } = await mine.apply('example.png', { quality: 50 })
 */
export function defineCodec(description: ProgramDescription, options: object = {}): Codec {
  const descriptor = programDescriptor(description)
  addDescriptor(descriptor)
  return new Codec(descriptor, options)
}
