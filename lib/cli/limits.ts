import type { Command } from 'commander'
import { type CallLimits, callLimitNames } from '../files/limits'
import { parseNumber } from './number'

// What a command lets the reading of a picture cost: docs/untrusted.md.

export const addLimits = (command: Command): Command =>
  command
    .option('--max-pixels <n>', 'largest width x height that is decoded', parseNumber)
    .option('--max-memory <bytes>', 'what decoding a picture may take; default: 1 GiB', parseNumber)
    .option('--timeout <ms>', 'what one call may take; default: no limit', parseNumber)
    .option('--strict', 'refuse also damage that no pixel depends on, instead of a warning')
    .option('--isolate', 'decode in a child process with limits of time, memory and output')

/** Those of the command line that are limits, as every call takes them. */
export const limitsGiven = (given: CallLimits): CallLimits =>
  Object.fromEntries(Object.entries(given).filter(([name]) => callLimitNames.includes(name)))
