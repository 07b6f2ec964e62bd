import type { CliPrograms } from '../../lib/codecs/descriptor'
import { PNG } from '../../lib/index'
import type { Steps } from '../../lib/task'
import { drive, driveOnThread, type Driving } from './drive'

export type Programs = Omit<CliPrograms, 'carrier'>

export const cwebp: Programs = {
  encoder: {
    program: 'cwebp',
    args: (o, quality) =>
      o.lossless
        ? ['-quiet', '-lossless', '-exact', '{in}', '-o', '{out}']
        : ['-quiet', '-q', String(quality), '{in}', '-o', '{out}'],
  },
  decoder: { program: 'dwebp', args: () => ['-quiet', '{in}', '-o', '{out}'] },
  versionArgs: ['-version'],
  install: 'sudo apt-get install webp',
}

export const bpg: Programs = {
  encoder: {
    program: 'bpgenc',
    args: (o, quality) => [
      ...[
        '-o',
        '{out}',
        '-q',
        String(quality),
        '-f',
        String(o.format),
        '-e',
        'x265',
        '-c',
        'ycbcr',
      ],
      ...['-b', '8', '-m', '9', '{in}'],
    ],
  },
  decoder: { program: 'bpgdec', args: () => ['-o', '{out}', '{in}'] },
  versionArgs: ['-h'],
  install: 'util/install_bpg.sh',
}

/** Programs that misbehave, with the paths (or another argument) to see whether they are filled in. */
export const misbehaving = (program: string, args = ['{in}', '{out}']): Programs => ({
  encoder: { program, args: () => args },
  decoder: { program, args: () => args },
  versionArgs: [],
  install: 'install it somehow',
})

const width = 61
const height = 47

export const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
  const [x, y, c] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width), i % 3]
  return 128 + 70 * Math.sin(x / 11 + c) + 50 * Math.cos(y / 7 - c)
})

export const shape = [height, width, 3]
export const png = new PNG().encodeSync({ data, width, height, channels: 3 })
export const readPng = (bytes: Uint8Array) => new PNG().decodeSync(bytes)

export const ways: [string, <T>(steps: Steps<T>, driving?: Driving) => Promise<T>][] = [
  ['async', drive],
  ['sync', async (steps, driving) => driveOnThread(steps, driving)],
]
