import { concat } from '../bytes'
import { ue7, Ue7Reader } from './ue7'

/** Metadata blocks of a BPG file. `exif`: from the TIFF header on; `icc`: a profile; `xmp`: XML in UTF-8. */
export interface BpgExtensions {
  exif?: Uint8Array
  icc?: Uint8Array
  xmp?: Uint8Array
}

const TAGS: Readonly<Record<keyof BpgExtensions, number>> = { exif: 1, icc: 2, xmp: 3 }

/** Names of extension_tag values as the specification has them. */
export const EXTENSION_NAMES: Readonly<Record<number, string>> = {
  1: 'Exif',
  2: 'ICC profile',
  3: 'XMP',
  4: 'thumbnail',
  5: 'animation control',
}

/** One extension as it lies in the file: `start` and `end` are the payload's byte offsets. */
export interface BpgExtension {
  tag: number
  start: number
  end: number
}

/**
 * Walks extension_data().
 * @throws CodecError `ERR_DECODE` when an extension runs out of it
 */
export function listExtensions(bytes: Uint8Array, start: number, end: number): BpgExtension[] {
  const reader = new Ue7Reader(bytes, start, end)
  const found: BpgExtension[] = []
  while (reader.position < end) {
    const tag = reader.ue7('extension_tag')
    const length = reader.ue7('extension_tag_length')
    reader.take(length, EXTENSION_NAMES[tag] ?? `extension ${tag}`)
    found.push({ tag, start: reader.position - length, end: reader.position })
  }
  return found
}

/** The metadata among `extensions`; the first of a kind counts. */
export function metadataOf(bytes: Uint8Array, extensions: readonly BpgExtension[]): BpgExtensions {
  const result: BpgExtensions = {}
  for (const [name, tag] of Object.entries(TAGS) as [keyof BpgExtensions, number][]) {
    const found = extensions.find((extension) => extension.tag === tag)
    if (found) result[name] = bytes.slice(found.start, found.end)
  }
  return result
}

/** extension_data() of what is given; empty when nothing is. */
export function extensionBytes(extensions: BpgExtensions): Uint8Array {
  const parts: Uint8Array[] = []
  for (const [name, tag] of Object.entries(TAGS) as [keyof BpgExtensions, number][]) {
    const payload = extensions[name]
    if (payload) parts.push(Uint8Array.from([...ue7(tag), ...ue7(payload.length)]), payload)
  }
  return concat(parts)
}

/** Whether an extension is metadata that `metadataOf` reads. */
export const isMetadata = ({ tag }: BpgExtension): boolean => Object.values(TAGS).includes(tag)
