import { extname } from 'node:path'
import type { Codec } from '../codec'
import { codecOfPath, codecsOfBytes, formatOfBytes, unknownBytes } from '../codecs/recognise'
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
import { addChoice, choose, type ChoiceOptions } from './choice'
import type { AddCommand } from './command'
import { addJson, type JsonOption, jsonOf, printJson, printWarnings } from './output'
import { visibleLine } from './visible'
import { addReading, type ReadingOptions, readingOf } from './reading'
import {
  addSamples,
  checkSamples,
  decodeSamples,
  formLabel,
  formOf,
  type SampleOptions,
  samplesFile,
} from './samples'
import { named, readBytes, STANDARD, write } from './streams'

const examples = `
The codec is told by IN's first bytes, else by its extension. OUT's extension, or --to, says what is
written: .png (16 bit where there is more than 8, the default) .ppm .pgm .pam .bmp .tif .npy .jpg .webp .qoi,
.raw (samples without a header, as --raw of encode reads them; planes one after another).
- is stdin or stdout. With --out many files and whole folders, which are mirrored; what is newer there is
left alone (--force: not); what fails is told and passed over, with exit code 1.

Examples:
  $ nodecodecs decode photo.hevc photo.png
  $ nodecodecs decode streams/ --out restored --jobs 4
  $ nodecodecs decode *.avif --to tif --out restored
  $ nodecodecs decode frame.avif - --to raw | viewer
  $ nodecodecs decode photo.avif tensor.npy --as float32 --layout chw
  $ nodecodecs decode frame.avif - --to raw --as planes | ffmpeg -f rawvideo ...
  $ nodecodecs decode deep.avif photo.png --bit-depth 8
  $ nodecodecs decode photo.bin photo.png --codec av1
  $ nodecodecs decode photo.heic photo.png --metadata keep
  $ nodecodecs decode photo.obu photo.png --set strict
  $ cat photo.avif | nodecodecs decode - - > photo.png`

interface Options extends ChoiceOptions, JsonOption, ReadingOptions, SampleOptions, BatchOptions {
  to?: string
  out?: string
}

const extensionOf = ({ to = 'png' }: Options): string => `.${to.replace(/^\./, '')}`

function codecFor(bytes: Uint8Array, input: string, given: Options): Codec {
  const descriptor = given.codec
    ? findDescriptor(given.codec)
    : (codecsOfBytes(bytes)[0] ?? codecOfPath(input))
  if (!descriptor) throw unknownBytes(bytes, input)
  return choose(descriptor, formatOfBytes(descriptor, bytes), given)
}

/** TypeError where --to is another kind of file than OUT's name. */
function checkTo(output: string, given: Options): void {
  const [wanted, named] = [extensionOf(given), extname(output).toLowerCase()]
  const kind = (extension: string) => codecOfPath(`x${extension}`)?.name ?? extension
  if (given.to === undefined || named === '' || kind(wanted) === kind(named)) return
  throw new TypeError(`--to ${given.to}: OUT is named ${output}: expected one of the two`)
}

/** By its extension the file's kind is known, of stdout too. */
const pathOf = (output: string, given: Options): string =>
  output === STANDARD ? `stdout${extensionOf(given)}` : output

async function decodeOne({ input, output }: Item, given: Options, signal: AbortSignal) {
  await refuseItself({ input, output })
  const bytes = await readBytes(input, 'decode', given, signal)
  const codec = codecFor(bytes, input, given)
  const started = performance.now()
  const how = { ...readingOf(given), signal }
  const picture = await named(input, () => decodeSamples(codec, bytes, given, how))
  const decodeMs = performance.now() - started
  if ('warnings' in picture) printWarnings(input, picture.warnings)
  const path = pathOf(output, given)
  await write(output, await samplesFile(path, picture, given, signal), signal)
  const { name, backend } = codec
  return { output, codec: name, backend, ...formOf(picture, given), decodeMs }
}

type Decoded = Awaited<ReturnType<typeof decodeOne>>

const lineOf = (row: Decoded): string =>
  `${visibleLine(row.output)}: ${formLabel(row)}, ${row.codec} (${row.backend}), ${row.decodeMs.toFixed(1)} ms\n`

async function decodeMany(inputs: readonly string[], given: Options, signal: AbortSignal) {
  checkSamples(extensionOf(given), given)
  const folder = await folderOf(given.out!, `decode ${inputs[0]}`)
  const items = await itemsOf(inputs, folder, extensionOf(given))
  const rows: Decoded[] = []
  const result = await runBatch(items, given, signal, async (item) => {
    const row = await decodeOne(item, given, signal)
    rows.push(row)
    if (!given.json) process.stdout.write(lineOf(row))
  })
  if (given.json) printJson(rows)
  tell(result)
}

async function decode(files: readonly string[], given: Options, signal: AbortSignal) {
  if (given.out !== undefined) return decodeMany(files, given, signal)
  const [input, output, ...more] = files as [string, string?, ...string[]]
  await refuseFolder(input, `decode ${input} --to ${given.to ?? 'png'} --out DIR`)
  if (output === undefined) throw new TypeError("missing required argument 'out', or --out DIR")
  if (more.length > 0) throw new TypeError('several streams: expected --out DIR')
  await refuseFolder(output, `decode ${input} --to ${given.to ?? 'png'} --out ${output}`)
  if (output !== STANDARD) checkTo(output, given)
  checkSamples(pathOf(output, given), given)
  const row = await decodeOne({ input, output }, given, signal)
  const told = output === STANDARD ? process.stderr : process.stdout
  told.write(given.json ? `${jsonOf(row)}\n` : lineOf(row))
}

/** `decode IN OUT`, `decode IN... --out DIR`: streams to picture files. */
export const addDecode: AddCommand = (program, signal) => {
  const command = program
    .command('decode')
    .summary('streams to picture files')
    .description('Decodes streams of any of the codecs.')
    .argument('<in...>', 'a stream and the file to be written; with --out: streams and folders')
    .option('--to <extension>', 'what is written: png, tif, ppm, npy, ...')
  addJson(addChoice(addReading(addSamples(addBatch(command, 'pictures')), 'icc')))
    .addHelpText('after', examples)
    .action((files: string[], given: Options) => decode(files, given, signal))
}
