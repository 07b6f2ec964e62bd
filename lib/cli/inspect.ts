import { type Inspection, inspect } from '../probe/inspect'
import type { SectionKind } from '../bitstream/section'
import { named, readBytes } from './streams'
import { addJson, columns, grouped, type JsonOption, print, printJson } from './output'
import type { AddCommand } from './command'
import { visibleLine } from './visible'

const examples = `
Kinds of bytes: picture (coded samples), header (what a decoder needs once), sei (supplementary
information, comments), metadata (ICC, Exif, XMP), container (file format around the codec).

Examples:
  $ nodecodecs inspect photo.hevc
  $ nodecodecs inspect photo.jpg --json | jq .totals
  $ cat photo.avif | nodecodecs inspect -`

const share = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`

function show(file: string, { format, width, height, bytes, sections, totals }: Inspection): void {
  const number = (title: string) => ({ title, align: 'right' }) as const
  const parts = columns(
    [number('offset'), number('bytes'), { title: 'kind' }, { title: 'what' }],
    sections.map(({ offset, length, kind, name }) => [
      grouped(offset),
      grouped(length),
      kind,
      name,
    ]),
  )
  const used = (Object.keys(totals) as SectionKind[]).filter((kind) => totals[kind] > 0)
  const sums = columns(
    [{ title: 'kind' }, number('bytes'), number('share')],
    [
      ...used.map((kind) => [kind, grouped(totals[kind]), share(totals[kind], bytes)]),
      ['all', grouped(bytes), share(bytes, bytes)],
    ],
  )
  print([`${visibleLine(file)}: ${format}, ${width} x ${height}`, '', parts, '', sums].join('\n'))
}

/** `inspect FILE`: where each byte goes. */
export const addInspect: AddCommand = (program, signal) => {
  const command = program
    .command('inspect')
    .summary('where each byte of a stream goes')
    .description("Splits a coded picture by its format's own structure; nothing is decoded.")
    .argument('<file>', 'a stream of any of the codecs; - is stdin')
  addJson(command)
    .addHelpText('after', examples)
    .action(async (file: string, { json }: JsonOption) => {
      const bytes = await readBytes(file, 'inspect', {}, signal)
      const inspection = await named(file, () => Promise.resolve().then(() => inspect(bytes)))
      if (json) printJson({ file, ...inspection })
      else show(file, inspection)
    })
}
