import type { Row } from './row'
import schema from './schema.json'

/** The keywords of JSON Schema 2020-12 that schema.json uses; a test holds this against ajv. */
interface Rule {
  $ref?: string
  type?: string | string[]
  const?: unknown
  pattern?: string
  minLength?: number
  minimum?: number
  maximum?: number
  required?: string[]
  properties?: Record<string, Rule>
  additionalProperties?: Rule
  items?: Rule
  anyOf?: Rule[]
  if?: Rule
  then?: Rule
  else?: Rule
}

const definitions = schema.$defs as Record<string, Rule>

/** The JSON type of a value. */
function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

/** Whether a value is of a type of the schema: 3 is an integer and a number. */
const isOf = (type: string, value: unknown): boolean =>
  type === 'integer' ? Number.isInteger(value) : type === typeOf(value)

/** Compiled once: there are files of 100,000 rows. */
const patterns = new Map<string, RegExp>()

function matches(pattern: string, text: string): boolean {
  const known = patterns.get(pattern) ?? new RegExp(pattern)
  patterns.set(pattern, known)
  return known.test(text)
}

function scalarFault(rule: Rule, value: unknown): string | undefined {
  if (rule.type !== undefined) {
    const { type } = rule
    const fits = Array.isArray(type) ? type.some((one) => isOf(one, value)) : isOf(type, value)
    if (!fits) return `expected ${[type].flat().join(' or ')}, got ${JSON.stringify(value)}`
  }
  if ('const' in rule && value !== rule.const) return `expected ${JSON.stringify(rule.const)}`
  if (typeof value === 'string') {
    if (value.length < (rule.minLength ?? 0)) return 'expected a text that is not empty'
    if (rule.pattern && !matches(rule.pattern, value)) return `expected ${rule.pattern}`
  }
  if (typeof value === 'number') {
    const { minimum = -Infinity, maximum = Infinity } = rule
    if (value < minimum || value > maximum) return `expected ${minimum} to ${maximum}, got ${value}`
  }
  return undefined
}

function objectFault(rule: Rule, value: object, path: string): string | undefined {
  const missing = rule.required?.find((name) => !Object.hasOwn(value, name))
  if (missing !== undefined) return `${path}${missing}: missing`
  for (const [name, part] of Object.entries(value)) {
    const partRule = rule.properties?.[name] ?? rule.additionalProperties
    const found = partRule && faultOf(partRule, part, `${path}${name}`)
    if (found !== undefined) return found
  }
  return undefined
}

function itemsFault({ items }: Rule, value: unknown, path: string): string | undefined {
  if (!items || !Array.isArray(value)) return undefined
  const faults = value.map((one, i) => faultOf(items, one, `${path}[${i}]`))
  return faults.find((found) => found !== undefined)
}

/** What is wrong with a value, or undefined. */
function faultOf(rule: Rule, value: unknown, path: string): string | undefined {
  if (rule.$ref !== undefined) return faultOf(definitions[rule.$ref.slice(8)]!, value, path)
  const fault = scalarFault(rule, value)
  if (fault !== undefined) return path === '' ? fault : `${path}: ${fault}`
  const inner = path === '' ? '' : `${path}.`
  if (typeOf(value) === 'object') {
    const found = objectFault(rule, value as object, inner)
    if (found !== undefined) return found
  }
  const item = itemsFault(rule, value, path)
  if (item !== undefined) return item
  const faults = rule.anyOf?.map((one) => faultOf(one, value, path))
  if (faults && !faults.includes(undefined)) return faults.at(-1)
  if (!rule.if) return undefined
  const branch = faultOf(rule.if, value, path) === undefined ? rule.then : rule.else
  return branch && faultOf(branch, value, path)
}

/** A value as a row: RangeError, naming `where` and the part, for what schema.json refuses. */
export function checkRow(value: unknown, where: string): Row {
  const version = (value as { schema?: unknown } | null)?.schema
  if (typeof version === 'number' && version > schema.properties.schema.const) {
    throw new RangeError(`${where}: a row of form ${version}; this version knows form 1`)
  }
  const fault = faultOf(schema, value, '')
  if (fault !== undefined) throw new RangeError(`${where}: no result row: ${fault}`)
  return value as Row
}
