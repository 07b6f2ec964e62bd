import { matrixOfPrimaries } from '../../codecs/derived_matrices'
import { CodecError } from '../../errors'
import type { CodedColour } from '../../metadata/rgb_profile'
import { childError } from '../../process/judge'
import type { Command, Result } from '../../process'

/** What the decoder says of its picture. */
export interface FrameInfo {
  width: number
  height: number
  /** AVPixelFormat name. */
  pixelFormat: string
  /** undefined: the stream does not say. */
  range?: 'full' | 'limited'
  /** `bt601`, `bt709`, `bt2020`, `rgb`, `primaries12`, or FFmpeg's name of another one. */
  matrix?: string
  /** FFmpeg's name (`left`, `center`). Not told by FFmpeg 5. */
  chromaLocation?: string
  /** Where both are told, by names that are known here. */
  points?: CodedColour
}

const RANGES: Readonly<Record<string, 'full' | 'limited'>> = { pc: 'full', tv: 'limited' }
const MATRICES: Readonly<Record<string, string>> = {
  smpte170m: 'bt601',
  bt470bg: 'bt601',
  bt2020nc: 'bt2020',
  bt2020c: 'bt2020', // read as readers do that know no constant luminance
  gbr: 'rgb',
}

/** ITU-T H.273's numbers of FFmpeg's names. */
const PRIMARIES: Readonly<Record<string, number>> = {
  bt709: 1,
  bt470m: 4,
  bt470bg: 5,
  smpte170m: 6,
  smpte240m: 7,
  film: 8,
  bt2020: 9,
  smpte428: 10,
  smpte431: 11,
  smpte432: 12,
  ebu3213: 22,
  'jedec-p22': 22,
}
const TRANSFERS: Readonly<Record<string, number>> = {
  bt709: 1,
  bt470m: 4,
  gamma22: 4,
  bt470bg: 5,
  gamma28: 5,
  smpte170m: 6,
  linear: 8,
  'iec61966-2-1': 13,
  'bt2020-10': 14,
  'bt2020-12': 15,
  smpte2084: 16,
  'arib-std-b67': 18,
}

/** The filter's own line: what a file's metadata say, which stands before it, has another beginning. */
const FIRST_FRAME = /^\[Parsed_showinfo_\d+ @ \w+\] \[info\] n: *0 .*$/m

/** Reads the lines of the filter showinfo about the first frame. */
export function parseFrameInfo(stderr: string): FrameInfo | undefined {
  const line = FIRST_FRAME.exec(stderr)
  if (line === null) return undefined
  const [format, size] = [/ fmt:(\S+) /, / s:(\d+)x(\d+)/].map((told) => told.exec(line[0]))
  if (!format || !size) return undefined
  const tags = stderr.slice(line.index)
  const tag = (name: string) => {
    const value = new RegExp(`\\b${name}:(\\S+)`).exec(tags)?.[1]
    return value === 'unknown' || value === 'unspecified' || value === 'reserved'
      ? undefined
      : value
  }
  const said = tag('color_space')
  const primaries = PRIMARIES[tag('color_primaries') ?? '']
  const derived = said === 'chroma-derived-nc'
  const matrix = derived ? matrixOfPrimaries(primaries ?? 2) : said && (MATRICES[said] ?? said)
  const transfer = TRANSFERS[tag('color_trc') ?? '']
  return {
    width: Number(size[1]),
    height: Number(size[2]),
    pixelFormat: format[1] ?? '',
    range: RANGES[tag('color_range') ?? ''],
    matrix,
    chromaLocation: tag('cl'),
    points: primaries && transfer ? { primaries, transfer } : undefined,
  }
}

/** Warnings by which the encoders' wrappers tell that an option was not taken. */
const NOT_TAKEN =
  /^.*(has not been used for any stream|Unknown option: |Invalid value for |Error parsing option|Error setting option|Unknown parameter ).*$/m

/** The packet, once nothing speaks against it. */
export function readPacket(command: Command, result: Result): Uint8Array {
  const refused = NOT_TAKEN.exec(result.stderr)?.[0]
  if (refused !== undefined)
    throw childError(command, result, `did not take an option: ${plain(refused)}`, 'ERR_ENCODE')
  const { length } = result.stdout
  if (length === 0) throw nothing(command, result, 'ERR_ENCODE')
  const said = toldSize(result.stderr)
  if (length !== said)
    throw childError(command, result, `wrote ${length} bytes, but told of ${said ?? 'no end'}`)
  return result.stdout
}

/** The bytes that ffmpeg wrote, by its own last word (`-progress`); undefined: it did not end well. */
export function toldSize(stderr: string): number | undefined {
  const reports = stderr.split(/^progress=end$/m)
  const size = reports.length > 1 ? reports[0]?.match(/^total_size=\d+$/gm)?.at(-1) : undefined
  return size === undefined ? undefined : Number(size.slice('total_size='.length))
}

/** What the frame is, once it is known to be whole and within `maxPixels`. */
export function readFrameInfo(command: Command, result: Result, maxPixels = Infinity): FrameInfo {
  const problem = firstError(result.stderr)
  if (problem !== undefined)
    throw childError(command, result, `found damaged data: ${problem}`, 'ERR_DECODE')
  if (result.stdout.length === 0) throw nothing(command, result, 'ERR_DECODE')
  const info = parseFrameInfo(result.stderr)
  if (info === undefined) throw childError(command, result, 'did not say what it decoded')
  const { width, height } = info
  if (width * height > maxPixels)
    throw new CodecError(
      'ERR_LIMIT',
      `picture of ${width}x${height} exceeds maxPixels = ${maxPixels}`,
    )
  return info
}

/**
 * ffmpeg's own complaint becomes ERR_ENCODE or ERR_DECODE (or ERR_LIMIT); any other failure of the
 * program (it died, or is not ffmpeg) stays what it is.
 */
export function explain(error: unknown, code: 'ERR_ENCODE' | 'ERR_DECODE'): unknown {
  if (!(error instanceof CodecError) || error.code !== 'ERR_CHILD') return error
  const stderr = error.stderr ?? ''
  if (error.exitCode === null || !isFfmpegs(stderr)) return error
  const { command, exitCode, signal } = error
  const problem = firstError(stderr) ?? 'no picture found in the data'
  const tooLarge = /exceeds (specified max pixel count|limit)/.test(stderr)
  return new CodecError(tooLarge ? 'ERR_LIMIT' : code, `ffmpeg: ${problem}`, {
    ...{ command, exitCode, signal, stderr },
    avError: /\bAVERROR\w*/.exec(stderr)?.[0],
    cause: error,
  })
}

function nothing(command: Command, result: Result, code: 'ERR_ENCODE' | 'ERR_DECODE') {
  const problem = firstError(result.stderr)
  const why = problem === undefined ? '' : `: ${problem}`
  return childError(
    command,
    result,
    `wrote nothing${why}`,
    isFfmpegs(result.stderr) ? code : undefined,
  )
}

const isFfmpegs = (stderr: string) => /\[(info|warning|error|fatal)\] /.test(stderr)

function firstError(stderr: string): string | undefined {
  const line = /^.*\[(error|fatal|panic)\] .*$/m.exec(stderr)?.[0]
  return line === undefined ? undefined : plain(line)
}

/** Without addresses, which differ from run to run. */
const plain = (line: string) => line.replace(/ @ 0x[0-9a-f]+/g, '').slice(0, 500)
