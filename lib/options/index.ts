import { foreignName, plainName } from './foreign'

/** One row per option: validation, TypeScript type, `--help` and the README's tables come from it. */
export type OptionRow =
  | { type: 'int' | 'number'; min: number; max: number; default?: number; help: string }
  | { type: 'boolean'; default?: boolean; help: string }
  | { type: 'string'; default?: string; help: string }
  | { type: 'enum'; values: readonly (string | number)[]; default?: string | number; help: string }
  | { type: 'dictionary'; default?: Record<string, string | number | boolean>; help: string }

export type OptionRows = Readonly<Record<string, OptionRow>>

/** The value of one option, as TypeScript sees it. */
type OptionValue<R extends OptionRow> = R extends { type: 'int' | 'number' }
  ? number
  : R extends { type: 'boolean' }
    ? boolean
    : R extends { type: 'string' }
      ? string
      : R extends { type: 'enum'; values: readonly (infer V)[] }
        ? V
        : R extends { type: 'dictionary' }
          ? Record<string, string | number | boolean>
          : never

/** What a constructor takes: every option may be left out. */
export type OptionsOf<S extends OptionRows> = { [K in keyof S]?: OptionValue<S[K]> }

/** The same with defaults filled in: rows without one may be undefined. */
export type ResolvedOptions<S extends OptionRows> = {
  [K in keyof S]: S[K] extends { default: string | number | boolean | object }
    ? OptionValue<S[K]>
    : OptionValue<S[K]> | undefined
}

export const int = <const R extends { min: number; max: number; default?: number; help: string }>(
  row: R,
) => ({ type: 'int', ...row }) as const
export const number = <
  const R extends { min: number; max: number; default?: number; help: string },
>(
  row: R,
) => ({ type: 'number', ...row }) as const
export const boolean = <const R extends { default?: boolean; help: string }>(row: R) =>
  ({ type: 'boolean', ...row }) as const
export const string = <const R extends { default?: string; help: string }>(row: R) =>
  ({ type: 'string', ...row }) as const
export const oneOf = <
  const R extends {
    values: readonly (string | number)[]
    default?: string | number
    help: string
  },
>(
  row: R,
) => ({ type: 'enum', ...row }) as const
export const dictionary = <const R extends { help: string }>(row: R) =>
  ({ type: 'dictionary', ...row }) as const

/** A value as a message shows it: texts in quotes. Of any value, whatever it does when it is read. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`
  if (typeof value !== 'object' || value === null) return String(value)
  try {
    return JSON.stringify(value) ?? 'an object'
  } catch {
    return 'an object that cannot be shown' // a circle, a BigInt, a getter that throws
  }
}

/** Letters more, less, changed, or swapped with their neighbour (optimal string alignment). */
function distance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, i) => i)]
  for (let i = 1; i <= a.length; i++) {
    const before = rows[i - 1]!
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const changed = before[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swap = swapped ? rows[i - 2]![j - 2]! + 1 : Infinity
      row.push(Math.min(changed, swap, before[j]! + 1, row[j - 1]! + 1))
    }
    rows.push(row)
  }
  return rows[a.length]![b.length]!
}

/** The known name nearest to a misspelt one: letter case, dashes and underscores do not count. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((candidate) => ({ candidate, d: distance(plainName(name), plainName(candidate)) }))
    .sort((x, y) => x.d - y.d)
  const best = ranked[0]
  // Of three letters two are no likeness: 'gif' is not 'avif'.
  const near = best && best.d <= Math.max(2, name.length / 3) && best.d < name.length / 2
  return near ? best.candidate : undefined
}

/** TypeError for a name that is not among the known ones, with the nearest of them. */
export function unknownName(what: string, name: string, known: readonly string[]): TypeError {
  const near = nearest(name, known)
  const advice = near ? `did you mean '${near}'?` : `known: ${known.join(', ')}`
  return new TypeError(`${what} '${name}' is not known; ${advice}`)
}

/** TypeError for an option that is not known: what others call so, the nearest name, or all of them. */
export function unknownOption(owner: string, name: string, known: readonly string[]): TypeError {
  const advice = foreignName(name, known)
  if (advice === undefined) return unknownName(`${owner}: option`, name, known)
  return new TypeError(`${owner}: option '${name}' is not known; ${advice}`)
}

