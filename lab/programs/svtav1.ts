import type { ProgramDescription } from '../../lib/index'

/** SvtAv1EncApp: 4:2:0, 64 x 64 and larger. */
export const svtav1: ProgramDescription = {
  name: 'svtav1enc',
  help: 'AV1 by SvtAv1EncApp, decoded by aomdec',
  encode: [
    ...['SvtAv1EncApp', '-i', '{input.y4m}', '-b', '{output}', '-n', '1', '--keyint', '1'],
    ...['--rc', '0', '--crf', '{quality}', '--preset', '{preset}', '--lp', '{threads}'],
  ],
  decode: ['aomdec', '-o', '{output.y4m}', '{input}'],
  quality: { name: 'CRF', worst: 63, best: 1, useful: { worst: 62, best: 8 } },
  pixelFormats: ['yuv420p', 'yuv420p10le'],
  options: { preset: { type: 'int', min: 0, max: 13, default: 6, help: '0 is the slowest' } },
  extension: '.ivf',
  containerBytes: 44,
  multipleOf: 2,
  versionArgs: ['--version'],
  install: 'Debian, Ubuntu: apt-get install svt-av1 aom-tools',
}
