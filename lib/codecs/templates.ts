import { unknownName } from '../options'

/** How pixels go to a program and come back: a picture file, or planes with or without a header. */
export type Carrier = 'png' | 'ppm' | 'y4m' | 'yuv'

/** The endings of `{input.*}` and `{output.*}`. */
const carriers: Readonly<Record<string, Carrier>> = {
  png: 'png',
  ppm: 'ppm',
  y4m: 'y4m',
  yuv: 'yuv',
  raw: 'yuv',
}

/** Two commands between files: the program, and arguments with `{placeholders}`. */
export interface Templates {
  encode: Template
  decode: Template
  /** For `{here}`: the folder of the sweep file that the commands are from. */
  folder?: string
  /** What makes the encoder's program print its version. */
  versionArgs?: readonly string[]
  version?: string
  /** How to install the programs: the end of the message where they are missing. */
  install: string
}

/** One command, and what it takes or gives beside the stream. */
export interface Template {
  command: readonly string[]
  carrier: Carrier
  /** The file's extension: programs go by it. */
  extension: string
}

/** What every command may say, beside the codec's own options. */
export const placeholders = [
  'input',
  'output',
  'quality',
  'width',
  'height',
  'bitDepth',
  'pixelFormat',
  'chroma',
  'threads',
  'here',
]

const mentioned = /\{([A-Za-z]\w*)(?:\.(\w+))?\}/g

/**
 * Reads a command template. `pixels` is the side on which the picture is: `{input.png}` of an
 * encoder, `{output.png}` of a decoder; the other one is the stream.
 * @throws TypeError naming what is missing or not known
 */
export function parseTemplate(
  command: readonly string[],
  pixels: 'input' | 'output',
  options: readonly string[],
  where: string,
): Template {
  const list: unknown = command
  if (!Array.isArray(list) || list.length === 0 || !list.every((one) => typeof one === 'string')) {
    throw new TypeError(`${where}: expected a program and its arguments`)
  }
  const found = Array.from(command.join('\n').matchAll(mentioned), ([whole, name, ending]) => ({
    whole,
    name: name!,
    ending,
  }))
  for (const { name, ending } of found) {
    if (!placeholders.includes(name) && !options.includes(name)) {
      throw unknownName(`${where}: placeholder`, name, [...placeholders, ...options])
    }
    if (ending === undefined || (name === pixels && Object.hasOwn(carriers, ending))) continue
    throw new TypeError(
      `${where}: {${name}.${ending}}: expected {${pixels}.png}, .ppm, .y4m or .yuv`,
    )
  }
  const extension = found.find(({ name }) => name === pixels)?.ending
  const stream = pixels === 'input' ? 'output' : 'input'
  if (extension === undefined || !found.some(({ name }) => name === stream)) {
    throw new TypeError(`${where}: expected {${pixels}.png} (or .ppm, .y4m, .yuv) and {${stream}}`)
  }
  return { command, carrier: carriers[extension]!, extension: `.${extension}` }
}

/** Values take the places of their names; all of them are known. */
export const fillTemplate = (
  command: readonly string[],
  values: Readonly<Record<string, unknown>>,
): string[] =>
  command.map((part) => part.replace(mentioned, (_whole, name: string) => String(values[name])))
