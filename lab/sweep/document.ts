import { readFileSync, statSync } from 'node:fs'
import { dirname, extname, isAbsolute, join, resolve } from 'node:path'
import { parse as parseYaml } from 'yaml'
import { parseTable } from '../files/table'
import type { PictureSource } from '../pictures/sources'
import type { CodecSpec, SweepOptions } from './options'

/** A sweep as a file, beside a paper: what `sweep()` takes, without what belongs to one run of it. */
export type SweepDocument = Partial<
  Pick<
    SweepOptions,
    'pictures' | 'codecs' | 'programs' | 'points' | 'quality' | 'metrics' | 'time' | 'timeout'
  >
>

const keys = [
  ...['pictures', 'codecs', 'programs', 'points', 'quality', 'metrics', 'time', 'timeout'],
]
const pictureKeys = ['path', 'sha256', 'licence', 'license', 'source']
const codecKeys = ['codec', 'label', 'options', 'quality']

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function checkKeys(value: Record<string, unknown>, known: readonly string[], where: string): void {
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) {
      throw new TypeError(`${where}: '${key}' is not known; known: ${known.join(', ')}`)
    }
  }
}

/** Paths in a file are relative to the file. */
function pictureOf(value: unknown, folder: string, where: string): string | PictureSource {
  const placed = (path: string) => (isAbsolute(path) ? path : join(folder, path))
  if (typeof value === 'string') return placed(value)
  if (!isObject(value) || typeof value.path !== 'string') {
    throw new TypeError(`${where}: expected a path, or { path, sha256, licence, source }`)
  }
  checkKeys(value, pictureKeys, where)
  const { path, license, licence = license, sha256, source } = value as Record<string, string>
  return {
    path: placed(path!),
    ...(sha256 && { sha256 }),
    ...(licence && { licence }),
    ...(source && { source }),
  }
}

function codecOf(value: unknown, where: string): CodecSpec | string {
  if (typeof value === 'string') return value
  if (!isObject(value) || typeof value.codec !== 'string') {
    throw new TypeError(`${where}: expected a codec's name, or { codec, label, options, quality }`)
  }
  checkKeys(value, codecKeys, where)
  return value as unknown as CodecSpec
}

/** Their commands' `{here}` is the file's folder. */
function programsOf(value: unknown, folder: string, where: string): SweepOptions['programs'] {
  if (!isObject(value)) throw new TypeError(`${where}: expected { name: { encode, decode, ... } }`)
  const here = resolve(folder)
  const described = Object.entries(value).map(([name, one]) => {
    if (!isObject(one)) throw new TypeError(`${where}: ${name}: expected { encode, decode, ... }`)
    return [name, { ...one, folder: here }]
  })
  return Object.fromEntries(described) as SweepOptions['programs']
}

function list(value: unknown, where: string): unknown[] {
  if (value === undefined) return []
  if (typeof value === 'string') return [value]
  if (!Array.isArray(value)) throw new TypeError(`${where}: expected a list`)
  return value
}

/** Whether a path is called as a sweep or a manifest is. */
export const isDocument = (path: string): boolean => /\.(ya?ml|json|csv|tsv)$/i.test(path)

/** What stands in the file. TypeError for one that is not there or is neither a table nor YAML. */
function parse(path: string): unknown {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) {
    throw new TypeError(`${path}: no such file`)
  }
  const text = readFileSync(path, 'utf8')
  const isTable = /^\.[ct]sv$/i.test(extname(path))
  try {
    return isTable ? parseTable(text) : parseYaml(text) // JSON is YAML
  } catch (cause) {
    throw new TypeError(`${path}: ${(cause as Error).message}`, { cause })
  }
}

/**
 * Reads a sweep file (YAML or JSON), or a manifest: a list of pictures, as YAML, JSON, CSV or TSV.
 * TypeError for what is none, naming file and key.
 */
export function readDocument(path: string): SweepDocument {
  const parsed = parse(path)
  const value = Array.isArray(parsed) ? { pictures: parsed } : parsed
  if (!isObject(value)) throw new TypeError(`${path}: expected a sweep or a list of pictures`)
  checkKeys(value, keys, path)
  const folder = dirname(path)
  const pictures = list(value.pictures, `${path}: pictures`).map((one, i) =>
    pictureOf(one, folder, `${path}: pictures[${i}]`),
  )
  const codecs = list(value.codecs, `${path}: codecs`).map((one, i) =>
    codecOf(one, `${path}: codecs[${i}]`),
  )
  return {
    ...(value as SweepDocument),
    ...(value.pictures !== undefined && { pictures }),
    ...(value.codecs !== undefined && { codecs }),
    ...(value.programs !== undefined && {
      programs: programsOf(value.programs, folder, `${path}: programs`),
    }),
  }
}

/**
 * Manifests among the pictures, each replaced by what it names.
 * @throws TypeError for a file that names none, or more than pictures
 */
export function withManifests(given: SweepOptions['pictures']): SweepOptions['pictures'] {
  return given.flatMap((one) => {
    if (typeof one !== 'string' || !isDocument(one)) return [one]
    const { pictures, ...others } = readDocument(one)
    if (pictures === undefined || Object.keys(others).length > 0) {
      throw new TypeError(`${one}: expected a list of pictures`)
    }
    return withManifests(pictures)
  })
}
