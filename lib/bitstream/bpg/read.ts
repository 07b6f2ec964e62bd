import { concat } from '../bytes'
import {
  isPictureData,
  isSlice,
  startsPicture,
  SUFFIX_SEI,
  withLayer,
  type HevcUnit,
} from '../nal/hevc_nal'
import type { HevcCodingTools } from '../nal/hevc_sps'
import { metadataOf, type BpgExtensions } from './extensions'
import type { BpgHeader } from './header'
import { alphaHeader, parameterSets, type StreamHeader } from './parameter_sets'
import { parseBpg } from './parse'

/** A BPG file as streams for an HEVC decoder. */
export interface BpgFile extends BpgHeader {
  /**
   * Annex B stream of the picture (of an animation: its first one) with VPS and SPS. Decodes to
   * `width` x `height` rounded up to whole chroma samples; crop the right and bottom edge.
   */
  hevc: Uint8Array
  /** The same for the alpha plane: gray, full range. There unless `alpha` is 'none'. */
  alphaHevc?: Uint8Array
  extensions: BpgExtensions
}

/**
 * Reads a BPG file (specification 0.9.5) of any encoder.
 * @throws CodecError `ERR_DECODE` for a file that is truncated, inconsistent or CMYK, and
 *   `ERR_LIMIT` if it has more than `maxPixels` pixels (before anything of that size is allocated)
 */
export function readBpg(bytes: Uint8Array, options: { maxPixels?: number } = {}): BpgFile {
  const { header, extensions, tools, alphaTools, units } = parseBpg(bytes, options.maxPixels)
  const stream = (layer: number, layerTools: HevcCodingTools, layerHeader: StreamHeader) =>
    annexB(layerTools, layerHeader, firstPicture(units.filter((unit) => unit.layer === layer)))
  return {
    ...header,
    hevc: stream(0, tools, header),
    ...(alphaTools && { alphaHevc: stream(1, alphaTools, alphaHeader(header)) }),
    extensions: metadataOf(bytes, extensions),
  }
}

/** The units up to the end of the first picture: its last slice and the suffix SEI behind that. */
function firstPicture(units: readonly HevcUnit[]): HevcUnit[] {
  const second = units.filter(startsPicture)[1]
  const before = second ? units.slice(0, units.indexOf(second)) : units
  const last = before.findLastIndex((u) => isSlice(u) || u.type === SUFFIX_SEI)
  return before.slice(0, last + 1).filter(isPictureData)
}

/** libavcodec drops every layer but 0, so both streams get that. */
function annexB(tools: HevcCodingTools, header: StreamHeader, units: HevcUnit[]): Uint8Array {
  const startCode = Uint8Array.of(0, 0, 0, 1)
  return concat([
    parameterSets(tools, header),
    ...units.flatMap((unit) => [startCode, withLayer(unit, 0)]),
  ])
}
