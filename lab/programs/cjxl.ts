import type { ProgramDescription } from '../../lib/index'

export const cjxl: ProgramDescription = {
  name: 'cjxl',
  help: 'JPEG XL by cjxl and djxl',
  encode: [
    ...['cjxl', '{input.png}', '{output}', '--quiet', '-d', '{quality}', '-e', '{effort}'],
    '--num_threads={threads}',
  ],
  decode: ['djxl', '{input}', '{output.png}'],
  quality: { name: 'distance', worst: 15, best: 0.1, step: 0.1, geometric: true },
  pixelFormats: ['rgb24', 'gray', 'rgb48be', 'gray16be'],
  options: { effort: { type: 'int', min: 1, max: 9, default: 7, help: '9 is the slowest' } },
  extension: '.jxl',
  versionArgs: ['--version'],
  install: 'Debian, Ubuntu: apt-get install libjxl-tools',
}
