import { readFile } from 'node:fs/promises'
import { writeImage } from '../files'
import { findDescriptor } from '../registry'
import { addChoice, choose, type ChoiceOptions } from './choice'
import { codecOfPath, codecsOfBytes, formatOfBytes, unknownBytes } from '../codecs/recognise'
import { addJson, type JsonOption, print, printJson } from './output'
import type { AddCommand } from './command'

const examples = `
The codec is told by IN's first bytes, else by its extension. OUT's extension says what is written:
.png (16 bit where there is more than 8) .ppm .pgm .pam .bmp .tif .jpg .webp .qoi.

Examples:
  $ nodecodecs decode photo.hevc photo.png
  $ nodecodecs decode photo.bin photo.png --codec av1
  $ nodecodecs decode photo.obu photo.png --set strict`

type Options = ChoiceOptions & JsonOption

async function decode(
  input: string,
  output: string,
  given: Options,
  signal: AbortSignal,
): Promise<void> {
  const bytes = await readFile(input, { signal })
  const descriptor = given.codec
    ? findDescriptor(given.codec)
    : (codecsOfBytes(bytes)[0] ?? codecOfPath(input))
  if (!descriptor) throw unknownBytes(bytes, input)
  const codec = choose(descriptor, formatOfBytes(descriptor, bytes), given)
  const started = performance.now()
  const picture = await codec.decode(bytes, { signal })
  const decodeMs = performance.now() - started
  await writeImage(output, picture)
  const [height, width, channels] = picture.shape as [number, number, number]
  const { bitDepth = 8 } = picture
  const { name, backend } = codec
  if (given.json) {
    return printJson({ output, codec: name, backend, width, height, channels, bitDepth, decodeMs })
  }
  print(
    `${output}: ${width} x ${height}, ${channels} channel${channels > 1 ? 's' : ''} of ` +
      `${bitDepth} bit, ${name} (${backend}), ${decodeMs.toFixed(1)} ms`,
  )
}

/** `decode IN OUT`: one stream to one picture file. */
export const addDecode: AddCommand = (program, signal) => {
  const command = program
    .command('decode')
    .summary('a stream to a picture file')
    .description('Decodes a stream of any of the codecs.')
    .argument('<in>', 'the stream')
    .argument('<out>', 'the picture')
  addJson(addChoice(command))
    .addHelpText('after', examples)
    .action((input: string, output: string, given: Options) => decode(input, output, given, signal))
}
