import { mergeResults } from '../index'
import { type AddCommand, tell } from './tools'

const examples = `
A point that is in several is one point, with the metrics and times of all.

Examples:
  $ nodecodecs merge part1 part2 --out results
  $ nodecodecs merge part1/results.jsonl part2 > all.jsonl`

/** `merge DIR...`: the results of shards as one. */
export const addMerge: AddCommand = (program, _signal, tools) => {
  program
    .command('merge')
    .summary('join the results of several sweeps or shards')
    .description('Joins the results of several sweeps, or of the shards of one.')
    .argument('<dir...>', 'folders of sweeps, or their results.jsonl')
    .option('-o, --out <dir>', 'where to; default: the rows to stdout')
    .addHelpText('after', examples)
    .action((paths: string[], { out }: { out?: string }) => {
      const { rows, warnings } = mergeResults(paths, { out })
      warnings.forEach(tell)
      if (out === undefined) tools.print(rows.map((row) => JSON.stringify(row)).join('\n'))
      else tell(`${rows.length} points in ${out}`)
    })
}
