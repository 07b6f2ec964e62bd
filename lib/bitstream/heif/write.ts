import { CodecError } from '../../errors'
import { concat } from '../bytes'
import { box, fullBox, text, u32 } from './box_writer'
import { codedItem, type CodedItem } from './coded'
import { meta, type Item, type Reference } from './meta_writer'
import { codedProperties, nclxBox, plain, transformations } from './properties'
import { ALPHA_URNS, type HeifCodec, type Nclx } from './types'

/** A still picture to be stored as AVIF (`av1`) or HEIC (`hevc`). */
export interface HeifPicture {
  codec: HeifCodec
  /** One picture: a low-overhead OBU stream (AV1), an Annex B stream (HEVC). */
  stream: Uint8Array
  /** True size in pixels before any rotation; smaller than the coded size: cropped right and bottom. */
  width: number
  height: number
  /** Colour of the pixels; what the stream itself says by default. */
  nclx?: Nclx
  icc?: Uint8Array
  /** Exif from its TIFF header on. */
  exif?: Uint8Array
  /** XMP: XML in UTF-8. */
  xmp?: Uint8Array
  /** A gray, full-range stream of the same codec, coded size and depth. */
  alpha?: { stream: Uint8Array; premultiplied?: boolean }
  /** Turn anti-clockwise when shown, in steps of 90 degrees: 0 to 3. */
  irot?: 0 | 1 | 2 | 3
  /** Mirror when shown, after turning. 0: exchange top and bottom; 1: exchange left and right. */
  imir?: 0 | 1
}

const PRIMARY = 1
const ALPHA = 2
const EXIF = 3
const XMP = 4

/**
 * A HEIF file of one picture: AVIF (AVIF 1.1, MIAF) or HEIC (ISO/IEC 23008-12 annex B). A plain
 * AVIF has 270 bytes beside its OBUs.
 * @throws RangeError for a size, rotation or mirror axis that cannot be, CodecError `ERR_ENCODE`
 *   for an alpha stream that does not fit the picture, `ERR_DECODE` for a stream that cannot be
 *   parsed
 */
export function writeHeif(picture: HeifPicture): Uint8Array {
  const coded = codedItem(picture.codec, picture.stream)
  checkPicture(picture, coded)
  const alpha = picture.alpha && codedItem(picture.codec, picture.alpha.stream)
  if (alpha) checkAlpha(alpha, coded)
  const items = [
    primaryItem(picture, coded),
    ...(alpha ? [alphaItem(picture, alpha)] : []),
    ...metadataItems(picture),
  ]
  const references = referencesOf(picture)
  const head = fileType(coded)
  const metaLength = meta(items, references, 0).length
  const MDAT_HEADER = 8
  const dataStart = head.length + metaLength + MDAT_HEADER
  const payloads = items.map(({ payload }) => payload)
  return concat([head, meta(items, references, dataStart), box('mdat', ...payloads)])
}

function checkPicture({ width, height, irot, imir }: HeifPicture, coded: CodedItem): void {
  for (const [name, value, max] of [
    ['width', width, coded.width],
    ['height', height, coded.height],
  ] as const) {
    if (!Number.isInteger(value) || value < 1 || value > max) {
      throw new RangeError(`${name} is ${value}, expected an integer of 1 to ${max}, the coded one`)
    }
  }
  if (irot !== undefined && ![0, 1, 2, 3].includes(irot)) {
    throw new RangeError(`irot is ${irot}, expected 0, 1, 2 or 3`)
  }
  if (imir !== undefined && ![0, 1].includes(imir)) {
    throw new RangeError(`imir is ${imir}, expected 0 or 1`)
  }
}

function checkAlpha(alpha: CodedItem, coded: CodedItem): void {
  const say = (c: CodedItem): string => `${c.width}x${c.height}, ${c.bitDepth} bits`
  const same = say(alpha) === say(coded)
  if (same && alpha.chroma === '400') return
  throw new CodecError(
    'ERR_ENCODE',
    `HEIF: the alpha stream is ${say(alpha)}, ${alpha.chroma}; expected ${say(coded)}, 400`,
  )
}

function fileType({ brands }: CodedItem): Uint8Array {
  const [major = ''] = brands
  const compatible = [major, 'mif1', 'miaf', ...brands.slice(1)]
  return box('ftyp', text(major), u32(0), text(compatible.join('')))
}

function primaryItem(picture: HeifPicture, coded: CodedItem): Item {
  return {
    id: PRIMARY,
    type: coded.itemType,
    payload: coded.payload,
    infeTail: [0],
    properties: [
      ...codedProperties(coded),
      ...(picture.icc ? [plain(box('colr', text('prof'), picture.icc))] : []),
      plain(nclxBox(picture.nclx ?? coded.nclx)),
      ...transformations(picture, coded),
    ],
  }
}

function alphaItem(picture: HeifPicture, alpha: CodedItem): Item {
  const urn = picture.codec === 'av1' ? ALPHA_URNS[0] : ALPHA_URNS[1]
  return {
    id: ALPHA,
    type: alpha.itemType,
    payload: alpha.payload,
    infeTail: [0],
    properties: [
      ...codedProperties(alpha),
      plain(fullBox('auxC', 0, 0, text(urn), [0])),
      ...transformations(picture, alpha),
    ],
  }
}

/** Exif and XMP as items (ISO/IEC 23008-12 annex A); Exif's payload begins with the offset of its header. */
function metadataItems({ exif, xmp }: HeifPicture): Item[] {
  const items: Item[] = []
  if (exif) {
    const payload = concat([Uint8Array.from(u32(0)), exif])
    items.push({ id: EXIF, type: 'Exif', payload, infeTail: [0], properties: [] })
  }
  if (xmp) {
    const infeTail = [0, ...text('application/rdf+xml'), 0]
    items.push({ id: XMP, type: 'mime', payload: xmp, infeTail, properties: [] })
  }
  return items
}

function referencesOf({ alpha, exif, xmp }: HeifPicture): Reference[] {
  return [
    ...(alpha ? [{ type: 'auxl', from: ALPHA, to: PRIMARY }] : []),
    ...(alpha?.premultiplied ? [{ type: 'prem', from: PRIMARY, to: ALPHA }] : []),
    ...(exif ? [{ type: 'cdsc', from: EXIF, to: PRIMARY }] : []),
    ...(xmp ? [{ type: 'cdsc', from: XMP, to: PRIMARY }] : []),
  ]
}
