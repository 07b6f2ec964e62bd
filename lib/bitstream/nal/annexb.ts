import { BitReader } from '../bits'
import { damaged, holds, type Size } from '../bytes'
import { Cover } from '../cover'
import * as h264 from './h264'
import * as hevc from './hevc'
import * as vvc from './vvc'
import { escapesChecker, nals, unescape, type Nal, type NalSyntax } from './units'
import type { Section } from '../section'
import { readTrueSize, seiName, writeTrueSize } from './sei'

const { hevcSyntax, hevcSps } = hevc
const { h264Syntax, h264Sps } = h264
export { h264Sps, hevcSps }
const { vvcSyntax, vvcSps } = vvc

/** Where the NAL unit header is, behind a start code of 3 or 4 bytes; -1 if there is none. */
const firstNal = (bytes: Uint8Array): number =>
  holds(bytes, [0, 0, 1]) ? 3 : holds(bytes, [0, 0, 0, 1]) ? 4 : -1

/** VPS to suffix SEI of layer 0; the only H.264 unit that looks so is an SEI with a forbidden nal_ref_idc. */
export function isHevc(bytes: Uint8Array): boolean {
  const at = firstNal(bytes)
  const type = bytes[at]! >> 1
  return at > 0 && !(bytes[at]! & 1) && type >= 32 && type <= 40 && bytes[at + 1] === 1
}

export function isH264(bytes: Uint8Array): boolean {
  const at = firstNal(bytes)
  return at > 0 && !isHevc(bytes) && [1, 5, 6, 7, 8, 9].includes(bytes[at]! & 0x9f)
}

/** OPI to prefix APS of layer 0 (H.266 table 5): H.264 and HEVC have nothing that begins with 0. */
export function isVvc(bytes: Uint8Array): boolean {
  const at = firstNal(bytes)
  const type = bytes[at + 1]! >> 3
  const isStart = (type >= 12 && type <= 17) || type === 20 || type === 23
  return at > 0 && bytes[at] === 0 && isStart && (bytes[at + 1]! & 7) === 1
}

function inspectNals(bytes: Uint8Array, syntax: NalSyntax): Section[] {
  const cover = new Cover(syntax.format, bytes.length)
  for (const nal of nals(bytes, syntax.format)) {
    const type = syntax.type(bytes, nal.start)
    const [kind, name] = syntax.kind(type)
    cover.to('container', 'start code', nal.start)
    cover.to(kind, syntax.isSei(type) ? seiName(bytes, nal, syntax) : name, nal.end)
  }
  cover.to('container', 'trailing zeros', bytes.length)
  return cover.done()
}

/** The sections of an H.264 Annex B stream: start codes, parameter sets, SEI, slices. */
export const inspectH264 = (bytes: Uint8Array): Section[] => inspectNals(bytes, h264Syntax)

/** The sections of an HEVC Annex B stream: start codes, parameter sets, SEI, slices. */
export const inspectHevc = (bytes: Uint8Array): Section[] => inspectNals(bytes, hevcSyntax)

/** The sections of a VVC Annex B stream. */
export const inspectVvc = (bytes: Uint8Array): Section[] => inspectNals(bytes, vvcSyntax)

const trueSize = (syntax: NalSyntax) => ({
  /** Puts the true size before the first slice. RangeError unless both are 1..65535. */
  write: (bytes: Uint8Array, width: number, height: number): Uint8Array =>
    writeTrueSize(bytes, width, height, syntax),
  /** The true size, or undefined where none was written. */
  read: (bytes: Uint8Array): Size | undefined => readTrueSize(bytes, syntax),
})

/** The true size of a padded H.264 picture, in an SEI that other decoders skip. */
export const h264TrueSize = trueSize(h264Syntax)

/** The true size of a padded HEVC picture, in an SEI that other decoders skip. */
export const hevcTrueSize = trueSize(hevcSyntax)

/** The true size where the stream carries one, else that of its SPS. */
export const h264Size = (bytes: Uint8Array): Size => h264TrueSize.read(bytes) ?? h264Sps(bytes)

/** The true size where the stream carries one, else that of its SPS. */
export const hevcSize = (bytes: Uint8Array): Size => hevcTrueSize.read(bytes) ?? hevcSps(bytes)

