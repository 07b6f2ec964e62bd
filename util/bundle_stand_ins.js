'use strict'
// What a part of dist/ has of a module of another part: stand-ins of the same exports, as text, which
// read that part when they are first used.

/** The name of a module's export among all that a part exports. */
const flat = (module, name) => `${module.replace(/\W/g, '_')}_${name}`

/** Longer data is read with its part. */
const LONGEST = 100

const PLAIN_KEYS = ['length', 'name', 'prototype', 'arguments', 'caller', Symbol.toPrimitive]

/** Not a class, nor what else is more than a function. */
const isFunction = (value) =>
  typeof value === 'function' &&
  /^(?!class\b)/.test(Function.prototype.toString.call(value)) &&
  /^[^A-Z]/.test(value.name) &&
  Reflect.ownKeys(value).every((key) => PLAIN_KEYS.includes(key))

const isPlain = (value) => Object.getPrototypeOf(value) === Object.prototype

/** Text of data that is short enough to stand in two files, or undefined. */
function dataText(value) {
  if (value === undefined) return 'undefined'
  const text = JSON.stringify(value)
  const simple = (one) => /^(string|boolean)$/.test(typeof one) || Number.isFinite(one)
  const all = Array.isArray(value) ? value.every(simple) : simple(value)
  return all && text.length < LONGEST ? text : undefined
}

/**
 * Text of what stands in for the value at `path`: functions that call it, short data, objects of
 * them. Undefined for what must be the thing itself: classes, instances, lists of functions.
 * @param known gives the name of a value that is at hand
 */
function standIn(value, path, known = () => undefined) {
  const name = known(value)
  if (name !== undefined) return name
  if (isFunction(value)) return `(...given) => ${path}(...given)`
  const text = dataText(value)
  if (text !== undefined || typeof value !== 'object' || value === null) return text
  return isPlain(value) ? objectText(value, path, known) : undefined
}

function objectText(value, path, known) {
  const parts = Object.entries(value).map(([key, one]) => {
    const place = `${path}.${key}`
    const text = standIn(one, place, known)
    return text === undefined ? `get ${key}() { return ${place} }` : `${key}: ${text}`
  })
  return `{ ${parts.join(',\n')} }`
}

/** What may be called in another part: a function, or an object of functions alone. */
const isCalled = (value) =>
  isFunction(value) ||
  (value instanceof Object && isPlain(value) && Object.values(value).every(isFunction))

/** A module of the core. `row`: what is there of a codec's row, and the names of what is read later. */
const ROW_MODULE = `export const row = (there, later, whole) => {
  for (const name of later) {
    Object.defineProperty(there, name, { get: () => whole()[name], enumerable: true })
  }
  return there
}`

/** A codec's row: its names and what its files are; the rest is read when it is asked for. */
function rowText(row, path, known) {
  const textOf = ([key, value]) =>
    key === 'formats' ? standIn(value, `${path}.formats`, known) : dataText(value)
  const texts = Object.entries(row).map((entry) => [entry[0], textOf(entry)])
  const there = texts.filter(([, text]) => text !== undefined)
  const later = texts.filter(([, text]) => text === undefined).map(([key]) => key)
  const object = there.map(([key, text]) => `${key}: ${text}`).join(',\n')
  return `row({ ${object} }, ${JSON.stringify(later)}, () => ${path})`
}

/**
 * The source of a module that is read when one of its exports is used.
 * @param found the module's exports
 * @param load text that reads it
 * @param placeOf gives the text of an export, of what `load` gives
 * @param textOf gives the text of an export's stand-in; where it gives none, importers ask for the
 *   value each time: esbuild does for an export of the CommonJS module `late`
 */
function standInModule({ found, load, placeOf, late, textOf }) {
  const texts = Object.entries(found).map(([name, one]) => [name, textOf(one, placeOf(name))])
  const there = texts.filter(([, text]) => text !== undefined)
  const asked = texts.filter(([, text]) => text === undefined).map(([name]) => name)
  return [
    loader(load),
    ...there.map(
      ([name, text]) => `export ${name === 'default' ? name : `const ${name} =`} ${text}`,
    ),
    asked.length > 0 ? `export { ${asked.join(', ')} } from '${late}'` : '',
  ].join('\n')
}

const loader = (load) => `let loaded\nconst load = () => (loaded ??= ${load})`

/** The exports of a module that have no stand-in, each looked up when it is read. */
function lateModule({ found, load, placeOf, textOf }) {
  const asked = Object.entries(found).filter(([name, one]) => !textOf(one, placeOf(name)))
  const getters = asked.map(([name]) => `get ${name}() { return ${placeOf(name)} }`)
  return `${loader(load)}\nmodule.exports = { ${getters.join(',\n')} }`
}

module.exports = { ROW_MODULE, flat, isCalled, lateModule, rowText, standIn, standInModule }
