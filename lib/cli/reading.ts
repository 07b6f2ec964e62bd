import { type Command, InvalidArgumentError } from 'commander'
import type { MetadataChoice } from '../metadata/choice'

// How a command takes the pictures that it is given.

export interface ReadingOptions {
  metadata?: MetadataChoice
  autoOrient?: boolean
}

/** `keep`, `drop`, or the kinds to keep: `icc,xmp`. */
function parseMetadata(text: string): MetadataChoice {
  if (text === 'keep' || text === 'drop') return text
  const kinds = text.split(',')
  const wrong = kinds.find((kind) => !['icc', 'exif', 'xmp'].includes(kind))
  if (wrong === undefined) return Object.fromEntries(kinds.map((kind) => [kind, true]))
  throw new InvalidArgumentError('Expected keep, drop or some of icc,exif,xmp.')
}

/** `--metadata`, whose default the command says, and whether pixels are turned. */
export const addReading = (command: Command, metadata: string): Command =>
  command
    .option(
      '--metadata <what>',
      `keep, drop or some of icc,exif,xmp; default: ${metadata}`,
      parseMetadata,
    )
    .option('--auto-orient', 'turn pixels as Exif says (the default)')
    .option('--no-auto-orient', 'leave pixels as they are stored')

/** What of them is told to the call. */
export const readingOf = ({ metadata, autoOrient }: ReadingOptions) => ({
  ...(metadata !== undefined && { metadata }),
  ...(autoOrient !== undefined && { autoOrient }),
})
