import { Option } from 'commander'
import type { Target } from '../calls/target'
import { writeImage } from '../files'
import { checkMetricNames, type MetricName } from '../metrics/names'
import type { AddCommand } from './command'
import { compare } from './compare'
import { type PictureOptions, sourcesOf } from './compared_pictures'
import { means } from './comparison_means'
import { isResult, type Row } from './comparison_row'
import { showComparison } from './comparison_table'
import { titleOf } from './comparison_title'
import { csvHead, csvLine } from './csv'
import { demoPicture } from './demo/picture'
import { type EntrantOptions, entrants, missingOf } from './entrants'
import { addLimits } from './limits'
import { parseNumber } from './number'
import { addJson, type JsonOption, printJson } from './output'
import { progress } from './progress'
import { parseQuality } from './quality_option'
import { addRaw } from './raw'
import { addReading } from './reading'
import { parseSetting, settingHelp } from './settings'
import { parseTargetOption } from './target_option'

const examples = `
Every codec runs on each of its backends, at equal quality: each takes its own quality that meets the same
target, and the table is in order of size. The target is --match, ssimulacra2=75 unless told:
METRIC=VALUE for the smallest that is as good (any metric of "nodecodecs metrics"), bytes=N or bpp=X for
the best within it. What a codec cannot reach is "failed: unreachable", which is no failure. With
--quality codecs run at that instead, and those without one at their default; so they do with --demo,
which is to be quick, and on pictures with a side below 113, for which SSIMULACRA2 means little.
PSNR 6:1:1 ('psnr-ycbcr' in --json) is that of YCbCr codes (BT.601), their errors weighted 6:1:1, as
PyCodecs' figures are. Times are of one call, in milliseconds; the ffmpeg and cli backends start a
program each time. WebP's rows have the same bytes at the same quality; dwebp ('cli') turns YCbCr into RGB
in its own way, which is 0.03 dB of PSNR on photographs.

Examples:
  $ nodecodecs apply photo.png
  $ nodecodecs apply --demo                      a picture that the program makes itself
  $ nodecodecs apply *.png --codec webp,av1 --backend native
  $ nodecodecs apply photo.png -c x264,x265 --quality 37 --set preset=veryslow --set range=limited
  $ nodecodecs apply photo.png -c x265,jpeg --quality x265=30,jpeg=85 --set x265.tune=ssim
  $ nodecodecs apply photo.png --match psnr=36   who is smallest at equal PSNR
  $ nodecodecs apply photo.png --match bpp=0.5 -c avif,webp,jxl
  $ nodecodecs apply *.png --metrics ms-ssim,ssimulacra2 --csv > rows.csv    a line as soon as it is there
  $ nodecodecs apply logo.png --background '#fff' --effort 3
  $ cat photo.png | nodecodecs apply -
  $ nodecodecs apply photo.png --encoded streams --decoded restored --json > table.json
  $ nodecodecs help x265                         all options of a codec`

interface Options extends EntrantOptions, JsonOption, PictureOptions {
  match?: Target
  save?: string
  encoded?: string
  decoded?: string
  metrics?: string[]
  csv?: boolean
}

const parseNames = (text: string, previous: readonly string[] = []): string[] => [
  ...new Set([...previous, ...text.split(',').filter((name) => name !== '')]),
]

/** JSON has no Infinity: identical pictures get `null` dB and say so. */
const forJson = (row: Row) => (isResult(row) ? { ...row, identical: row.psnr === Infinity } : row)

function checkApply(given: Options): MetricName[] {
  if (given.match && given.quality) {
    throw new TypeError('--match and --quality: expected one of them')
  }
  if (given.csv && given.json) throw new TypeError('--csv and --json: expected one of them')
  return given.metrics ? checkMetricNames(given.metrics as MetricName[]) : []
}

async function apply(images: readonly string[], given: Options, signal: AbortSignal) {
  const sources = sourcesOf(images, given, signal)
  if (sources.length === 0) throw new TypeError('apply: expected a picture, or --demo')
  const { encoded, decoded } = given
  const metrics = checkApply(given)
  const all = entrants(given)
  const codecs = all.filter((codec) => codec.available())
  const unavailable = all.filter((codec) => !codec.available()).map(missingOf)
  if (given.save !== undefined) await writeImage(given.save, demoPicture())
  const bar = progress(sources.length * codecs.length)
  const match = given.match ?? (given.quality || given.demo ? undefined : ('equal' as const))
  const each = (row: Row): void => void process.stdout.write(csvLine(row, metrics))
  const { metadata, csv } = given
  if (csv) process.stdout.write(csvHead(metrics))
  const comparison = {
    ...{ sources, codecs, encoded, decoded, match, metadata, metrics, signal, progress: bar },
    ...(csv && { each }),
  }
  const rows = await compare(comparison).finally(() => bar.stop())
  const mean = sources.length > 1 ? means(rows, sources.length) : []
  if (given.json) {
    printJson({ rows: rows.map(forJson), means: mean.map(forJson), unavailable })
  } else if (!csv) {
    showComparison({ rows, means: mean, codecs, unavailable, metrics, ...titleOf(rows, match) })
  }
  const failed = (row: Row): boolean => !isResult(row) && row.error.code !== 'unreachable'
  if (!rows.some(isResult) || rows.some(failed)) process.exitCode = 1
}

/** `apply IMAGE...`: the comparison of all codecs, the main job. */
export const addApply: AddCommand = (program, signal) => {
  const command = program
    .command('apply')
    .summary('compare all codecs on pictures (the main job)')
    .description('Encodes and decodes pictures with every codec and backend, and compares them.')
    .argument('[image...]', 'picture files of any kind; - is stdin')
    .option('-c, --codec <names>', 'only these, comma-separated', parseNames)
    .option('-b, --backend <names>', 'only these of native, ffmpeg, cli', parseNames)
    .option('-q, --quality <n>', 'for all; or per codec: x265=37,webp=80', parseQuality)
    .option(
      '--match <metric=value>',
      'equal quality or size; default: ssimulacra2=75',
      parseTargetOption,
    )
    .option('-t, --target <metric=value>', 'the same as --match', parseTargetOption)
    .option('-m, --metrics <names>', 'further columns: ms-ssim, ssimulacra2, ...', parseNames)
    .option('--effort <n>', '0 (quick) to 9, of codecs that have it', parseNumber)
    .option('-s, --set <key=value>', `${settingHelp}; CODEC.KEY=VALUE for one codec`, parseSetting)
    .option('--background <colour>', "below transparent pixels: '#fff'")
    .option('--csv', 'print a line as soon as a codec is done, instead of the table')
    .option('--encoded <dir>', 'keep the streams there')
    .option('--decoded <dir>', 'keep the restored pictures there, as PNG')
    .option('--demo', 'a picture that is generated, the same everywhere')
    .addOption(
      new Option('--save <file>', 'keep the generated picture; implies --demo').implies({
        demo: true,
      }),
    )
  addJson(addLimits(addReading(addRaw(command), 'drop')))
    .addHelpText('after', examples)
    .action((images: string[], { target, ...given }: Options & { target?: Target }) =>
      apply(images, { ...(target && { match: target }), ...given }, signal),
    )
}
