import type { ProgramDescription } from '../../lib/index'

/** aomenc for stills (`--allintra`). */
export const aomenc: ProgramDescription = {
  name: 'aomenc',
  help: 'AV1 by aomenc, decoded by aomdec',
  encode: [
    ...['aomenc', '--ivf', '--limit=1', '--allintra', '--passes=1', '--end-usage=q', '--quiet'],
    ...['--cq-level={quality}', '--cpu-used={speed}', '--threads={threads}'],
    ...['--bit-depth={bitDepth}', '--input-bit-depth={bitDepth}', '-o', '{output}', '{input.y4m}'],
  ],
  decode: ['aomdec', '-o', '{output.y4m}', '{input}'],
  quality: { name: 'CQ', worst: 63, best: 1, useful: { worst: 62, best: 8 } },
  pixelFormats: ['yuv444p', 'yuv420p', 'yuv444p10le', 'yuv420p10le'],
  options: { speed: { type: 'int', min: 0, max: 9, default: 6, help: '0 is the slowest' } },
  extension: '.ivf',
  containerBytes: 44,
  versionArgs: ['--help'],
  install: 'Debian, Ubuntu: apt-get install aom-tools',
}
