'use strict'
// The options of every codec as TypeScript interfaces: editors show each row's help beside its name.

/** Whole numbers of a range as small as this are written out, so that `effort: 10` does not compile. */
const WRITTEN_OUT = 17

const literal = (value) => (typeof value === 'string' ? `'${value}'` : String(value))

function range({ min, max }) {
  return Array.from({ length: max - min + 1 }, (_, i) => min + i)
}

function typeText(row) {
  if (row.type === 'enum') return row.values.map(literal).join(' | ')
  if (row.type === 'dictionary') return 'Record<string, string | number | boolean>'
  if (row.type === 'int' && row.max - row.min < WRITTEN_OUT) return range(row).join(' | ')
  return row.type === 'int' ? 'number' : row.type
}

const UNBOUNDED = 2 ** 31 - 1

function limitsText(row) {
  const numeric = row.type === 'int' || row.type === 'number'
  if (!numeric || !Number.isFinite(row.min)) return ''
  return row.max < UNBOUNDED ? `; ${row.min} to ${row.max}` : `; from ${row.min}`
}

function helpText(row) {
  const help = `${row.help}${limitsText(row)}`
  if (row.default === undefined) return `/** ${help} */`
  return `/**\n * ${help}\n * @default ${literal(row.default)}\n */`
}

const members = (rows) =>
  Object.entries(rows)
    .map(([name, row]) => `${helpText(row)}\n${name}?: ${typeText(row)}`)
    .join('\n')

const optionsName = ({ className }) => `${className}Options`

/** A codec may have a row of its own of an option that every codec has. */
function baseText(descriptor, commonRows) {
  const own = Object.keys(descriptor.options).filter((name) => name in commonRows)
  return own.length === 0 ? 'CommonOptions' : `Omit<CommonOptions, ${own.map(literal).join(' | ')}>`
}

function interfaceText(descriptor, commonRows) {
  const name = optionsName(descriptor)
  const head = `/** What \`new ${descriptor.className}()\` takes. */`
  if (Object.keys(descriptor.options).length === 0) {
    return `${head}\nexport type ${name} = CommonOptions`
  }
  return `${head}\nexport interface ${name} extends ${baseText(descriptor, commonRows)} {\n${members(descriptor.options)}\n}`
}

/** The text of lib/options/types.ts. */
const optionTypes = (codecTable, commonRows) =>
  [
    '// Generated from the codec table by `node util/tables.js`: what the constructors take.',
    `/** Options that every codec has. */\nexport interface CommonOptions {\n${members(commonRows)}\n}`,
    ...codecTable.map((descriptor) => interfaceText(descriptor, commonRows)),
    "/** By the registry's names. */",
    `export interface OptionsByName {\n${codecTable
      .map((descriptor) => `${descriptor.name}: ${optionsName(descriptor)}`)
      .join('\n')}\n}`,
  ].join('\n\n')

/** The text of lib/classes.ts: named exports have to stand in a file, tools find them by reading it. */
const classes = (codecTable) => {
  const names = codecTable.map((descriptor) => optionsName(descriptor))
  return [
    '// Generated from the codec table by `node util/tables.js`: one class per codec.',
    `import { Codec } from './codec'\nimport { findDescriptor } from './registry'\nimport type { ${names.join(', ')} } from './options/types'`,
    ...codecTable.map(
      (descriptor) => `/** ${descriptor.help}. */
export class ${descriptor.className} extends Codec {
  constructor(options: ${optionsName(descriptor)} = {}) {
    super(findDescriptor('${descriptor.name}'), options)
  }
}`,
    ),
  ].join('\n\n')
}

module.exports = { classes, optionTypes }
