// What a caller gives may say something else each time that it is asked (getters, a Proxy): it is
// asked once, so that what is used is what was checked.

/** Getters of a class and of those that it extends. */
const getters = new WeakMap<object, readonly string[]>()

function gettersOf(prototype: object | null): readonly string[] {
  if (prototype === null || prototype === Object.prototype) return []
  const known = getters.get(prototype)
  if (known) return known
  const own = Object.entries(Object.getOwnPropertyDescriptors(prototype))
  const names = own.filter(([, { get }]) => get !== undefined).map(([name]) => name)
  const all = [...names, ...gettersOf(Object.getPrototypeOf(prototype) as object | null)]
  getters.set(prototype, all)
  return all
}

/** Longer lists are no shape and no planes. */
const FEW = 16

/** A picture's shape, planes or metadata; how deep what is given has parts of its own. */
const DEPTH = 2

const FIELD = { writable: true, configurable: true }

function listOf(given: readonly unknown[]): unknown[] {
  const { length } = given
  const own: unknown[] = []
  for (let i = 0; i < length; i++) own.push(given[i])
  return own
}

function partOf(value: unknown, depth: number): unknown {
  if (Array.isArray(value) && value.length <= FEW) return listOf(value)
  return depth > 1 ? taken(value, depth - 1) : value
}

/** A property as it was read: its value, or the error that reading it gave, of a part again and again. */
function readOnce(source: Record<string, unknown>, key: string, depth: number): PropertyDescriptor {
  try {
    return { ...FIELD, value: partOf(source[key], depth) }
  } catch (error) {
    if (depth === DEPTH) throw error
    const get = () => {
      throw error
    }
    return { get, configurable: true }
  }
}

function taken(given: unknown, depth: number): unknown {
  const isPlain = Object.prototype.toString.call(given) === '[object Object]'
  if (!isPlain || Symbol.asyncIterator in (given as object)) return given
  const source = given as Record<string, unknown>
  const prototype = Object.getPrototypeOf(source) as object | null
  const own = Object.create(prototype) as Record<string, unknown>
  const hidden = gettersOf(prototype)
  for (const key of Object.getOwnPropertyNames(source)) {
    const enumerable = Object.prototype.propertyIsEnumerable.call(source, key)
    Object.defineProperty(own, key, { ...readOnce(source, key, depth), enumerable })
  }
  for (const key of hidden) {
    if (!Object.hasOwn(own, key)) Object.defineProperty(own, key, readOnce(source, key, depth))
  }
  return own
}

/**
 * Options, or a picture with its shape and planes, with every property read once; samples, files,
 * streams and what is no object as they are.
 */
export const once = <T>(given: T): T => taken(given, DEPTH) as T
