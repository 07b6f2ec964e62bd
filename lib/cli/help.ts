import type { Command } from 'commander'
import type { Descriptor } from '../codecs/descriptor'
import { codecOfPath } from '../codecs/recognise'
import { allDescriptors, codecCalled, findDescriptor } from '../registry'
import { unknownName } from '../options'
import { defaultScale, describeCodec } from './describe'
import { addJson, type JsonOption, print, printJson } from './output'
import type { AddCommand } from './command'
import { rowsOf } from '../codecs/resolve'

const examples = `
Examples:
  $ nodecodecs help apply     a command
  $ nodecodecs help x265      a codec: quality scale, options, values, defaults
  $ nodecodecs help x265 --json`

/** A codec by whatever names it. @throws TypeError with the nearest command or codec */
function descriptorOf(topic: string, program: Command): Descriptor {
  const called = codecCalled(topic)
  if (called) return called
  if (topic.startsWith('ffmpeg:') || codecOfPath(`x.${topic}`)) return findDescriptor(topic)
  const names = allDescriptors().map(({ name }) => name)
  const commands = program.commands.map((one) => one.name())
  throw unknownName('command or codec', topic, [...commands, ...names])
}

/** `help`: of the program, a command or a codec. */
export const addHelp: AddCommand = (program) => {
  const command = program
    .command('help')
    .summary("help on a command, or a codec's options")
    .description("Prints the help of the program or a command, or a codec's scale and options.")
    .argument('[topic]', 'a command or a codec')
  addJson(command)
    .addHelpText('after', examples)
    .action((topic: string | undefined, { json }: JsonOption) => {
      const about = program.commands.find((one) => one.name() === topic)
      if (topic === undefined || about) return (about ?? program).outputHelp()
      const descriptor = descriptorOf(topic, program)
      if (!json) return print(describeCodec(descriptor))
      const { name, className, help, backends, encoders } = descriptor
      const quality = defaultScale(descriptor)
      const options = rowsOf(descriptor)
      printJson({ name, class: className, help, backends, encoders, quality, options })
    })
}