/** TypeError for a name of somebody else's for one of `missing`, which the call lacks. */
export function checkForeign(given: object, call: string, missing: readonly string[]): void {
  const foreign = Object.keys(given).find((key) => foreignName(key, missing) !== undefined)
  if (foreign !== undefined) throw unknownOption(call, foreign, missing)
}

/** TypeError unless `given` is an object of the known keys: what a call takes beside its picture. */
export function checkKeys(given: unknown, known: readonly string[], call: string): void {
  checkObject(given, call)
  for (const key of Object.keys(given)) {
    if (!known.includes(key)) throw unknownOption(call, key, known)
  }
}

function checkNumber(
  row: { type: 'int' | 'number'; min: number; max: number },
  value: unknown,
  name: string,
): void {
  const kind = row.type === 'int' ? 'an integer' : 'a number'
  if (typeof value !== 'number' || Number.isNaN(value)) {
    throw new TypeError(`${name}: expected ${kind}, got ${shown(value)}`)
  }
  if (value < row.min || value > row.max || (row.type === 'int' && !Number.isInteger(value))) {
    throw new RangeError(`${name}: expected ${kind} from ${row.min} to ${row.max}, got ${value}`)
  }
}

function checkDictionary(value: unknown, name: string): void {
  const plain = typeof value === 'object' && value !== null && !Array.isArray(value)
  if (!plain) throw new TypeError(`${name}: expected an object, got ${shown(value)}`)
  for (const [key, entry] of Object.entries(value)) {
    if (!['string', 'number', 'boolean'].includes(typeof entry)) {
      throw new TypeError(
        `${name}.${key}: expected a string, number or boolean, got ${shown(entry)}`,
      )
    }
  }
}

/** What a bare value beside the picture is meant to be, by its type: `encode(image, 'a.avif')`. */
const meant: readonly [type: string, calls: RegExp, option: string][] = [
  ['number', /^(encode|apply|new \w+)$/, 'quality'],
  ['string', /^(encode|decode)$/, 'to'],
]

/** TypeError for options that are none: `null`, a text; what a list or a Map holds is no option. */
export function checkObject(given: unknown, call: string): asserts given is object {
  const list = Array.isArray(given) || given instanceof Map
  if (typeof given === 'object' && given !== null && !list) return
  const found = meant.find(([type, calls]) => type === typeof given && calls.test(call))
  const example = found ? ` such as { ${found[2]}: ${shown(given)} }` : ''
  throw new TypeError(`${call}: options: expected an object${example}, got ${shown(given)}`)
}

/** @throws TypeError or RangeError, naming the option, the value and what was expected */
export function checkOption(row: OptionRow, value: unknown, name: string): void {
  switch (row.type) {
    case 'int':
    case 'number':
      return checkNumber(row, value, name)
    case 'boolean':
    case 'string':
      if (typeof value === row.type) return
      throw new TypeError(`${name}: expected a ${row.type}, got ${shown(value)}`)
    case 'dictionary':
      return checkDictionary(value, name)
    case 'enum': {
      if (row.values.includes(value as string)) return
      const right = typeof value === typeof row.values[0]
      const message = `${name}: expected one of ${row.values.join(', ')}, got ${shown(value)}`
      throw right ? new RangeError(message) : new TypeError(message)
    }
  }
}

/**
 * Checks what the caller gave against the rows and fills the defaults in. `undefined` counts as not
 * given.
 * @throws TypeError (unknown name, wrong type) or RangeError (outside of the range)
 */
export function resolveOptions(
  rows: OptionRows,
  given: Record<string, unknown>,
  owner: string,
): Record<string, unknown> {
  const entries = Object.entries(given)
  for (const [key, value] of entries) {
    // Names of Object's own (toString) are no options.
    const row = Object.hasOwn(rows, key) ? rows[key] : undefined
    if (!row) throw unknownOption(owner, key, Object.keys(rows))
    if (value !== undefined) checkOption(row, value, `${owner}: ${key}`)
  }
  const resolved: Record<string, unknown> = {}
  const checked = new Map(entries)
  for (const [key, row] of Object.entries(rows)) resolved[key] = checked.get(key) ?? row.default
  return resolved
}
