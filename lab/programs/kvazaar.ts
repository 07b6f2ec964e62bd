import type { ProgramDescription } from '../../lib/index'

export const kvazaar: ProgramDescription = {
  name: 'kvazaar',
  help: 'HEVC by kvazaar (4:2:0, 8 bit), decoded by ffmpeg',
  encode: [
    ...['kvazaar', '-i', '{input.yuv}', '--input-res', '{width}x{height}'],
    ...['--input-format', 'P420', '-n', '1', '-p', '1', '--no-info'],
    ...['-q', '{quality}', '--preset', '{preset}', '-o', '{output}'],
  ],
  decode: [
    ...['ffmpeg', '-v', 'error', '-nostdin', '-f', 'hevc', '-i', '{input}', '-frames:v', '1'],
    ...['-f', 'rawvideo', '{output.yuv}'],
  ],
  quality: { name: 'QP', worst: 51, best: 0, useful: { worst: 41, best: 19 } },
  pixelFormats: ['yuv420p'],
  options: {
    preset: {
      type: 'enum',
      values: [
        ...['ultrafast', 'superfast', 'veryfast', 'faster', 'fast', 'medium', 'slow', 'slower'],
        ...['veryslow', 'placebo'],
      ],
      default: 'slow',
      help: 'speed against size',
    },
  },
  extension: '.hevc',
  multipleOf: 2,
  versionArgs: ['--version'],
  install: 'build it from its release (Debian 13: apt-get install kvazaar), and install ffmpeg',
}
