import { commonRows } from '../codecs/rows'
import { placeholders } from '../codecs/templates'
import { checkOption, type OptionRow, shown } from '../options'

const types = ['int', 'number', 'boolean', 'string', 'enum', 'dictionary']

/** What commands and every codec call so already. */
const taken = (name: string): boolean => name in commonRows || placeholders.includes(name)

function checkRow(given: unknown, name: string): void {
  const row = given as Partial<Record<string, unknown>> | null
  const type: unknown = typeof row === 'object' && row !== null ? row['type'] : row
  if (typeof type !== 'string' || !types.includes(type)) {
    throw new TypeError(`${name}: expected { type: ${types.join(', ')} }, got ${shown(given)}`)
  }
  const { values, min, max, default: value } = row as Record<string, unknown>
  if (type === 'enum' && !(Array.isArray(values) && values.length > 0)) {
    throw new TypeError(
      `${name}: values: expected a list of texts or numbers, got ${shown(values)}`,
    )
  }
  if ((min as number) > (max as number)) {
    throw new RangeError(`${name}: expected min up to max, got ${shown(min)} and ${shown(max)}`)
  }
  if (value !== undefined) checkOption(row as OptionRow, value, `${name}: default`)
}

/** TypeError or RangeError for options of a program that cannot be any. */
export function checkOwnRows(options: unknown, where: string): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new TypeError(`${where}: options: expected { NAME: { type } }, got ${shown(options)}`)
  }
  for (const [name, row] of Object.entries(options)) {
    if (taken(name)) throw new RangeError(`${where}: options: '${name}' is there already`)
    checkRow(row, `${where}: options.${name}`)
  }
}
