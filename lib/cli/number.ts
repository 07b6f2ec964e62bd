import { InvalidArgumentError } from 'commander'

/** Commander's parser of an option that is a number. */
export function parseNumber(text: string): number {
  const value = text.trim() === '' ? NaN : Number(text)
  if (Number.isNaN(value)) throw new InvalidArgumentError('Expected a number.')
  return value
}
