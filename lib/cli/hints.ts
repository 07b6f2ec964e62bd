import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { foreignOptions, plainName } from '../options/foreign'
import { rowsOf } from '../codecs/resolve'
import { allDescriptors } from '../registry'
import { visible } from './visible'
import { inSwitches } from './wording'

/** The option of some codec that is called so, however it is spelt. */
const codecOption = (name: string): string | undefined =>
  allDescriptors()
    .flatMap((descriptor) => Object.keys(rowsOf(descriptor)))
    .find((option) => plainName(option) === name)

const flagOf = (command: Command, option: string): string | undefined =>
  command.options.find((own) => own.attributeName() === option)?.long

/** What `--bit-depth`, `--crf`, `--max-bytes` are called by this command. */
function hintFor(flag: string, command: Command): string | undefined {
  const name = plainName(flag)
  const canSet = flagOf(command, 'set') !== undefined
  const foreign = foreignOptions(name)
  const own = foreign.some(({ option }) => option === 'codec') ? undefined : codecOption(name)
  const exact = own === undefined ? undefined : flagOf(command, own)
  if (exact !== undefined) return exact
  if (own !== undefined && canSet) {
    const [first] = foreign.map(({ option }) => flagOf(command, option)).filter(Boolean)
    const set = `--set ${own}=...`
    return first === undefined ? set : `${first}, or ${set} of a codec that has it`
  }
  for (const { option, example } of foreign) {
    const long = flagOf(command, option)
    if (option === 'target' && long !== undefined) return inSwitches(example)
    if (option === 'metadata' && long !== undefined) return `${long} keep`
    if (option === 'to' && long !== undefined) return 'the second argument, or --out DIR'
    if (option === 'codec' && long !== undefined) {
      return flagOf(command, 'to') === undefined ? long : '--to EXTENSION or --codec NAME'
    }
    if (long !== undefined) return long
    if (codecOption(plainName(option)) !== undefined && canSet) {
      const [, value = '...'] = /^\w+: '?([^' ]+)'?$/.exec(example) ?? []
      return `--set ${option}=${value}`
    }
  }
  return undefined
}

/** What other programs call our commands. */
const COMMANDS: Readonly<Record<string, string>> = {
  ...{ convert: 'encode', compress: 'encode', transcode: 'encode', list: 'codecs' },
  ...{ info: 'probe', identify: 'probe', exif: 'probe', metadata: 'probe', install: 'build' },
  ...{ compare: 'metrics', psnr: 'metrics', ssim: 'metrics', bench: 'apply', bdrate: 'bd-rate' },
}

/** Commander's error of a command that there is not, with what it may be meant to be. */
export function commandHint(text: string): string {
  const [, name] = /^error: unknown command '(.*)'/s.exec(text) ?? []
  if (name === undefined) return text
  const own = COMMANDS[plainName(name)]
  if (own !== undefined) return `error: unknown command '${name}'; it is ${own}\n`
  if (!existsSync(name)) return text
  return `error: unknown command '${name}'; a file comes behind one, as in nodecodecs encode ${name} OUT\n`
}

/** Commander's errors: in this program's words, and with what an unknown option may be meant to be. */
export function addHints(command: Command): Command {
  return command.configureOutput({
    outputError(text, write) {
      const [first = text] = text.split('\n')
      const [, option = ''] = /unknown option '(.*)'$/s.exec(first) ?? []
      const [, flag] = /unknown option '--([^'=]+)/.exec(text) ?? []
      const hint = flag === undefined ? undefined : hintFor(flag, command)
      if (hint !== undefined) return write(visible(`${first}; it is ${hint}\n`))
      if (!existsSync(option)) return write(visible(inSwitches(text)))
      const call = `nodecodecs ${command.name()} -- ${option}`
      write(visible(`${first}; a file of that name comes behind --, as in ${call}\n`))
    },
  })
}
