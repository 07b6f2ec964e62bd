import { CodecError } from '../errors'

/** An ERR_DECODE for bytes that break their format's rules; the message starts with the format. */
export function damaged(format: string, what: string): CodecError {
  return new CodecError('ERR_DECODE', `${format}: ${what}`)
}

const cut = (bytes: Uint8Array): CodecError =>
  new CodecError('ERR_DECODE', `the data ends at ${bytes.length}, inside a field: it is cut off`)

/** Unsigned big-endian integer of `size` bytes at `at`. ERR_DECODE past the end. */
export function be(bytes: Uint8Array, at: number, size: number): number {
  if (at + size > bytes.length) throw cut(bytes)
  let value = 0
  for (let i = at; i < at + size; i++) value = value * 256 + bytes[i]!
  return value
}

/** Unsigned little-endian integer of `size` bytes at `at`. ERR_DECODE past the end. */
export function le(bytes: Uint8Array, at: number, size: number): number {
  if (at + size > bytes.length) throw cut(bytes)
  let value = 0
  for (let i = at + size - 1; i >= at; i--) value = value * 256 + bytes[i]!
  return value
}

/** Four characters at `at`, fewer where the bytes end. */
export function fourcc(bytes: Uint8Array, at: number): string {
  if (at + 4 > bytes.length) return String.fromCharCode(...bytes.subarray(at, at + 4))
  return String.fromCharCode(bytes[at]!, bytes[at + 1]!, bytes[at + 2]!, bytes[at + 3]!)
}

/** Whether `bytes` holds `expected` (byte values or Latin-1 text) at `at`. */
export function holds(bytes: Uint8Array, expected: string | readonly number[], at = 0): boolean {
  for (let i = 0; i < expected.length; i++) {
    const value = typeof expected === 'string' ? expected.charCodeAt(i) : expected[i]
    if (bytes[at + i] !== value) return false
  }
  return true
}

/** The parts, one after the other, in a new array. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

/** Width and height of a picture in samples. */
export interface Size {
  width: number
  height: number
}

/** `size` as it is, or ERR_DECODE if one side is 0: no format here can code an empty picture. */
export function nonEmpty<S extends Size>(format: string, size: S): S {
  if (size.width > 0 && size.height > 0) return size
  throw damaged(format, `picture size is ${size.width}x${size.height}`)
}
