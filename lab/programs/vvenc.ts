import type { ProgramDescription } from '../../lib/index'

export const vvenc: ProgramDescription = {
  name: 'vvenc',
  help: 'VVC by vvencapp (4:2:0, 10 bit), decoded by vvdecapp',
  encode: [
    ...['vvencapp', '-i', '{input.yuv}', '-s', '{width}x{height}', '-c', 'yuv420_10', '-r', '25'],
    ...['-f', '1', '-q', '{quality}', '--qpa', '0', '--preset', '{preset}', '-t', '{threads}'],
    ...['-o', '{output}'],
  ],
  decode: ['vvdecapp', '-b', '{input}', '-o', '{output.yuv}'],
  quality: { name: 'QP', worst: 63, best: 0, useful: { worst: 44, best: 19 } },
  pixelFormats: ['yuv420p10le'],
  options: {
    preset: {
      type: 'enum',
      values: ['faster', 'fast', 'medium', 'slow', 'slower'],
      default: 'medium',
      help: 'speed against size',
    },
  },
  extension: '.vvc',
  multipleOf: 2,
  versionArgs: ['--version'],
  install: 'build vvenc and vvdec (vvencapp, vvdecapp) and put them into PATH',
}
