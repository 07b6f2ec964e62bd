import { endianness } from 'node:os'
import { join } from 'node:path'
import { writeFile } from 'node:fs/promises'
import { writeFileSync } from 'node:fs'
import { inTempFolder, runProgram } from '../backends/child'
import { ffmpegInfo, INSTALL } from '../backends/programs'
import type { PixelPicture } from '../image'
import { childError, type Command, runSync } from '../process'
import { perform, type Steps } from '../task'
import type { Scorer } from './row'
import { packedSamples } from './samples'

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

function missing(_name: string, ffmpegPath?: string): string | undefined {
  const info = ffmpegInfo(ffmpegPath)
  if (!info) return `the ffmpeg program is missing; ${INSTALL.ffmpeg}`
  if (hasFilter(info.path)) return undefined
  return (
    `${info.path} has no filter libvmaf; name one that has (a static build by BtbN or John Van ` +
    'Sickle, jellyfin-ffmpeg) by the option ffmpegPath'
  )
}

/** Of 8 bits what VMAF was trained on; deeper pictures in the depth that libvmaf takes. */
const codedFormat = (bitDepth: number): string =>
  bitDepth === 8 ? 'yuv420p' : bitDepth <= 10 ? 'yuv420p10le' : 'yuv420p12le'

/** Samples of 9 to 15 bits are shifted to the 16 that ffmpeg's RGB formats have. */
function sixteenBits(samples: Uint8Array, bitDepth: number): Uint8Array {
  if (bitDepth === 8 || bitDepth === 16) return samples
  const wide = new Uint16Array(samples.buffer)
  const most = 2 ** bitDepth - 1
  return new Uint8Array(wide.map((value) => Math.round((value * 65535) / most)).buffer)
}

function rawInput({ width, height, channels, bitDepth }: PixelPicture, path: string): string[] {
  const order = endianness().toLowerCase()
  const format = channels === 1 ? 'gray' : bitDepth === 8 ? 'rgb24' : 'rgb48'
  const deep = bitDepth === 8 ? format : format === 'gray' ? `gray16${order}` : `rgb48${order}`
  return ['-f', 'rawvideo', '-pix_fmt', deep, '-s', `${width}x${height}`, '-i', path]
}

function commandOf(path: string, a: PixelPicture, files: string[], threads: number): Command {
  const convert = `scale=out_color_matrix=bt601:out_range=limited:flags=bicubic+accurate_rnd+full_chroma_int,format=${codedFormat(a.bitDepth)}`
  // libvmaf's first input is the distorted picture
  const graph =
    `[0:v]${convert}[distorted];[1:v]${convert}[original];` +
    `[distorted][original]libvmaf=n_threads=${threads}`
  const inputs = [rawInput(a, files[1]!), rawInput(a, files[0]!)].flat()
  const args = ['-hide_banner', '-nostdin', ...inputs, '-lavfi', graph, '-f', 'null', '-']
  return { program: path, args, install: INSTALL.ffmpeg }
}

function* score(
  a: PixelPicture,
  samples: Uint8Array[],
  settings: { threads: number; ffmpegPath?: string },
) {
  const path = ffmpegInfo(settings.ffmpegPath)!.path
  return yield* inTempFolder(function* (folder): Steps<number[]> {
    const files = [join(folder, 'original'), join(folder, 'distorted')]
    for (const [i, file] of files.entries()) {
      yield* perform<void>({
        run: ({ signal }) => writeFile(file, samples[i]!, { signal }),
        runSync: () => writeFileSync(file, samples[i]!),
      })
    }
    const command = commandOf(path, a, files, settings.threads)
    const result = yield* runProgram(command)
    const [, value] = /VMAF score: ([-\d.]+)/.exec(result.stderr) ?? []
    if (value === undefined) throw childError(command, result, 'told no VMAF score')
    return [Number(value)]
  })
}

/** VMAF by an ffmpeg program that has the filter libvmaf, with its default model. */
export const vmaf: Scorer = {
  missing,
  score: (a, b, _names, settings) => {
    const samples = [a, b].map((picture) => sixteenBits(packedSamples(picture), picture.bitDepth))
    return score(a, samples, settings)
  },
}
