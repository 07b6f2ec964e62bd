import { encode } from '../detect'
import { writeImage } from '../files'
import { sourceBytes } from '../files/source'
import { findDescriptor } from '../registry'
import { addChoice, choose, type ChoiceOptions } from './choice'
import { codecOfPath, codecsOfBytes, formatOfBytes, unknownBytes } from '../codecs/recognise'
import { addJson, type JsonOption, print } from './output'
import type { AddCommand } from './command'
import { sourceOf, STANDARD, write } from './streams'
import { driveAsync } from '../task'

const examples = `
The codec is told by IN's first bytes, else by its extension. OUT's extension says what is written:
.png (16 bit where there is more than 8) .ppm .pgm .pam .bmp .tif .jpg .webp .qoi. - is stdin, and a
PNG to stdout.

Examples:
  $ nodecodecs decode photo.hevc photo.png
  $ nodecodecs decode photo.bin photo.png --codec av1
  $ nodecodecs decode photo.obu photo.png --set strict
  $ cat photo.avif | nodecodecs decode - - > photo.png`

type Options = ChoiceOptions & JsonOption

async function decode(
  input: string,
  output: string,
  given: Options,
  signal: AbortSignal,
): Promise<void> {
  const context = { signal, log: () => {} }
  const bytes = await driveAsync(sourceBytes(sourceOf(input), 'decode'), context)
  const descriptor = given.codec
    ? findDescriptor(given.codec)
    : (codecsOfBytes(bytes)[0] ?? codecOfPath(input))
  if (!descriptor) throw unknownBytes(bytes, input)
  const codec = choose(descriptor, formatOfBytes(descriptor, bytes), given)
  const started = performance.now()
  const picture = await codec.decode(bytes, { signal })
  const decodeMs = performance.now() - started
  if (output === STANDARD) await write(STANDARD, await encode(picture, { codec: 'png' }), signal)
  else await writeImage(output, picture)
  const [height, width, channels] = picture.shape as [number, number, number]
  const { bitDepth = 8 } = picture
  const { name, backend } = codec
  const say = output === STANDARD ? (text: string) => process.stderr.write(`${text}\n`) : print
  if (given.json) {
    const row = { output, codec: name, backend, width, height, channels, bitDepth, decodeMs }
    return void say(JSON.stringify(row, undefined, 2))
  }
  say(
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
