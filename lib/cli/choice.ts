import { type Command, InvalidArgumentError } from 'commander'
import { Codec } from '../codec'
import type { Descriptor } from '../codecs/descriptor'
import { optionsFor, parseSetting, type Setting, settingHelp } from './settings'

/** The options of encode and decode that say how the codec is set up. */
export interface ChoiceOptions {
  codec?: string
  backend?: string
  set?: Setting[]
  isolate?: boolean
}

export function parseNumber(text: string): number {
  const value = text.trim() === '' ? NaN : Number(text)
  if (Number.isNaN(value)) throw new InvalidArgumentError('Expected a number.')
  return value
}

/** One where one is meant. */
export function parseOneQuality(text: string): number {
  if (!text.includes(',')) return parseNumber(text)
  throw new InvalidArgumentError(
    `Expected one number; several make a curve: nodecodecs sweep --quality ${text}`,
  )
}

export const addChoice = (command: Command): Command =>
  command
    .option('-c, --codec <name>', "the codec; default: by the file's format")
    .option('-b, --backend <name>', 'native, ffmpeg or cli; default: the first that can')
    .option('-s, --set <key=value>', settingHelp, parseSetting)
    .option('--isolate', 'decode in a child process with limits of time, memory and output')

/** The codec as the command line sets it up; `format` is the one that the file stands for. */
export function choose(
  descriptor: Descriptor,
  format: string | undefined,
  { backend, set = [], isolate }: ChoiceOptions,
): Codec {
  return new Codec(descriptor, {
    ...(format !== undefined && { format }),
    ...(backend !== undefined && { backend }),
    ...(isolate && { isolate }),
    ...optionsFor(descriptor, set),
  })
}
