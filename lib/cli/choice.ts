import { type Command, InvalidArgumentError } from 'commander'
import { Codec } from '../codec'
import type { Descriptor } from '../codecs/descriptor'
import type { CallLimits } from '../files/limits'
import { addLimits, limitsGiven } from './limits'
import { parseNumber } from './number'
import { optionsFor, parseSetting, type Setting, settingHelp } from './settings'

/** The options of encode and decode that say how the codec is set up. */
export interface ChoiceOptions extends CallLimits {
  codec?: string
  backend?: string
  set?: Setting[]
}

/** One where one is meant. */
export function parseOneQuality(text: string): number {
  if (!text.includes(',')) return parseNumber(text)
  throw new InvalidArgumentError(
    `Expected one number; several make a curve: nodecodecs sweep --quality ${text}`,
  )
}

export const addChoice = (command: Command): Command =>
  addLimits(
    command
      .option('-c, --codec <name>', "the codec; default: by the file's format")
      .option('-b, --backend <name>', 'native, ffmpeg or cli; default: the first that can')
      .option('-s, --set <key=value>', settingHelp, parseSetting),
  )

/** The codec as the command line sets it up; `format` is the one that the file stands for. */
export function choose(
  descriptor: Descriptor,
  format: string | undefined,
  { backend, set = [], ...given }: ChoiceOptions,
): Codec {
  return new Codec(descriptor, {
    ...(format !== undefined && { format }),
    ...(backend !== undefined && { backend }),
    ...limitsGiven(given),
    ...optionsFor(descriptor, set),
  })
}
