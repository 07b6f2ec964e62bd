import type { Command } from 'commander'
import { addJson, columns, print, printJson } from './output'
import { tellError } from './visible'

/** The laboratory's commands, for the program's help; it is loaded when one of them is called. */
const commands: readonly (readonly [name: string, summary: string])[] = [
  ['sweep', 'rate-distortion curves of codecs over pictures'],
  ['worker', "do the points of a queue's sweeps"],
  ['merge', 'join the results of several sweeps or shards'],
  ['bd-rate', 'BD-rates of a sweep, per picture, with intervals'],
  ['report', 'curves, tables and pictures of a sweep as one page'],
  ['export', "results for other tools: CSV, CompressAI's plots, codec-compare"],
]

/** Adds the commands, or, where none of them is called, what the help says of them. */
export async function addLaboratory(
  program: Command,
  signal: AbortSignal,
  words: readonly string[],
): Promise<void> {
  const [first, second] = words
  const called = first === 'help' ? second : first
  // A shell is to complete their options too.
  if (called === 'completion' || commands.some(([name]) => name === called)) {
    const { addCommands } = await import('../../lab/cli/index.js')
    addCommands(program, signal, { addJson, columns, print, printJson, tell: tellError })
  } else {
    for (const [name, summary] of commands) program.command(name).summary(summary)
  }
}
