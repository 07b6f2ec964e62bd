import { probe, type Probed } from '../probe'
import type { AddCommand } from './command'
import { addJson, columns, type JsonOption, print, printJson, printWarnings } from './output'
import { sourceOf } from './streams'
import { tellError } from './visible'
import { saidOf } from './wording'

const examples = `
Nothing is decoded. The size is the stored one: orientation 5 to 8 swaps its sides when it is shown.

Examples:
  $ nodecodecs probe photo.jpg
  $ nodecodecs probe *.avif --json | jq '.[].width'
  $ curl -s https://example.org/photo.webp | nodecodecs probe -`

const heads = ['file', 'format', 'size', 'channels', 'bit', 'frames', 'orientation', 'ICC']

const cells = (file: string, found: Probed): string[] => {
  const { format, width, height, channels, bitDepth, frames, orientation, icc, colour } = found
  const profile = icc ? `${icc.length} bytes` : colour === 'icc' ? 'coded' : '-'
  const numbers = [channels, bitDepth, frames, orientation].map(String)
  return [file, format, `${width} x ${height}`, ...numbers, profile]
}

async function run(files: readonly string[], { json }: JsonOption, signal: AbortSignal) {
  const rows: [string, Probed][] = []
  for (const file of files) {
    try {
      const found = await probe(sourceOf(file), { signal })
      rows.push([file, found])
      if (!json) printWarnings(file, found.warnings)
    } catch (error) {
      signal.throwIfAborted()
      tellError(`nodecodecs: ${saidOf(file, (error as Error).message)}`)
      process.exitCode = 1
    }
  }
  const plain = rows.map(([file, { icc, ...found }]) => ({ file, ...found, icc: icc?.length }))
  if (json) return printJson(plain)
  const table = rows.map(([file, found]) => cells(file, found))
  if (table.length > 0) print(columns(heads.map((title) => ({ title })), table)) // prettier-ignore
}

/** `probe FILE...`: what the headers say. */
export const addProbe: AddCommand = (program, signal) => {
  const command = program
    .command('probe')
    .summary("what a picture file's headers say")
    .description('Format, size, depth, channels, frames, orientation and profile of picture files.')
    .argument('<file...>', 'picture files of any kind; - is stdin')
  addJson(command)
    .addHelpText('after', examples)
    .action((files: string[], given: JsonOption) => run(files, given, signal))
}
