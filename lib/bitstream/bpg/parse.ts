import { damaged } from '../bytes'
import { PPS, SPS, VPS } from '../nal/hevc'
import { hevcUnit, isSlice, startsPicture, type HevcUnit } from '../nal/hevc_nal'
import type { HevcCodingTools } from '../nal/hevc_sps'
import { nals } from '../nal/units'
import { listExtensions, type BpgExtension } from './extensions'
import { checkPixels, DEFAULT_MAX_PIXELS, readLayout, type BpgLayout } from './header'
import { readHevcHeader } from './hevc_header'
import { Ue7Reader } from './ue7'

/** A BPG file taken apart; offsets are bytes from its start. */
export interface BpgParts extends BpgLayout {
  extensions: BpgExtension[]
  /** Where hevc_data begins, behind the headers of both streams. */
  dataStart: number
  tools: HevcCodingTools
  alphaTools?: HevcCodingTools
  /** Every NAL unit of hevc_data, in the file's order. */
  units: HevcUnit[]
}

/**
 * Takes a BPG file apart and checks all of it that can be checked without decoding.
 * @throws CodecError `ERR_DECODE` for damaged data, `ERR_LIMIT` above `maxPixels`
 */
export function parseBpg(bytes: Uint8Array, maxPixels = DEFAULT_MAX_PIXELS): BpgParts {
  const layout = readLayout(bytes)
  const { header, extensionsStart, pictureStart, pictureEnd } = layout
  checkPixels(header, maxPixels)
  const extensions = listExtensions(bytes, extensionsStart, pictureStart)
  const reader = new Ue7Reader(bytes, pictureStart, pictureEnd)
  const alphaTools = header.alpha === 'none' ? undefined : readHevcHeader(reader, header.bitDepth)
  const tools = readHevcHeader(reader, header.bitDepth)
  const dataStart = reader.position
  const units = readUnits(bytes, dataStart, pictureEnd)
  checkUnits(units, header.alpha !== 'none', header.animation)
  return { ...layout, extensions, dataStart, tools, alphaTools, units }
}

/** Pictures of an animation; 1 of every other file. ERR_DECODE where it is damaged. */
export function bpgFrames(bytes: Uint8Array): number {
  if (!readLayout(bytes).header.animation) return 1
  const { units } = parseBpg(bytes, Infinity)
  return units.filter((unit) => unit.layer === 0 && startsPicture(unit)).length
}

/** The NAL units of hevc_data, whose first start code is left out. */
function readUnits(bytes: Uint8Array, start: number, end: number): HevcUnit[] {
  const startCode = [0, 0, 1]
  const data = new Uint8Array(startCode.length + end - start)
  data.set(startCode)
  data.set(bytes.subarray(start, end), startCode.length)
  return nals(data, 'BPG').map((nal) => {
    const unit = hevcUnit(data, nal)
    return { ...unit, offset: unit.offset - startCode.length + start }
  })
}

function checkUnits(units: readonly HevcUnit[], alpha: boolean, animation: boolean): void {
  for (const { type, layer, offset } of units) {
    if (type < 0) throw damaged('BPG', `no NAL unit header at ${offset}`)
    if (type === VPS || type === SPS) throw damaged('BPG', `a VPS or SPS at ${offset}`)
    if (layer > (alpha ? 1 : 0)) throw damaged('BPG', `layer ${layer} at ${offset}`)
  }
  for (const layer of alpha ? [0, 1] : [0]) {
    checkLayer(
      units.filter((unit) => unit.layer === layer),
      animation,
    )
  }
}

/** A layer begins with an intra picture and is one picture long unless the file is an animation. */
function checkLayer(units: readonly HevcUnit[], animation: boolean): void {
  const [FIRST_IRAP, LAST_IRAP] = [16, 23]
  const [first] = units.filter(isSlice)
  if (!first) throw damaged('BPG', 'no slice of the picture')
  if (!startsPicture(first) || first.type < FIRST_IRAP || first.type > LAST_IRAP) {
    throw damaged('BPG', 'the first slice does not begin an intra picture')
  }
  if (!units.slice(0, units.indexOf(first)).some(({ type }) => type === PPS)) {
    throw damaged('BPG', 'no picture parameter set')
  }
  if (!animation && units.filter(startsPicture).length > 1) {
    throw damaged('BPG', 'several pictures in a file that is no animation')
  }
}
