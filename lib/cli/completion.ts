import type { Command, Option } from 'commander'
import { Argument } from 'commander'
import { extensions } from '../codecs/recognise'
import { metricNames } from '../metrics/names'
import { allDescriptors } from '../registry'
import type { AddCommand } from './command'
import { print } from './output'

// What a shell offers behind `nodecodecs `: derived from the program itself.

const examples = `
Examples:
  $ source <(nodecodecs completion bash)        now; for good: in ~/.bashrc
  $ nodecodecs completion bash > ~/.local/share/bash-completion/completions/nodecodecs
  $ source <(nodecodecs completion zsh)         in ~/.zshrc, behind compinit`

const codecNames = () => allDescriptors().map(({ name }) => name)

/** The values of options that list none themselves, by their long names; others take files. */
const valuesOf: Readonly<Record<string, () => readonly string[]>> = {
  '--codec': codecNames,
  '--anchor': codecNames,
  '--backend': () => ['native', 'ffmpeg', 'cli'],
  '--metrics': () => metricNames,
  '--metadata': () => ['keep', 'drop', 'icc', 'exif', 'xmp'],
  '--to': () => extensions().map((extension) => extension.slice(1)),
  '--effort': () => Array.from({ length: 10 }, (_, effort) => String(effort)),
}

const takesValue = ({ required, optional }: Option): boolean => required || optional

const optionsOf = (command: Command): string[] => [
  ...command.options.flatMap(({ long, short }) => [short, long].filter((name) => name != null)),
  '--help',
]

const caseOf = (names: readonly string[], words: readonly string[]): string =>
  `      ${names.join('|')}) offered='${words.join(' ')}' ;;`

/** A line per command: its options, and for `help` what there is help on. */
function commandCases(program: Command): string[] {
  const topics = [...program.commands.map((one) => one.name()), ...codecNames()]
  return program.commands.map((command) => {
    const name = command.name()
    const more = name === 'help' ? topics : name === 'completion' ? ['bash', 'zsh'] : []
    return caseOf([name], [...optionsOf(command), ...more])
  })
}

/** A line per option that takes one of a few words; and one for all whose value is a file or a number. */
function valueCases(program: Command): string[] {
  const all = program.commands.flatMap(({ options }) => options).filter(takesValue)
  const spelt = (long: string): string[] => [
    ...new Set(
      all.filter((one) => one.long === long).flatMap(({ short }) => [long, short ?? long]),
    ),
  ]
  const longs = [...new Set(all.map(({ long }) => long!))]
  const values = (long: string): readonly string[] => [
    ...(valuesOf[long]?.() ?? []),
    ...new Set(all.filter((one) => one.long === long).flatMap((one) => one.argChoices ?? [])),
  ]
  const few = longs.filter((long) => values(long).length > 0)
  const others = longs.filter((long) => !few.includes(long))
  return [
    ...few.map((long) => caseOf(spelt(long), values(long))),
    `      ${others.flatMap(spelt).join('|')}) offered='' ;;`,
  ]
}

/** What both shells share: sets `offered` from the command, the word before and the word itself. */
const choose = (program: Command): string =>
  [
    '_nodecodecs_words() {',
    "  local command=$1 before=$2 offered=''",
    '  if [[ $before == nodecodecs ]]; then',
    `    offered='${[...program.commands.map((one) => one.name()), '--help', '--version'].join(' ')}'`,
    '  else',
    '    case $command in',
    ...commandCases(program),
    '    esac',
    '    case $before in',
    ...valueCases(program),
    '    esac',
    '  fi',
    '  echo "$offered"',
    '}',
  ].join('\n')

const bash = `
_nodecodecs() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]}
  [[ $COMP_CWORD == 1 ]] && before=nodecodecs
  COMPREPLY=($(compgen -W "$(_nodecodecs_words "\${COMP_WORDS[1]}" "$before")" -- "$word"))
}
complete -o default -F _nodecodecs nodecodecs`

const zsh = `
_nodecodecs() {
  local before=\${words[CURRENT-1]}
  (( CURRENT == 2 )) && before=nodecodecs
  compadd -- \${=$(_nodecodecs_words "\${words[2]}" "$before")}
  _files
}
compdef _nodecodecs nodecodecs`

/** `completion bash|zsh`: a script for the shell. */
export const addCompletion: AddCommand = (program) => {
  program
    .command('completion')
    .summary('what the shell completes: bash, zsh')
    .description('Prints a script by which a shell completes commands, options, codecs and files.')
    .addArgument(new Argument('<shell>', 'whose').choices(['bash', 'zsh']))
    .addHelpText('after', examples)
    .action((shell: string) => print(choose(program) + (shell === 'bash' ? bash : zsh)))
}
