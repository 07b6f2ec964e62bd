import { type Command, InvalidArgumentError } from 'commander'

/** What the program gives its laboratory: how it prints. */
export interface Tools {
  print(text: string): void
  /** To the terminal's error side: results alone are on stdout. */
  tell(text: string): void
  printJson(value: unknown): void
  addJson(command: Command): Command
  columns(
    heads: readonly { title: string; align?: 'left' | 'right' }[],
    rows: readonly (readonly string[])[],
  ): string
}

/** Adds one command; `signal` ends what it does (Ctrl-C). */
export type AddCommand = (program: Command, signal: AbortSignal, tools: Tools) => void

let given: Tools['tell'] | undefined

/** The program's own way to tell, which shows what a file's name would do to the terminal. */
export const tellBy = (tell: Tools['tell']): void => void (given = tell)
export const tell = (text: string): void => given?.(text)

/** Commander's parser of a repeatable option. */
export const collect = (text: string, previous: readonly string[] = []): string[] => [
  ...previous,
  text,
]

/** Commander's parser of a comma-separated list. */
export const list = (text: string): string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')

/** Commander's parser of a number. */
export function number(text: string): number {
  if (text.trim() !== '' && Number.isFinite(Number(text))) return Number(text)
  throw new InvalidArgumentError('Expected a number.')
}

/** Commander's parser of a whole number from 0. */
export function whole(text: string): number {
  if (/^\d+$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Expected a whole number.')
}
