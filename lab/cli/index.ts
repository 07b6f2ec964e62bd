import type { Command } from 'commander'
import { addBdRate } from './bd_rate'
import { addExport } from './export'
import { addMerge } from './merge'
import { addReport } from './report'
import { addSweep } from './sweep'
import { type AddCommand, tellBy, type Tools } from './tools'
import { addWorker } from './worker'

/** In the order of the help; a new command is one file and one line here. */
const commands: readonly AddCommand[] = [
  addSweep,
  addWorker,
  addMerge,
  addBdRate,
  addReport,
  addExport,
]

/** The laboratory's commands. */
export function addCommands(program: Command, signal: AbortSignal, tools: Tools): void {
  tellBy(tools.tell)
  for (const add of commands) add(program, signal, tools)
}
