import { writeBytes } from '../files/bytes'
import { driveAsync } from '../task'
import { readImage } from '../files'
import { limitsOf } from '../files/limits'
import { findDescriptor } from '../registry'
import { addChoice, choose, type ChoiceOptions, parseNumber } from './choice'
import { codecOfPath, formatOfPath, unknownExtension } from '../codecs/recognise'
import { qualityLabel } from './describe'
import { addJson, grouped, type JsonOption, print, printJson } from './output'
import type { AddCommand } from './command'

const examples = `
The codec is the one whose files have OUT's extension: .h264 .hevc .obu .ivf (VP9) .webp .jpg .jp2
.j2k .bpg .avif .heic .jxl .png .qoi. IN: PNG, JPEG, WebP, QOI, PPM, PGM, PAM, BMP, TIFF.

Examples:
  $ nodecodecs encode photo.png photo.webp --quality 80
  $ nodecodecs encode photo.png photo.hevc -q 37 --set preset=veryslow --set tune=ssim
  $ nodecodecs encode photo.png photo.ivf --codec av1 --set encoder=libsvtav1
  $ nodecodecs encode photo.png photo.jxl --set lossless
  $ nodecodecs encode photo.png photo.hevc --set options.x265-params=rd=6
  $ nodecodecs help x265        all options of a codec`

interface Options extends ChoiceOptions, JsonOption {
  quality?: number
}

async function encode(
  input: string,
  output: string,
  given: Options,
  signal: AbortSignal,
): Promise<void> {
  const descriptor = given.codec ? findDescriptor(given.codec) : codecOfPath(output)
  if (!descriptor) throw unknownExtension(output, '--codec')
  const codec = choose(descriptor, formatOfPath(descriptor, output), given)
  const quality = given.quality ?? codec.defaultQuality
  const picture = await readImage(input, { ...limitsOf(codec.options), signal })
  const [height, width] = picture.shape as [number, number]
  const started = performance.now()
  const stream = await codec.encode(picture, { quality, signal })
  const encodeMs = performance.now() - started
  await driveAsync(writeBytes(output, stream), { signal, log: () => {} })
  const bytes = stream.length
  const { name, backend } = codec
  const encoder = codec.options.encoder
  const bpp = (bytes * 8) / (width * height)
  if (given.json) {
    return printJson({ output, codec: name, backend, encoder, quality, bytes, bpp, encodeMs })
  }
  print(
    `${output}: ${grouped(bytes)} bytes, ${bpp.toFixed(3)} bpp, ${name} (${backend}), ` +
      `${qualityLabel(codec, quality)}, ${encodeMs.toFixed(1)} ms`,
  )
}

/** `encode IN OUT`: one picture file to one stream. */
export const addEncode: AddCommand = (program, signal) => {
  const command = program
    .command('encode')
    .summary('a picture file to a stream')
    .description('Encodes a picture file.')
    .argument('<in>', 'the picture')
    .argument('<out>', 'the stream; its extension says which codec')
    .option(
      '-q, --quality <n>',
      "in the codec's own scale; default: SSIMULACRA2 of about 75",
      parseNumber,
    )
  addJson(addChoice(command))
    .addHelpText('after', examples)
    .action((input: string, output: string, given: Options) => encode(input, output, given, signal))
}
