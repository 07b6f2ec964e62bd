import { shown } from '../options'
import { floatsOf, kindOf, viewOf } from '../source/typed_array'

// What of the caller's are samples, sizes and depths: each is read once.

export type Codes = Uint8Array | Uint16Array

export const isWide = (data: Codes): boolean => data.BYTES_PER_ELEMENT === 2

/** @throws TypeError */
export function codesOf(data: unknown, what: string): Codes {
  const view = viewOf(data)
  if (view) return view
  throw new TypeError(`${what}: expected a Uint8Array or Uint16Array, got ${kindOf(data)}`)
}

/** @throws TypeError */
export function samplesOf(data: unknown, what: string): Codes | Float32Array {
  const view = viewOf(data) ?? floatsOf(data)
  if (view) return view
  throw new TypeError(
    `${what}: expected a Uint8Array, Uint16Array or Float32Array (0 to 1), got ${kindOf(data)}`,
  )
}

function checkDepth(given: unknown, min: number, max: number, kind: string): number {
  if (Number.isInteger(given) && (given as number) >= min && (given as number) <= max) {
    return given as number
  }
  const expected = min === max ? String(min) : `${min} to ${max}`
  throw new RangeError(`bitDepth: expected ${expected} for a ${kind}, got ${shown(given)}`)
}

function depthOf(data: Codes, given: unknown): number {
  if (given === undefined) return isWide(data) ? 16 : 8
  return isWide(data)
    ? checkDepth(given, 9, 16, 'Uint16Array')
    : checkDepth(given, 8, 8, 'Uint8Array')
}

/** What of a picture depends on the type of its samples. */
export function kindOfSamples(data: Codes | Float32Array, bitDepth: unknown) {
  if (!(data.BYTES_PER_ELEMENT === 4)) {
    return {
      kind: 'pixels',
      data: data as Codes,
      bitDepth: depthOf(data as Codes, bitDepth),
    } as const
  }
  const depth = bitDepth === undefined ? undefined : checkDepth(bitDepth, 8, 16, 'Float32Array')
  return { kind: 'floats', data: data as Float32Array, bitDepth: depth } as const
}

/** @throws TypeError or RangeError */
export function size(value: unknown, name: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    throw new TypeError(`${name}: expected an integer, got ${shown(value)}`)
  }
  if (value < 1) throw new RangeError(`${name}: expected 1 or more, got ${value}`)
  return value
}

/** The caller's list of integers, read once. */
export function integersOf(list: unknown, name: string): number[] {
  if (!Array.isArray(list)) throw new TypeError(`${name}: expected an array, got ${kindOf(list)}`)
  const values: unknown[] = Array.from(
    { length: Math.min(list.length, 5) },
    (_, i) => (list as unknown[])[i],
  )
  for (const value of values) {
    if (Number.isSafeInteger(value)) continue
    throw new RangeError(`${name}: expected integers, got ${shown(value)}`)
  }
  return values as number[]
}
