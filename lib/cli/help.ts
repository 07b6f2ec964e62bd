import { allDescriptors, findDescriptor } from '../registry'
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

/** `help`: of the program, a command or a codec. */
export const addHelp: AddCommand = (program) => {
  const command = program
    .command('help')
    .summary("help on a command, or a codec's options")
    .argument('[topic]', 'a command or a codec')
  addJson(command)
    .addHelpText('after', examples)
    .action((topic: string | undefined, { json }: JsonOption) => {
      const about = program.commands.find((one) => one.name() === topic)
      if (topic === undefined || about) return (about ?? program).outputHelp()
      const names = allDescriptors().map(({ name }) => name)
      if (!topic.startsWith('ffmpeg:') && !names.includes(topic)) {
        const commands = program.commands.map((one) => one.name())
        throw unknownName('command or codec', topic, [...commands, ...names])
      }
      const descriptor = findDescriptor(topic)
      if (!json) return print(describeCodec(descriptor))
      const { name, className, help, backends, encoders } = descriptor
      const quality = defaultScale(descriptor)
      const options = rowsOf(descriptor)
      printJson({ name, class: className, help, backends, encoders, quality, options })
    })
}
