import type { ProgramDescription } from '../../lib/index'

export const openjpeg: ProgramDescription = {
  name: 'opj',
  help: 'JPEG 2000 by opj_compress and opj_decompress',
  encode: ['opj_compress', '-i', '{input.ppm}', '-o', '{output}', '-I', '-r', '{quality}'],
  decode: ['opj_decompress', '-i', '{input}', '-o', '{output.ppm}'],
  quality: {
    name: 'compression ratio',
    worst: 400,
    best: 2,
    geometric: true,
    useful: { worst: 150, best: 5 },
  },
  extension: '.j2k',
  versionArgs: ['-h'],
  install: 'Debian, Ubuntu: apt-get install libopenjp2-tools',
}
