import type { ProgramDescription } from '../../lib/index'

/** VVC's reference model, for stills: all intra, 4:4:4 10-bit YCbCr. */
export const vtm: ProgramDescription = {
  name: 'vtm',
  help: 'VVC by the reference model VTM, 4:4:4 10 bit',
  encode: [
    ...['EncoderApp', '-c', '{config}', '-i', '{input.yuv}', '-b', '{output}'],
    ...['-wdt', '{width}', '-hgt', '{height}', '-f', '1', '-fr', '25', '-q', '{quality}'],
    ...['--InputBitDepth={bitDepth}', '--InternalBitDepth={bitDepth}'],
    ...['--InputChromaFormat={chroma}', '--ChromaFormatIDC={chroma}', '--ConformanceWindowMode=1'],
  ],
  decode: ['DecoderApp', '-b', '{input}', '-o', '{output.yuv}', '-d', '{bitDepth}'],
  quality: { name: 'QP', worst: 63, best: 0, useful: { worst: 44, best: 19 } },
  pixelFormats: ['yuv444p10le'],
  options: {
    config: {
      type: 'string',
      default: 'encoder_intra_vtm.cfg',
      help: "the path of VTM's configuration file",
    },
  },
  extension: '.vvc',
  versionArgs: ['--help'],
  install: 'build VTM (EncoderApp, DecoderApp) and put its bin folder into PATH',
}
