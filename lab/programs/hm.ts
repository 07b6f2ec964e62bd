import type { ProgramDescription } from '../../lib/index'

/** HEVC's reference model, for stills: all intra, 4:4:4 10-bit YCbCr. */
export const hm: ProgramDescription = {
  name: 'hm',
  help: 'HEVC by the reference model HM, 4:4:4 10 bit',
  encode: [
    ...['TAppEncoder', '-c', '{config}', '-i', '{input.yuv}', '-b', '{output}'],
    ...['-wdt', '{width}', '-hgt', '{height}', '-f', '1', '-fr', '25', '-q', '{quality}'],
    ...['--InputBitDepth={bitDepth}', '--InternalBitDepth={bitDepth}'],
    ...['--InputChromaFormat={chroma}', '--ChromaFormatIDC={chroma}', '--ConformanceWindowMode=1'],
  ],
  decode: ['TAppDecoder', '-b', '{input}', '-o', '{output.yuv}', '-d', '{bitDepth}'],
  quality: { name: 'QP', worst: 51, best: 0, useful: { worst: 41, best: 19 } },
  pixelFormats: ['yuv444p10le'],
  options: {
    config: {
      type: 'string',
      default: 'encoder_intra_main_rext.cfg',
      help: "the path of HM's configuration file",
    },
  },
  extension: '.hevc',
  versionArgs: ['--help'],
  install: 'build HM (TAppEncoder, TAppDecoder) and put its bin folder into PATH',
}
