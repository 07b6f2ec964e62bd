import type { Command } from 'commander'
import type { Target } from '../calls/target'
import type { Codec } from '../codec'
import { checkExtension, codecOfPath, formatOfPath, unknownExtension } from '../codecs/recognise'
import type { Descriptor } from '../codecs/descriptor'
import { formatOf } from '../codecs/resolve'
import { limitsOf } from '../files/limits'
import { findDescriptor } from '../registry'
import {
  addBatch,
  type BatchOptions,
  folderOf,
  type Item,
  itemsOf,
  refuseFolder,
  refuseItself,
  runBatch,
  tell,
} from './batch'
import { addChoice, choose, type ChoiceOptions, parseOneQuality } from './choice'
import { parseNumber } from './number'
import { qualityLabel } from './describe'
import { addJson, grouped, type JsonOption, jsonOf, printJson } from './output'
import { visibleLine } from './visible'
import type { AddCommand } from './command'
import { addRaw, type RawOption, readGiven } from './raw'
import { addReading, type ReadingOptions, readingOf } from './reading'
import { STANDARD, write } from './streams'
import { parseTargetOption } from './target_option'
import { tries } from './tries'
import { waiting } from './waiting'

const examples = `
The codec is the one whose files have OUT's extension: .h264 .hevc .obu .ivf (VP9) .webp .jpg .jp2
.j2k .bpg .avif .heic .jxl .png .qoi. IN: a file of any of these, or PPM, PGM, PAM, BMP, TIFF.
- is stdin or stdout (with --to). With --out many files and whole folders, which are mirrored; what is
newer there is left alone (--force: not); what fails is told and passed over, with exit code 1.
Photos come out upright with their ICC profile; Exif (GPS) and XMP stay out unless --metadata keep.

Examples:
  $ nodecodecs encode photo.png photo.webp --quality 80
  $ nodecodecs encode *.jpg --to avif --out small --jobs 4
  $ nodecodecs encode photos/ --to webp --out web --target ssimulacra2=75
  $ nodecodecs encode logo.png logo.jpg --background '#fff'
  $ cat photo.png | nodecodecs encode - - --to jxl > photo.jxl
  $ camera | nodecodecs encode - frame.avif --raw 1920x1080x3:10 --set bitDepth=10
  $ nodecodecs encode photo.png photo.hevc -q 37 --set preset=veryslow --set tune=ssim
  $ nodecodecs encode photo.png photo.ivf --codec av1 --set encoder=libsvtav1
  $ nodecodecs encode photo.png photo.jxl --set lossless
  $ nodecodecs help x265        all options of a codec`

interface Options extends ChoiceOptions, JsonOption, BatchOptions, ReadingOptions, RawOption {
  quality?: number
  target?: Target
  effort?: number
  background?: string
  to?: string
  out?: string
}

function codecFor(output: string, given: Options): Codec {
  const { codec, to } = given
  const path = to === undefined ? output : `x.${to.replace(/^\./, '')}`
  const named = codec ?? (to !== undefined && !codecOfPath(path) ? to : undefined)
  const descriptor: Descriptor | undefined =
    named === undefined ? codecOfPath(path) : findDescriptor(named)
  if (!descriptor) throw unknownExtension(path, '--codec')
  const effort = given.effort === undefined ? [] : [{ key: 'effort', value: String(given.effort) }]
  const set = [...effort, ...(given.set ?? [])]
  const chosen = choose(descriptor, formatOfPath(descriptor, path), { ...given, set })
  if (output !== STANDARD) {
    checkExtension(descriptor, formatOf(descriptor, chosen.options), output, 'encode: out')
  }
  return chosen
}

