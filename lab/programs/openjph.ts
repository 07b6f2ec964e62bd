import type { ProgramDescription } from '../../lib/index'

const STEPS = 11

/** High-throughput JPEG 2000; the quality is the quantisation step of a full range of 1. */
export const openjph: ProgramDescription = {
  name: 'openjph',
  help: 'HTJ2K by ojph_compress and ojph_expand',
  encode: ['ojph_compress', '-i', '{input.ppm}', '-o', '{output}', '-qstep', '{quality}'],
  decode: ['ojph_expand', '-i', '{input}', '-o', '{output.ppm}'],
  quality: {
    name: 'step',
    steps: Array.from({ length: STEPS }, (_, i) => 2 ** -(i + 1)),
    geometric: true,
  },
  extension: '.j2c',
  install: 'Debian, Ubuntu: apt-get install openjph-tools',
}
