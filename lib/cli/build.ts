import { createRequire } from 'node:module'
import { join } from 'node:path'
import { packageRoot } from '../root'
import { CodecError } from '../errors'
import { addJson, type JsonOption, print, printJson } from './output'
import type { AddCommand } from './command'

interface Builder {
  build(): string
}

interface Ffmpeg {
  installCommand(): string
}

const examples = `
It needs a C++17 compiler, make, Python, pkg-config and the development files of FFmpeg 5.0 or newer
and of libjpeg-turbo. FFMPEG_DIR names the prefix of an FFmpeg of one's own.

Examples:
  $ npx nodecodecs build
  $ FFMPEG_DIR=$HOME/ffmpeg npx nodecodecs build`

function build({ json }: JsonOption): void {
  const root = packageRoot()
  const load = createRequire(join(root, 'package.json'))
  try {
    const path = (load('./util/build_addon.js') as Builder).build()
    if (json) printJson({ addon: path })
    else print(path)
  } catch (error) {
    const { installCommand } = load('./util/ffmpeg.js') as Ffmpeg
    throw new CodecError(
      'ERR_UNAVAILABLE',
      `no native addon: ${(error as Error).message}; what it needs: ${installCommand()}`,
    )
  }
}

/** `build`: the addon against the FFmpeg of this machine. */
export const addBuild: AddCommand = (program) => {
  const command = program
    .command('build')
    .summary("the native addon, against this machine's FFmpeg")
    .description(
      "Builds the native addon against this machine's FFmpeg into the package's own folder, where it goes before the prebuilt one.",
    )
  addJson(command).addHelpText('after', examples).action(build)
}
