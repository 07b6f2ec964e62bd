import { Command, CommanderError } from 'commander'
import type { CodecError } from '../errors'
import { version } from '../version'
import { addApply } from './apply'
import { addBuild } from './build'
import { addCodecs } from './codecs'
import { addCompletion } from './completion'
import type { AddCommand } from './command'
import { addDecode } from './decode'
import { addEncode } from './encode'
import { addHelp } from './help'
import { addHints, commandHint } from './hints'
import { addInspect } from './inspect'
import { addMetrics } from './metrics'
import { addProbe } from './probe'
import { addLaboratory } from './laboratory'
import { endWhenClosed } from './output'
import { tellError, visible } from './visible'
import { inSwitches } from './wording'

/** In the order of the help; a new command is one file and one line here. */
const commands: readonly AddCommand[] = [
  addApply,
  addEncode,
  addDecode,
  addInspect,
  addProbe,
  addMetrics,
  addCodecs,
  addBuild,
  addCompletion,
  addHelp,
]

/** Exit codes: done; something failed; the caller's mistake. */
const exitCodes = { done: 0, failure: 1, usage: 2 } as const

const examples = `
Examples:
  $ nodecodecs apply photo.png                 every codec and backend on one picture
  $ nodecodecs encode photo.png photo.hevc     one codec, by the file's extension
  $ nodecodecs decode photo.hevc restored.png
  $ nodecodecs inspect photo.hevc              where each byte goes
  $ nodecodecs probe photo.jpg                 size, depth, channels, orientation
  $ nodecodecs metrics photo.png restored.png  how near one picture is to another
  $ nodecodecs help x265                       a codec's own options
  $ nodecodecs sweep photos/ --codec x265,webp --out results
  $ nodecodecs bd-rate results --anchor x265
  $ nodecodecs report results --out report.html

Exit codes: 0 done, 1 something failed, 2 a mistake in the call.`

function createProgram(signal: AbortSignal): Command {
  const program = new Command('nodecodecs')
    .description('Encodes, decodes and compares still pictures with every codec')
    .version(version)
    .helpCommand(false)
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(visible(commandHint(text))) })
    .addHelpText('after', examples)
  for (const add of commands) add(program, signal)
  for (const command of program.commands) addHints(command)
  return program
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? exitCodes.done : exitCodes.usage
  }
  const callersMistake = error instanceof TypeError || error instanceof RangeError
  return callersMistake ? exitCodes.usage : exitCodes.failure
}

function report(error: unknown): void {
  if (error instanceof CommanderError) return // commander has told it
  // by name: the laboratory's errors are of the library's own file, not of this one
  const code = (error as Error)?.name === 'CodecError' ? `${(error as CodecError).code}: ` : ''
  const message = error instanceof Error ? error.message : String(error)
  tellError(`nodecodecs: ${code}${inSwitches(message)}`)
}

/** The library's warnings as this program tells things; all others, and none, as Node does. */
function tellWarnings(): void {
  const others = process.listeners('warning')
  if (others.length === 0) return // --no-warnings
  process.removeAllListeners('warning')
  process.on('warning', (warning) => {
    if (warning.name === 'NodecodecsWarning') {
      return tellError(`nodecodecs: ${inSwitches(warning.message)}`)
    }
    for (const other of others) other.call(process, warning)
  })
}

/**
 * Runs one command line. Ctrl-C and SIGTERM end the command by its AbortSignal, so that children
 * and temp files are gone; the process then dies of that signal, as its parent expects. A second
 * Ctrl-C ends it at once.
 */
export async function run(argv: readonly string[]): Promise<void> {
  endWhenClosed()
  tellWarnings()
  const controller = new AbortController()
  let received: NodeJS.Signals | undefined
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => {
      received = name
      controller.abort(new Error(`ended by ${name}`))
    })
  }
  try {
    const program = createProgram(controller.signal)
    await addLaboratory(program, controller.signal, argv.slice(2))
    await program.parseAsync([...argv])
  } catch (error) {
    report(error)
    process.exitCode = exitCodeOf(error)
  }
  if (received) process.kill(process.pid, received)
}
