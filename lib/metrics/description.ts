import { checkObject, checkOption, shown, unknownName } from '../options'
import { fileForms } from './program'

const known = ['name', 'command', 'better', 'range', 'unit', 'minSide', 'files', 'help', 'install']

/** Where a metric's name goes these mean the size. */
const sizes = ['bytes', 'bpp']

function checkName(name: unknown): void {
  if (typeof name !== 'string' || !/^[a-z][a-z0-9.-]*$/.test(name)) {
    throw new TypeError(
      `defineMetric: name: expected lower-case letters, digits, '.' and '-', got ${shown(name)}`,
    )
  }
  if (sizes.includes(name)) throw new RangeError(`defineMetric: name: '${name}' is a target's size`)
}

function checkChoice(name: string, value: unknown, values: readonly string[]): void {
  if (values.includes(value as string)) return
  const expected = values.map((one) => `'${one}'`).join(' or ')
  throw new TypeError(`defineMetric: ${name}: expected ${expected}, got ${shown(value)}`)
}

function checkRange(range: unknown): void {
  const two = Array.isArray(range) && range.length === 2
  if (two && range.every((end) => typeof end === 'number' && !Number.isNaN(end))) return
  throw new TypeError(`defineMetric: range: expected [worst, best], got ${shown(range)}`)
}

/** TypeError or RangeError for what cannot be the description of a program's metric. */
export function checkDescription(given: unknown): void {
  checkObject(given, 'defineMetric')
  for (const key of Object.keys(given)) {
    if (!known.includes(key)) throw unknownName('defineMetric: key', key, known)
  }
  const { name, command, better, range, minSide, files } = given as Record<string, unknown>
  checkName(name)
  const texts = Array.isArray(command) && command.every((part) => typeof part === 'string')
  if (!texts || command.length === 0) {
    throw new TypeError('defineMetric: command: expected a program and its arguments')
  }
  checkChoice('better', better, ['higher', 'lower'])
  if (files !== undefined) checkChoice('files', files, fileForms)
  if (range !== undefined) checkRange(range)
  if (minSide === undefined) return
  const row = { type: 'int', min: 1, max: 65535, help: '' } as const
  checkOption(row, minSide, 'defineMetric: minSide')
}
