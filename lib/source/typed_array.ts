// By internal slots, which no object can fake and every realm shares: `instanceof` fails for arrays
// of another realm (vm contexts, jest), and a tag or a `length` may be anybody's own property.
const prototype = Object.getPrototypeOf(Uint8Array.prototype) as object
const slot = (name: string | symbol): ((value: unknown) => unknown) => {
  const get = Object.getOwnPropertyDescriptor(prototype, name)!.get!
  return (value) => get.call(value) as unknown
}
const nameOf = slot(Symbol.toStringTag) as (value: unknown) => string | undefined
const bufferOf = slot('buffer') as (value: unknown) => ArrayBuffer
const offsetOf = slot('byteOffset') as (value: unknown) => number
const lengthOf = slot('length') as (value: unknown) => number

/** What a value is, for messages: `Float32Array`, `Array`, `null`. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  const tag = Object.prototype.toString.call(value).slice(8, -1)
  return nameOf(value) ?? (/.Array$/.test(tag) ? 'an object that is none' : tag)
}

/**
 * The caller's typed array as a view of our own over its memory, by its real type, offset and length;
 * undefined for anything else. Clamped samples are taken as bytes.
 */
export function viewOf(value: unknown): Uint8Array | Uint16Array | undefined {
  const name = nameOf(value)
  const wide = name === 'Uint16Array'
  if (!wide && name !== 'Uint8Array' && name !== 'Uint8ClampedArray') return undefined
  const own = wide ? Uint16Array : Uint8Array
  const length = lengthOf(value)
  // Of a detached buffer nothing can be viewed.
  return length === 0 ? new own(0) : new own(bufferOf(value), offsetOf(value), length)
}

/** The same of float samples. */
export function floatsOf(value: unknown): Float32Array | undefined {
  if (nameOf(value) !== 'Float32Array') return undefined
  const length = lengthOf(value)
  return length === 0
    ? new Float32Array(0)
    : new Float32Array(bufferOf(value), offsetOf(value), length)
}

/** The caller's Uint8Array as a view of our own; TypeError, naming the argument, for anything else. */
export function bytesOf(value: unknown, argument: string): Uint8Array {
  if (nameOf(value) === 'Uint8Array') return viewOf(value) as Uint8Array
  const advice = typeof value === 'string' ? '; of a path: await readFile(path)' : ''
  throw new TypeError(`${argument}: expected a Uint8Array, got ${kindOf(value)}${advice}`)
}
