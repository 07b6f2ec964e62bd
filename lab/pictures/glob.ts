import { readdirSync, statSync } from 'node:fs'
import { join, parse, sep } from 'node:path'

export const isGlob = (text: string): boolean => /[*?[{]/.test(text)

const escaped = (text: string): string => text.replace(/[.+^$()|\\[\]{}]/g, '\\$&')

/** `[a-c]`, `[!a]`: characters, of which `\` is none of their own. */
function classOf(inner: string): string {
  const [not, characters] = /^[!^]./.test(inner) ? ['^', inner.slice(1)] : ['', inner]
  return `[${not}${characters.replace(/[\\^[]/g, '\\$&')}]`
}

/** One part of a path as a pattern: `*`, `?`, `[a-c]`, `[!a]`, `{png,jpg}`; a lone bracket is itself. */
function pattern(part: string): RegExp {
  const body = part.replace(/\*|\?|\{[^}]*\}|\[[^\]]+\]|[.+^$()|\\[\]{}]/g, (found) => {
    if (found === '*') return '[^/]*'
    if (found === '?') return '[^/]'
    if (found.length === 1) return escaped(found)
    const inner = found.slice(1, -1)
    if (found.startsWith('[')) return classOf(inner)
    return `(?:${inner.split(',').map(escaped).join('|')})`
  })
  try {
    return new RegExp(`^${body}$`)
  } catch {
    throw new RangeError(`pictures: ${part}: no such range of characters`) // [z-a]
  }
}

/** None in a folder that is not there. */
function entriesOf(folder: string) {
  const known = statSync(folder, { throwIfNoEntry: false })
  return known?.isDirectory() ? readdirSync(folder, { withFileTypes: true }) : []
}

function below(folder: string): string[] {
  const inner = entriesOf(folder).filter((one) => one.isDirectory())
  return [folder, ...inner.flatMap(({ name }) => below(join(folder, name)))]
}

function expand(folders: string[], [part, ...rest]: string[]): string[] {
  if (part === undefined) return folders
  if (part === '**') return expand(folders.flatMap(below), rest)
  if (!isGlob(part))
    return expand(
      folders.map((folder) => join(folder, part)),
      rest,
    )
  const matches = pattern(part)
  const found = folders.flatMap((folder) =>
    entriesOf(folder)
      .filter(({ name }) => matches.test(name) && (part.startsWith('.') || !name.startsWith('.')))
      .filter((entry) => rest.length === 0 || entry.isDirectory())
      .map(({ name }) => join(folder, name)),
  )
  return expand(found.sort(), rest)
}

/**
 * The files that a pattern matches, sorted: for patterns that the shell has not expanded, as those of
 * a sweep file. `fs.globSync` needs Node 22.
 */
export function expandGlob(glob: string): string[] {
  const { root } = parse(glob)
  const parts = glob.slice(root.length).split(/[\\/]/)
  const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
  return expand([root || `.${sep}`], parts).filter(isFile)
}
