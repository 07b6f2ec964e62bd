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

const memberText = ([name, row]) => `${helpText(row)}\n${name}?: ${typeText(row)}`

const members = (rows) => Object.entries(rows).map(memberText).join('\n')

/** What several codecs have word for word, by name: of two such texts of a name the first. */
function sharedMembers(codecTable) {
  const seen = new Set()
  const shared = new Map()
  for (const { options } of codecTable) {
    for (const row of Object.entries(options)) {
      const [name, text] = [row[0], memberText(row)]
      if (seen.has(text) && !shared.has(name)) shared.set(name, text)
      seen.add(text)
    }
  }
  return shared
}

const optionsName = ({ className }) => `${className}Options`

const namesOf = (names) => names.map(literal).join(' | ')

/** A codec may have a row of its own of an option that every codec has. */
function baseText(names, pickedNames, commonRows) {
  const own = names.filter((name) => name in commonRows)
  const base = own.length === 0 ? 'CommonOptions' : `Omit<CommonOptions, ${namesOf(own)}>`
  return pickedNames.length === 0 ? base : `${base}, Pick<SharedOptions, ${namesOf(pickedNames)}>`
}

/** @param sameAs the interface's name by its text: a codec with another's options names that one */
function interfaceText(descriptor, commonRows, shared, sameAs) {
  const rows = Object.entries(descriptor.options)
  const isShared = (row) => shared.get(row[0]) === memberText(row)
  const [picked, own] = [rows.filter(isShared), rows.filter((row) => !isShared(row))]
  const base = baseText(
    rows.map(([name]) => name),
    picked.map(([name]) => name),
    commonRows,
  )
  const name = optionsName(descriptor)
  const head = `/** What \`new ${descriptor.className}()\` takes. */`
  if (rows.length === 0) return `${head}\nexport type ${name} = ${base}`
  const text = `extends ${base} {\n${own.map(memberText).join('\n')}\n}`
  if (sameAs.has(text)) return `${head}\nexport type ${name} = ${sameAs.get(text)}`
  sameAs.set(text, name)
  return `${head}\nexport interface ${name} ${text}`
}

/** The text of lib/options/types.ts. */
const optionTypes = (codecTable, commonRows) => {
  const shared = sharedMembers(codecTable)
  const sameAs = new Map()
  return [
    '// Generated from the codec table by `node util/tables.js`: what the constructors take.',
    `/** Options that every codec has. */\nexport interface CommonOptions {\n${members(commonRows)}\n}`,
    `/** Options that several codecs have. */\ninterface SharedOptions {\n${[...shared.values()].join('\n')}\n}`,
    ...codecTable.map((descriptor) => interfaceText(descriptor, commonRows, shared, sameAs)),
    "/** What each codec's constructor takes, by the registry's names. */",
    `export interface OptionsByName {\n${codecTable
      .map((descriptor) => `${descriptor.name}: ${optionsName(descriptor)}`)
      .join('\n')}\n}`,
  ].join('\n\n')
}

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
