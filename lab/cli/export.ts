import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Option } from 'commander'
import { exportFiles, type ExportFormat, readResults } from '../index'
import { type AddCommand, tell } from './tools'

const examples = `
csv: a line a point. compressai: a file a curve, means over pictures, for compressai.utils.plot.
codec-compare: a batch a curve, and list.json, which its viewer opens: index.html?load=list.json.

Examples:
  $ nodecodecs export results --format csv > results.csv
  $ nodecodecs export results --format compressai --out curves
  $ nodecodecs export results --format codec-compare --out batches`

/** `export RESULTS...`: for other tools. */
export const addExport: AddCommand = (program, _signal, tools) => {
  program
    .command('export')
    .summary("results for other tools: CSV, CompressAI's plots, codec-compare")
    .argument('<results...>', "sweeps' folders or results.jsonl")
    .addOption(
      new Option('-f, --format <name>', 'what to write')
        .choices(['csv', 'compressai', 'codec-compare'])
        .makeOptionMandatory(),
    )
    .option('-o, --out <dir>', 'where to; default: stdout, where it is one file')
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
      mkdirSync(out, { recursive: true })
      for (const { name, text } of files) writeFileSync(join(out, name), text)
      tell(`${files.length} files in ${out}`)
    })
}
