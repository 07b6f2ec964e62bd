import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import { Option } from 'commander'
import { type ExportFile, exportFiles, type ExportFormat, readResults } from '../index'
import { type AddCommand, tell } from './tools'

const examples = `
csv: a line a point. compressai: a file a curve, means over pictures, for compressai.utils.plot.
codec-compare: a batch a curve, and list.json, which its viewer opens: index.html?load=list.json.

Examples:
  $ nodecodecs export results --format csv > results.csv
  $ nodecodecs export results --format compressai --out curves
  $ nodecodecs export results --format codec-compare --out batches`

/** Whether this is the name of the only file, and of no folder. */
function isFileOf(files: readonly ExportFile[], out: string): boolean {
  const folder = statSync(out, { throwIfNoEntry: false })?.isDirectory() ?? false
  return files.length === 1 && !folder && extname(out) === extname(files[0]!.name)
}

function write(files: readonly ExportFile[], out: string): void {
  if (isFileOf(files, out)) {
    mkdirSync(dirname(out), { recursive: true })
    writeFileSync(out, files[0]!.text)
    return tell(out)
  }
  if (statSync(out, { throwIfNoEntry: false })?.isFile()) {
    throw new TypeError(`--out: expected a folder for ${files.length} files, but ${out} is a file`)
  }
  mkdirSync(out, { recursive: true })
  for (const { name, text } of files) writeFileSync(join(out, name), text)
  tell(`${files.length} ${files.length === 1 ? 'file' : 'files'} in ${out}`)
}

/** `export RESULTS...`: for other tools. */
export const addExport: AddCommand = (program, _signal, tools) => {
  program
    .command('export')
    .summary("results for other tools: CSV, CompressAI's plots, codec-compare")
    .description('Writes results as other tools read them.')
    .argument('<results...>', "sweeps' folders or results.jsonl")
    .addOption(
      new Option('-f, --format <name>', 'what to write (required)')
        .choices(['csv', 'compressai', 'codec-compare'])
        .makeOptionMandatory(),
    )
    .option('-o, --out <dir>', 'where to, or the file where it is one; default of one: stdout')
    .addHelpText('after', examples)
    .action((paths: string[], { format, out }: { format: ExportFormat; out?: string }) => {
      const files = exportFiles(readResults(paths).rows, format)
      if (out === undefined) {
        const [only] = files
        if (!only || files.length > 1) {
          throw new TypeError(`--out: expected a folder for ${files.length} files`)
        }
        return tools.print(only.text.trimEnd())
      }
      write(files, out)
    })
}