async function encodeOne(codec: Codec, item: Item, given: Options, signal: AbortSignal) {
  await refuseItself(item)
  const { background } = given
  const { timeout } = codec.options
  const limits = { ...limitsOf(codec.options), timeout }
  const reading = { ...limits, ...readingOf(given), signal }
  const picture = await readGiven(item.input, given, reading)
  const [height, width] = picture.shape as [number, number]
  const quality = given.quality ?? codec.defaultQuality
  const started = performance.now()
  const task = given.target
    ? `${item.output}: searching ${Object.entries(given.target).join().replace(',', '=')}`
    : item.output
  const coding = (tell: (detail: string) => void) => {
    const searched = given.target ? { target: given.target, onTry: tries(tell) } : { quality }
    return codec.encode(picture, { ...searched, background, signal })
  }
  const stream = await (given.out === undefined ? waiting(task, coding) : coding(() => undefined))
  const encodeMs = performance.now() - started
  await write(item.output, stream, signal)
  const { name, backend } = codec
  const { encoder } = codec.options
  const { length: bytes } = stream
  const bpp = (bytes * 8) / (width * height)
  const used = stream.quality ?? quality
  return { output: item.output, codec: name, backend, encoder, quality: used, bytes, bpp, encodeMs }
}

type Encoded = Awaited<ReturnType<typeof encodeOne>>

const lineOf = (codec: Codec, row: Encoded): string =>
  `${visibleLine(row.output)}: ${grouped(row.bytes)} bytes, ${row.bpp.toFixed(3)} bpp, ${row.codec} ` +
  `(${row.backend}), ${qualityLabel(codec, row.quality)}, ${row.encodeMs.toFixed(1)} ms\n`

async function encodeMany(inputs: readonly string[], given: Options, signal: AbortSignal) {
  if (given.to === undefined && given.codec === undefined) {
    throw new TypeError('encode --out: expected --to EXTENSION, as in --to avif')
  }
  const codec = codecFor('', given)
  const folder = await folderOf(given.out!, `encode ${inputs[0]}`)
  const items = await itemsOf(inputs, folder, codec.fileExtension)
  const rows: Encoded[] = []
  const result = await runBatch(items, given, signal, async (item) => {
    const row = await encodeOne(codec, item, given, signal)
    rows.push(row)
    if (!given.json) process.stdout.write(lineOf(codec, row))
  })
  if (given.json) printJson(rows)
  tell(result)
}

async function encode(files: readonly string[], given: Options, signal: AbortSignal) {
  if (given.target && given.quality !== undefined) {
    throw new TypeError('--target and --quality: expected one of them')
  }
  if (given.out !== undefined) return encodeMany(files, given, signal)
  const [input, output, ...more] = files as [string, string?, ...string[]]
  await refuseFolder(input, `encode ${input} --to ${given.to ?? 'avif'} --out DIR`)
  if (output === undefined) throw new TypeError("missing required argument 'out', or --out DIR")
  if (more.length > 0) throw new TypeError('several pictures: expected --out DIR')
  await refuseFolder(output, `encode ${input} --to ${given.to ?? 'avif'} --out ${output}`)
  if (output === STANDARD && given.to === undefined && given.codec === undefined) {
    throw new TypeError('to stdout: expected --to EXTENSION, as in --to avif')
  }
  const codec = codecFor(output, given)
  const row = await encodeOne(codec, { input, output }, given, signal)
  const told = output === STANDARD ? process.stderr : process.stdout
  told.write(given.json ? `${jsonOf(row)}\n` : lineOf(codec, row))
}

function addHow(command: Command): Command {
  return command
    .option(
      '-q, --quality <n>',
      "in the codec's own scale; default: SSIMULACRA2 of about 75",
      parseOneQuality,
    )
    .option('-t, --target <metric=value>', 'instead: bytes=N, bpp=X or a metric', parseTargetOption)
    .option('--effort <n>', '0 (quick) to 9', parseNumber)
    .option('--background <colour>', "below transparent pixels: '#fff'")
}

/** `encode IN OUT`, `encode IN... --out DIR`: picture files to streams. */
export const addEncode: AddCommand = (program, signal) => {
  const command = program
    .command('encode')
    .summary('picture files to streams')
    .description('Encodes picture files.')
    .argument('<in...>', 'a picture and the file to be written; with --out: pictures and folders')
    .option('--to <extension>', 'what is written: avif, webp, jpg, ...')
  addJson(addChoice(addReading(addRaw(addHow(addBatch(command, 'streams'))), 'icc')))
    .addHelpText('after', examples)
    .action((files: string[], given: Options) => encode(files, given, signal))
}
