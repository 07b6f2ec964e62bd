import { spawnSync } from 'node:child_process'
import { addon } from '../../lib/backends/native/addon'

/** libavcodec's version as the ffmpeg program prints it: "libavcodec     59. 37.100". */
function ofProgram(): string | undefined {
  const { stdout } = spawnSync('ffmpeg', ['-version'], { encoding: 'utf8', timeout: 60_000 })
  return /^libavcodec\s+(\d+)\.\s*(\d+)\.\s*(\d+)/m
    .exec(stdout ?? '')
    ?.slice(1)
    .join('.')
}

const [program, own] = [ofProgram(), addon()?.versions().libavcodec]

/**
 * Why the addon and the ffmpeg program of this machine need not give the same bytes: a prebuilt addon
 * brings its own libavcodec, and with it encoders of other versions.
 */
export const anotherFfmpeg =
  program === own ? undefined : `libavcodec ${own} in the addon, ${program} in the program`
