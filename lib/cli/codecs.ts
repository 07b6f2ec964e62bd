import { backends } from '../backends/index'
import { addon } from '../backends/native/addon'
import { type CodecRow, codecs, createCodec } from '../registry'
import { scaleOf } from './describe'
import { addJson, columns, type JsonOption, print, printJson } from './output'
import type { AddCommand } from './command'

const examples = `
Examples:
  $ nodecodecs codecs
  $ nodecodecs codecs --ffmpeg /opt/ffmpeg/bin
  $ nodecodecs codecs --json | jq '.[] | select(.available) | .name'`

interface Options extends JsonOption {
  ffmpeg?: string
}

interface Listed extends CodecRow {
  quality: string
  fileExtension: string
}

function withScale(row: CodecRow): Listed {
  const codec = createCodec(row.name, { backend: row.backend })
  return { ...row, quality: scaleOf(codec.descriptor), fileExtension: codec.fileExtension }
}

const heads = ['codec', 'class', 'backend', 'encoder', 'decoder', 'version', 'quality', 'file', '']

const cells = (row: Listed): string[] => [
  row.name,
  row.class,
  row.backend,
  row.encoder ?? '-',
  row.decoder ?? '-',
  row.version ?? '-',
  row.quality,
  row.fileExtension,
  row.available ? 'available' : row.decoder ? 'decodes only' : 'not available',
]

/** Why not, and what to install: one line each. */
export const missingLines = (
  rows: readonly { codec: string; backend: string; reason: string }[],
): string[] =>
  rows.length === 0
    ? []
    : ['', 'Not available here:', ...rows.map((r) => `  ${r.codec} (${r.backend}): ${r.reason}`)]

/** The libraries behind the addon, with their versions: one line, or none without an addon. */
function libraryLines(): string[] {
  const versions = Object.entries(addon()?.versions() ?? {})
  if (versions.length === 0) return []
  return ['', `The addon: ${versions.map(([name, version]) => `${name} ${version}`).join(', ')}`]
}

function show(rows: readonly Listed[]): void {
  const table = columns(
    heads.map((title) => ({ title })),
    rows.map(cells),
  )
  const missing = rows
    .filter(({ available }) => !available)
    .map(({ name, backend, reason = 'unknown' }) => ({ codec: name, backend, reason }))
  print([table, ...libraryLines(), ...missingLines(missing)].join('\n'))
}

/** `codecs`: what this machine has. */
export const addCodecs: AddCommand = (program) => {
  const command = program
    .command('codecs')
    .summary('what is available here, and what to install for the rest')
    .description(
      `Lists every codec with each of its backends (${Object.keys(backends).join(', ')}).`,
    )
    .option('--ffmpeg <path>', 'the ffmpeg program or its folder; default: from PATH')
  addJson(command)
    .addHelpText('after', examples)
    .action(({ ffmpeg, json }: Options) => {
      const rows = codecs(ffmpeg === undefined ? {} : { ffmpegPath: ffmpeg }).map(withScale)
      if (json) printJson(rows)
      else show(rows)
    })
}
