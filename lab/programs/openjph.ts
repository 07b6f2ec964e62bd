import type { ProgramDescription } from '../../lib/index'

/** From 1/2 to 1/2048, four to each factor of 2. */
const steps = Array.from({ length: 41 }, (_, i) => Number((2 ** -(1 + i / 4)).toPrecision(10)))

/** High-throughput JPEG 2000; the quality is the quantisation step of a full range of 1. */
export const openjph: ProgramDescription = {
  name: 'openjph',
  help: 'HTJ2K by ojph_compress and ojph_expand',
  encode: ['ojph_compress', '-i', '{input.ppm}', '-o', '{output}', '-qstep', '{quality}'],
  decode: ['ojph_expand', '-i', '{input}', '-o', '{output.ppm}'],
  quality: {
    name: 'step',
    steps,
    geometric: true,
    // SSIMULACRA2 of about 25 and 90 on Kodak pictures
    useful: { worst: steps[8]!, best: steps[21]! },
  },
  extension: '.j2c',
  install: 'Debian, Ubuntu: apt-get install openjph-tools',
}