/** The true size of a padded VVC picture, in an SEI that other decoders skip. */
export const vvcTrueSize = trueSize(vvcSyntax)

/** The true size where the stream carries one, else that of its SPS. */
export const vvcSize = (bytes: Uint8Array): Size => vvcTrueSize.read(bytes) ?? vvcSps(bytes)

/** A slice header is read from this many bytes: more than it needs up to the PPS's id. */
const SLICE_START = 16

interface Found {
  types: Set<number>
  pps: Set<number>
  pictures: number
  checkEscapes: (nal: Nal) => void
}

/** Notes what a NAL unit brings; a slice's references must be known by then. */
function checkNal(bytes: Uint8Array, nal: Nal, syntax: NalSyntax, found: Found): void {
  const { format, headerLength } = syntax
  if (bytes[nal.start]! & 0x80) throw damaged(format, `forbidden_zero_bit is set at ${nal.start}`)
  if (nal.end - nal.start < headerLength) throw damaged(format, `NAL unit cut off at ${nal.end}`)
  found.checkEscapes(nal)
  const type = syntax.type(bytes, nal.start)
  found.types.add(type)
  const body = nal.start + headerLength
  const isPps = type === syntax.pps.type
  if (!isPps && !syntax.isSlice(type) && type !== syntax.pictureHeader) return
  const reader = new BitReader(unescape(bytes, body, Math.min(nal.end, body + SLICE_START)), format)
  if (isPps) {
    found.pps.add(syntax.pps.id(reader))
    return
  }
  const { first, pps } = syntax.readSlice(reader, type)
  if (pps !== undefined && !found.pps.has(pps))
    throw damaged(format, `slice of PPS ${pps}, which is not there`)
  if (first) found.pictures++
}

function verifyNals(bytes: Uint8Array, syntax: NalSyntax, needed: Record<string, number>): void {
  const checkEscapes = escapesChecker(bytes, syntax.format)
  const found: Found = { types: new Set(), pps: new Set(), pictures: 0, checkEscapes }
  for (const nal of nals(bytes, syntax.format)) checkNal(bytes, nal, syntax, found)
  for (const [name, type] of Object.entries(needed)) {
    if (!found.types.has(type)) throw damaged(syntax.format, `has no ${name}`)
  }
  if (found.pictures !== 1) {
    throw damaged(syntax.format, `has ${found.pictures} pictures, expected one`)
  }
  const coded = syntax.spsSize(bytes)
  const size = readTrueSize(bytes, syntax)
  if (size && !(fits(size.width, coded.width) && fits(size.height, coded.height))) {
    const coding = `${coded.width}x${coded.height}`
    throw damaged(syntax.format, `true size is ${size.width}x${size.height} in ${coding}`)
  }
}

const fits = (side: number, coded: number): boolean => side >= 1 && side <= coded

/**
 * Checks what can be seen without decoding; ERR_DECODE if the stream cannot be one HEVC picture:
 * start code, header bits, forbidden byte sequences, empty or cut-off units, VPS, SPS (its values),
 * PPS, slices that name a PPS which is there, exactly one picture, a true size within the coded one.
 * A slice that lost its end still ends in some bits, so a cut inside the last slice passes, and so
 * does a changed bit in the coded samples.
 */
export function verifyHevc(bytes: Uint8Array): void {
  verifyNals(bytes, hevcSyntax, { VPS: hevc.VPS, SPS: hevc.SPS, PPS: hevc.PPS })
}

/** The same for H.264, where there is no VPS. */
export function verifyH264(bytes: Uint8Array): void {
  verifyNals(bytes, h264Syntax, { SPS: h264.SPS, PPS: h264.PPS })
}

/** The same for VVC, where a VPS need not be, and the picture header may be a unit of its own. */
export function verifyVvc(bytes: Uint8Array): void {
  verifyNals(bytes, vvcSyntax, { SPS: vvc.SPS, PPS: vvc.PPS })
  const hasSlice = nals(bytes, 'VVC').some(({ start }) =>
    vvcSyntax.isSlice(vvcSyntax.type(bytes, start)),
  )
  if (!hasSlice) throw damaged('VVC', 'has no slice')
}
