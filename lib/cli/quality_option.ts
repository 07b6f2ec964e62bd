import { InvalidArgumentError } from 'commander'
import type { Quality } from './entrants'
import { parseNumber } from './number'

/** `37`, or `x265=37,webp=80`. */
export function parseQuality(text: string, previous: readonly Quality[] = []): Quality[] {
  const parts = text.split(',').map((part) => {
    const [, codec, value] = /^(?:([^=]+)=)?([^=]*)$/.exec(part) ?? []
    if (value === undefined) throw new InvalidArgumentError('Expected N or CODEC=N,CODEC=N.')
    return { ...(codec !== undefined && { codec }), quality: parseNumber(value) }
  })
  return [...previous, ...parts]
}
