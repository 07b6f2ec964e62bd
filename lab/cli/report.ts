import { InvalidArgumentError, Option } from 'commander'
import { readDocument, report, type Reported, type ReportOptions } from '../index'
import { type AddCommand, collect, list, number, tell, type Tools } from './tools'

const examples = `
RESULTS are sweeps' folders, results.jsonl, or curves that others published, as CompressAI's JSON.
With --pictures the page shows the measured pixels beside the original, without loss: in a folder
beside it, or with --embed inside it, a third larger.

Examples:
  $ nodecodecs report results --out report.html
  $ nodecodecs report results --out report.html --pictures photos/ --anchor jpeg
  $ nodecodecs report results --out report.html --pictures photos/ --rates 0.5 --embed
  $ nodecodecs report results --out report.html --figures figures/ --figure-width 7`

interface Options extends Omit<
  ReportOptions,
  'figureFormats' | 'signal' | 'onProgress' | 'programs'
> {
  embed?: boolean
  programs?: string
  figureFormats?: string[]
  json?: boolean
}

function numbers(text: string): number[] {
  const values = list(text).map(Number)
  if (values.length && values.every((value) => value > 0 && value < Infinity)) return values
  throw new InvalidArgumentError('Expected positive numbers, comma-separated.')
}

const size = (bytes: number): string =>
  bytes < 1e6 ? `${(bytes / 1000).toFixed(0)} kB` : `${(bytes / 1e6).toFixed(1)} MB`

function show(done: Reported): void {
  const { page, pageBytes, points, failures, pictures, figures } = done
  const failed = failures ? `, ${failures} that failed` : ''
  tell(`${page}: ${size(pageBytes)}, ${points} points${failed}`)
  if (pictures.count)
    tell(`${pictures.count} decoded pictures: ${size(pictures.bytes)} without loss`)
  for (const note of pictures.notes) tell(note)
  if (figures) tell(`${figures.folder}: ${figures.files.length} files of figures and tables`)
  for (const note of figures?.notes ?? []) tell(note)
}

/** One line that is written over on a terminal. */
function counter() {
  const { stderr } = process
  const onTerminal = stderr.isTTY
  return {
    step: (done: number, total: number) =>
      onTerminal && stderr.write(`\rpictures ${done}/${total}${done === total ? '\n' : ''}`),
  }
}

async function run(results: string[], options: Options, signal: AbortSignal, tools: Tools) {
  const { embed, json, figureFormats, programs, ...rest } = options
  const done = await report(results, {
    ...rest,
    ...(programs !== undefined && { programs: readDocument(programs).programs }),
    picturesIn: embed ? 'page' : 'folder',
    figureFormats: figureFormats as ReportOptions['figureFormats'],
    signal,
    onProgress: counter().step,
  })
  if (json) tools.printJson(done)
  else show(done)
}

/** `report RESULTS... --out FILE.html`: the page of a comparison, and its figures. */
export const addReport: AddCommand = (program, signal, tools) => {
  const command = program
    .command('report')
    .summary('curves, tables and pictures of a sweep as one page')
    .description('Writes a page with the curves, tables and pictures of sweeps.')
    .argument('<results...>', "sweeps' folders, results.jsonl, CompressAI's JSON")
    .requiredOption('-o, --out <file>', 'the page, an .html file (required)')
    .option(
      '-a, --anchor <label>',
      'the curve that the others are compared with; default: the first',
    )
    .option('--title <text>', "the page's title")
    .option('-p, --pictures <path>', 'originals: file, folder or glob; repeatable', collect)
    .option('--most-pictures <n>', 'so many of them at most, evenly of all (24)', number)
    .option('--programs <file>', 'the sweep file whose programs decode their pictures')
    .option(
      '--rates <list>',
      'rates at which pictures are compared, bits per pixel (0.25,0.5,1)',
      numbers,
    )
    .option('--embed', 'the pictures inside the page, not in a folder beside it')
    .option('--figures <dir>', 'plots as SVG, PDF and PNG, tables as Markdown and LaTeX')
    .addOption(
      new Option(
        '--figure-formats <list>',
        'svg,pdf,png; default: what this machine can',
      ).argParser(list),
    )
    .option('--figure-width <inches>', 'default 3.5, a column of a paper', number)
    .option(
      '--figure-font <families>',
      "CSS font families, as 'Helvetica, sans-serif'; default Times",
    )
  tools
    .addJson(command)
    .addHelpText('after', examples)
    .action((results: string[], options: Options) => run(results, options, signal, tools))
}
