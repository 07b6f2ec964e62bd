import { createHash } from 'node:crypto'
import type { FailedRow, PictureOf, PointOf } from './row'

/** JSON with sorted keys: the same text for the same value, whoever wrote it. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part
    const entries = Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))
    return Object.fromEntries(entries)
  })
}

export type Determinants = Pick<
  PointOf,
  'codec' | 'backend' | 'encoder' | 'decoder' | 'versions' | 'options' | 'quality'
> & {
  picture:
    | Pick<PictureOf, 'sha256' | 'width' | 'height' | 'channels' | 'bitDepth'>
    | Pick<FailedRow['picture'], 'name' | 'sha256'>
}

/** Options that change how long a call may take or where its programs lie, but not its result. */
export const indifferent = [
  'ffmpegPath',
  'timeout',
  'maxQueue',
  'maxOutputBytes',
  'maxPixels',
  'maxMemory',
  'isolate',
  'quality',
]

/** A picture by its samples, or, where it could not be read, by its name. */
function identity(picture: Determinants['picture']): Record<string, unknown> {
  if (!('width' in picture)) return { name: picture.name }
  const { sha256, width, height, channels, bitDepth } = picture
  return { sha256, width, height, channels, bitDepth }
}

/**
 * The key of a point: 128 bits of the SHA-256 of what determines its result, as 32 hexadecimal
 * digits. The label, the file's name, the machine and the metrics are no part of it: a point that
 * two sweeps have in common is one point, and a metric can be added to it later.
 */
export function keyOf(point: Determinants): string {
  const { codec, backend, encoder, decoder, versions, quality } = point
  const options = Object.fromEntries(
    Object.entries(point.options).filter(([name]) => !indifferent.includes(name)),
  )
  const picture = identity(point.picture)
  const text = canonical({
    picture, codec, backend, encoder, decoder, versions, options, quality,
  }) // prettier-ignore
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}
