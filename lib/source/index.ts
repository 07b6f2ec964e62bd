import { fileURLToPath } from 'node:url'
import { types } from 'node:util'
import { bytesOf, kindOf } from './typed_array'

/**
 * A file: its path (or `file:` URL), its bytes in memory (a Buffer is a Uint8Array), or what gives
 * them: a Blob, a web or Node stream. Blobs and streams are for the async calls only.
 */
export type FileSource =
  | string
  | URL
  | Uint8Array
  | ArrayBuffer
  | SharedArrayBuffer
  | DataView
  | Blob
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array>

/** The same, by what is to be done to get at the bytes. */
export type Located =
  | { kind: 'path'; path: string }
  | { kind: 'bytes'; bytes: Uint8Array }
  | { kind: 'blob'; blob: Blob }
  | { kind: 'stream'; stream: AsyncIterable<Uint8Array> }

/** By tags: `instanceof` fails for what is of another realm (vm contexts, jest). */
const tagOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1)

function pathOf(address: string, label: string): string {
  if (address === '') throw new TypeError(`${label}: expected a path, got an empty text`)
  if (!/^[a-z][a-z+.-]+:/i.test(address)) return address
  if (/^file:/i.test(address)) return fileURLToPath(address)
  // A drive's letter is one; a longer scheme that is none of ours may be a file's name all the same.
  if (!/^(https?|data|blob):/i.test(address)) return address
  const scheme = address.slice(0, address.indexOf(':') + 1)
  throw new TypeError(
    `${label}: expected a path or a file: URL, got a ${scheme} one; give its bytes: await (await fetch(url)).arrayBuffer()`,
  )
}

/** What sharp gives beside `info` is a file, unless it was asked for raw samples. */
function fileOfSharp(value: object): Uint8Array | undefined {
  if (!('data' in value) || !('info' in value) || tagOf(value.data) !== 'Uint8Array')
    return undefined
  const { format } = (value.info ?? {}) as { format?: unknown }
  return typeof format === 'string' && format !== 'raw' ? (value.data as Uint8Array) : undefined
}

/** What is nearly a picture, and how it becomes one. */
const near: Readonly<Record<string, string>> = {
  Promise: 'await it',
  Response: 'await response.arrayBuffer()',
  Request: 'await request.arrayBuffer()',
  FileHandle: 'await handle.readFile()',
  Array: 'a typed array with its size: { data, width, height, channels }',
}

/** What something is that is no picture, and the way out where one is known: for messages. */
export function nearly(value: unknown): string {
  const tag = kindOf(value)
  const maker = Object(value) as { constructor?: { name?: unknown } }
  const kind = tag === 'Object' && maker.constructor?.name === 'FileHandle' ? 'FileHandle' : tag
  const sized = /Array$/.test(kind) ? 'with its size: { data, width, height, channels }' : undefined
  const first: unknown = Array.isArray(value) ? value[0] : undefined
  const several = typeof first === 'string' || (first instanceof Object && !Array.isArray(first))
  const way = (several ? 'one picture a call' : near[kind]) ?? sized
  const keys = kind === 'Object' ? Object.keys(value as object).slice(0, 5) : []
  const given = keys.length > 0 ? `{ ${keys.join(', ')} }` : kind
  return `${given}${way ? `; ${way}` : ''}`
}

const isStream = (value: object): value is AsyncIterable<Uint8Array> =>
  Symbol.asyncIterator in value

/** What a source is; undefined for what is none. TypeError for a URL that leads to no file. */
export function locate(source: unknown, label: string): Located | undefined {
  if (typeof source === 'string') return { kind: 'path', path: pathOf(source, label) }
  if (typeof source !== 'object' || source === null) return undefined
  // These by what they are: an object's tag and length may say anything.
  if (types.isUint8Array(source)) return { kind: 'bytes', bytes: bytesOf(source, label) }
  if (types.isAnyArrayBuffer(source)) return { kind: 'bytes', bytes: new Uint8Array(source) }
  if (types.isDataView(source)) {
    const { buffer, byteOffset, byteLength } = source
    return { kind: 'bytes', bytes: new Uint8Array(buffer, byteOffset, byteLength) }
  }
  switch (tagOf(source)) {
    case 'URL':
      return { kind: 'path', path: pathOf((source as URL).href, label) }
    case 'Blob':
    case 'File':
      return { kind: 'blob', blob: source as Blob }
  }
  const file = fileOfSharp(source)
  if (file) return { kind: 'bytes', bytes: bytesOf(file, label) }
  return isStream(source) ? { kind: 'stream', stream: source } : undefined
}

/** The path of a file that is to be written. TypeError for what is neither a path nor a `file:` URL. */
export function pathToWrite(given: unknown, label: string): string {
  const located =
    typeof given === 'string' || tagOf(given) === 'URL' ? locate(given, label) : undefined
  if (located?.kind === 'path' && located.path !== '') return located.path
  const got = given === '' ? 'an empty text' : kindOf(given)
  throw new TypeError(`${label}: expected a path or a file: URL, got ${got}`)
}
