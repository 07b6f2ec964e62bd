import { writeFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inTempFolder, runProgram } from '../backends/child'
import type { PixelPicture } from '../image'
import { childError } from '../process/judge'
import type { Command, Result } from '../process'
import { findProgram } from '../process/executable'
import { perform, type Steps } from '../task'
import { pngOf } from './png'
import type { Scorer } from './row'
import { packedSamples } from './samples'

/** Forms of the files that a program gets; the first where nothing is said. */
export const fileForms = ['png', 'raw'] as const

/** A scorer that is a program of somebody else's: LPIPS, DISTS, CVVDP. */
export interface ScorerProgram {
  /**
   * The program and its arguments, run without a shell. `{a}` and `{b}` become the paths of the
   * original and the distorted picture; `{width}`, `{height}`, `{channels}` and `{bitDepth}` their
   * numbers. It prints the value: the last number on stdout counts.
   */
  command: readonly [string, ...string[]]
  /**
   * What the files are: PNG (default; 16 bits from 9 on, scaled), or raw interleaved samples, from
   * 9 bits on of two bytes in this machine's order. Colour alone, no alpha.
   */
  files?: (typeof fileForms)[number]
  /** How to install it, for the message where it is missing. */
  install?: string
}

const number = /[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?|[-+]?\binf(?:inity)?\b/gi

function valueOf(command: Command, result: Result): number {
  const last = Buffer.from(result.stdout).toString().match(number)?.at(-1)
  if (last === undefined) throw childError(command, result, 'printed no number')
  if (!/inf/i.test(last)) return Number(last)
  return last.startsWith('-') ? -Infinity : Infinity
}

function commandOf({ command, install }: ScorerProgram, a: PixelPicture, paths: string[]): Command {
  const [program, ...args] = command
  const { width, height, channels, bitDepth } = a
  const values: Record<string, string | number> = {
    a: paths[0]!,
    b: paths[1]!,
    width,
    height,
    channels: Math.min(channels, 3),
    bitDepth,
  }
  const filled = args.map((arg) =>
    arg.replace(/\{(\w+)\}/g, (whole, key: string) =>
      Object.hasOwn(values, key) ? String(values[key]) : whole,
    ),
  )
  return { program, args: filled, ...(install !== undefined && { install }) }
}

/** Makes a program a scorer of one metric. */
export function programScorer(description: ScorerProgram): Scorer {
  const { command, files = 'png', install = 'install it or name its path' } = description
  const fileOf = files === 'png' ? pngOf : packedSamples
  return {
    missing: () =>
      findProgram(command[0]) === undefined ? `${command[0]} is missing; ${install}` : undefined,
    score: (a, b) => {
      // made before the first step: the caller's samples may change after it
      const bytes = [fileOf(a), fileOf(b)]
      return inTempFolder(function* (folder): Steps<number[]> {
        const paths = ['a', 'b'].map((name) => join(folder, `${name}.${files}`))
        for (const [i, path] of paths.entries()) {
          yield* perform<void>({
            run: ({ signal }) => writeFile(path, bytes[i]!, { signal }),
            runSync: () => writeFileSync(path, bytes[i]!),
          })
        }
        const filled = commandOf(description, a, paths)
        return [valueOf(filled, yield* runProgram(filled))]
      })
    },
  }
}
