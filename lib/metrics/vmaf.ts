import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { endianness } from 'node:os'
import { join } from 'node:path'
import { inTempFolder, runProgram } from '../backends/child'
import { ffmpegInfo, INSTALL } from '../backends/programs'
import type { PixelPicture } from '../image'
import { childError } from '../process/judge'
import { type Command, runSync } from '../process'
import { findProgram } from '../process/executable'
import { perform, type Steps } from '../task'
import { type Samples, writeLuma } from './luma'
import type { Scorer } from './row'
import { packedSamples } from './samples'

const MODEL = 'vmaf_v0.6.1'

/** Both pictures' files of raw 4:2:0, and what is in them. */
interface Files {
  folder: string
  original: string
  distorted: string
  width: number
  height: number
  bitDepth: number
  threads: number
}

/** A program that computes VMAF: what it is run with, and how its answer is read. */
interface Program {
  command: (files: Files) => Command
  /** The file that it writes; without it, it tells the score on stderr. */
  report?: (files: Files) => string
  score: RegExp
}

const filters = new Map<string, boolean>()

/** Whether an ffmpeg program has the filter libvmaf; asked once per path. */
function hasFilter(path: string): boolean {
  let known = filters.get(path)
  if (known === undefined) {
    const { stdout } = runSync({ program: path, args: ['-hide_banner', '-filters'], anyExit: true })
    known = /\slibvmaf\s/.test(Buffer.from(stdout).toString('latin1'))
    filters.set(path, known)
  }
  return known
}

const byFilter = (path: string): Program => ({
  command({ original, distorted, width, height, bitDepth, threads }) {
    const format = bitDepth === 8 ? 'yuv420p' : `yuv420p${bitDepth}${endianness().toLowerCase()}`
    const input = (file: string) => [
      '-f',
      'rawvideo',
      '-pix_fmt',
      format,
      '-s',
      `${width}x${height}`,
      '-i',
      file,
    ]
    // libvmaf's first input is the distorted picture
    const inputs = [...input(distorted), ...input(original)]
    const graph = `[0:v][1:v]libvmaf=n_threads=${threads}`
    const args = ['-hide_banner', '-nostdin', ...inputs, '-lavfi', graph, '-f', 'null', '-']
    return { program: path, args, install: INSTALL.ffmpeg }
  },
  score: /VMAF score: ([-\d.]+)/,
})

const reportOf = ({ folder }: Files) => join(folder, 'report.json')

const byVmaf = (path: string): Program => ({
  command(files) {
    const settings = {
      reference: files.original,
      distorted: files.distorted,
      width: files.width,
      height: files.height,
      pixel_format: '420',
      bitdepth: files.bitDepth,
      model: `version=${MODEL}:name=vmaf`,
      threads: files.threads,
      output: reportOf(files),
    }
    const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)])
    return { program: path, args: [...args, '--json', '--quiet'] }
  },
  report: reportOf,
  score: /"pooled_metrics"[^]*?"vmaf":\s*\{[^}]*"mean":\s*([-\d.]+)/,
})

/** What the program wrote; undefined where it wrote nothing. */
function* readReport(path: string): Steps<string | undefined> {
  try {
    return yield* perform<string>({
      run: ({ signal }) => readFile(path, { encoding: 'utf8', signal }),
      runSync: () => readFileSync(path, 'utf8'),
    })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return undefined
  }
}

/** The ffmpeg program if it has the filter, else Netflix's own program, else what is missing. */
function find(ffmpegPath?: string): Program | string {
  const info = ffmpegInfo(ffmpegPath)
  if (info && hasFilter(info.path)) return byFilter(info.path)
  const own = findProgram('vmaf')
  if (own !== undefined) return byVmaf(own)
  const ffmpeg = info ? `${info.path} has no filter libvmaf` : 'the ffmpeg program is missing'
  return (
    `${ffmpeg}, and there is no program vmaf; name an ffmpeg that has the filter by the option ` +
    'ffmpegPath (a static build by BtbN or John Van Sickle, jellyfin-ffmpeg), or put vmaf into ' +
    "PATH (brew install libvmaf, pacman -S vmaf, or build Netflix's libvmaf)"
  )
}

/** Of 8 bits what VMAF was trained on; deeper pictures in the depth that libvmaf takes. */
const codedDepth = (bitDepth: number): number => (bitDepth === 8 ? 8 : bitDepth <= 10 ? 10 : 12)

function samplesOf(picture: PixelPicture): Samples {
  const bytes = packedSamples(picture)
  const data = picture.bitDepth > 8 ? new Uint16Array(bytes.buffer) : bytes
  return { data, channels: Math.min(picture.channels, 3), bitDepth: picture.bitDepth }
}

function* score(
  program: Program,
  size: { width: number; height: number },
  samples: Samples[],
  threads: number,
): Steps<number[]> {
  const bitDepth = codedDepth(samples[0]!.bitDepth)
  return yield* inTempFolder(function* (folder): Steps<number[]> {
    const [original, distorted] = ['original', 'distorted'].map((name) => join(folder, name))
    const { width, height } = size
    const files = {
      ...{ folder, original: original!, distorted: distorted! },
      ...{ width, height, bitDepth, threads },
    }
    yield* writeLuma(files.original, samples[0]!, size, bitDepth)
    yield* writeLuma(files.distorted, samples[1]!, size, bitDepth)
    const command = program.command(files)
    const result = yield* runProgram(command)
    const told = program.report ? yield* readReport(program.report(files)) : result.stderr
    const [, value] = program.score.exec(told ?? '') ?? []
    if (value === undefined) throw childError(command, result, 'told no VMAF score')
    return [Number(value)]
  })
}

/**
 * VMAF with libvmaf's default model, which reads luma alone: by an ffmpeg program that has the
 * filter libvmaf, or by Netflix's program `vmaf`.
 */
export const vmaf: Scorer = {
  missing: (_name, ffmpegPath) => {
    const found = find(ffmpegPath)
    return typeof found === 'string' ? found : undefined
  },
  score: (a, b, _names, { threads, ffmpegPath }) => {
    // made before the first step: the caller's samples may change after it
    const samples = [samplesOf(a), samplesOf(b)]
    return score(find(ffmpegPath) as Program, a, samples, threads)
  },
}
