import { Cover } from '../cover'
import { hevcSyntax } from '../nal/hevc'
import type { HevcUnit } from '../nal/hevc_nal'
import type { Section, SectionKind } from '../section'
import { EXTENSION_NAMES } from './extensions'
import { parseBpg } from './parse'

/**
 * What every byte of a BPG file is for.
 * @throws CodecError `ERR_DECODE` where `readBpg` does; a picture may be of any size
 */
export function inspectBpg(bytes: Uint8Array): Section[] {
  const parts = parseBpg(bytes, Infinity)
  const cover = new Cover('BPG', bytes.length)
  cover.to('container', 'BPG header', parts.extensionsStart)
  for (const { tag, start, end } of parts.extensions) {
    cover.to('container', 'extension header', start)
    cover.to(tag <= 3 ? 'metadata' : 'container', EXTENSION_NAMES[tag] ?? 'extension', end)
  }
  cover.to('header', 'hevc_header', parts.dataStart)
  for (const unit of parts.units) {
    cover.to('container', 'start code', unit.offset)
    cover.to(...unitSection(unit), unit.offset + unit.bytes.length)
  }
  cover.to('container', 'trailing zeros', parts.pictureEnd)
  cover.to('container', 'trailing data', bytes.length)
  return cover.done()
}

function unitSection({ layer, type }: HevcUnit): [SectionKind, string] {
  const [kind, name] = hevcSyntax.kind(type)
  return [kind, layer === 1 ? `alpha ${name}` : name]
}
