import { CodecError } from '../../errors'
import { concat } from '../bytes'
import { SPS } from '../nal/hevc'
import {
  hevcUnit,
  isPictureData,
  isSlice,
  startsPicture,
  withLayer,
  type HevcUnit,
} from '../nal/hevc_nal'
import { parseSps, type HevcSps } from '../nal/hevc_sps'
import { nals } from '../nal/units'
import { extensionBytes, isMetadata, listExtensions, type BpgExtensions } from './extensions'
import { headerBytes, readLayout, type BpgHeader } from './header'
import { hevcHeaderBytes, unfitTools } from './hevc_header'
import { alphaHeader, CHROMA_FORMAT_IDC, codedSize, type StreamHeader } from './parameter_sets'
import { ue7 } from './ue7'

/** A still picture to be stored: its true size and formats, and its coded planes. */
export interface BpgPicture extends Omit<BpgHeader, 'animation'> {
  /** Annex B stream of one IDR picture, padded to whole coding blocks from `width` x `height`. */
  hevc: Uint8Array
  /** The alpha plane: gray, full range, same depth and coding blocks. There unless `alpha` is 'none'. */
  alphaHevc?: Uint8Array
  extensions?: BpgExtensions
}

const ALPHA_LAYER = 1
const START_CODE = Uint8Array.of(0, 0, 1)

/**
 * A BPG file (specification 0.9.5) of HEVC streams as x265 writes them with `keyint=1`: the VPS and
 * SPS become a header of a few bytes, the rest is kept with 3-byte start codes.
 * @throws RangeError or TypeError for a size or alpha that does not fit, CodecError `ERR_ENCODE`
 *   for a stream that BPG cannot hold (other formats than told, scaling lists, several pictures, a
 *   coded size that is not the true size rounded up to coding blocks)
 */
export function writeBpg(picture: BpgPicture): Uint8Array {
  checkPicture(picture)
  const { hevc, alphaHevc, extensions, ...rest } = picture
  const header: BpgHeader = { ...rest, animation: false }
  const colour = splitStream(hevc, header)
  const alpha = alphaHevc && splitStream(alphaHevc, alphaHeader(header))
  if (alpha && log2Ctb(alpha.sps) !== log2Ctb(colour.sps)) {
    throw unfit('the alpha stream has coding tree blocks of another size than the colour stream')
  }
  const units = [
    ...(alpha ? alpha.units.map((unit) => withLayer(unit, ALPHA_LAYER)) : []),
    ...colour.units.map((unit) => withLayer(unit, 0)),
  ]
  const data = concat([
    // libbpg reads the alpha stream's header first.
    Uint8Array.from(alpha ? hevcHeaderBytes(alpha.sps.tools) : []),
    Uint8Array.from(hevcHeaderBytes(colour.sps.tools)),
    ...units.flatMap((unit, i) => (i === 0 ? [unit] : [START_CODE, unit])),
  ])
  const metadata = extensionBytes(extensions ?? {})
  return concat([
    Uint8Array.from(headerBytes(header, data.length, metadata.length)),
    metadata,
    data,
  ])
}

/**
 * The file with other metadata; extensions of other kinds (thumbnail, animation control) stay.
 * @throws CodecError `ERR_DECODE` where it is damaged
 */
export function replaceExtensions(bytes: Uint8Array, extensions: BpgExtensions): Uint8Array {
  const { header, extensionsStart, pictureStart, pictureEnd } = readLayout(bytes)
  const others = listExtensions(bytes, extensionsStart, pictureStart)
    .filter((extension) => !isMetadata(extension))
    .flatMap(({ tag, start, end }) => [
      Uint8Array.from([...ue7(tag), ...ue7(end - start)]),
      bytes.subarray(start, end),
    ])
  const data = concat([extensionBytes(extensions), ...others])
  const head = headerBytes(header, pictureEnd - pictureStart, data.length)
  return concat([Uint8Array.from(head), data, bytes.subarray(pictureStart)])
}

const unfit = (what: string): CodecError => new CodecError('ERR_ENCODE', `BPG: ${what}`)

const log2Ctb = ({ tools }: HevcSps): number => tools.log2MinCb + tools.log2DiffMaxMinCb

function checkPicture({
  width,
  height,
  bitDepth,
  chroma,
  colorSpace,
  alpha,
  alphaHevc,
}: BpgPicture) {
  for (const [name, value] of Object.entries({ width, height })) {
    if (!Number.isInteger(value) || value < 1 || value >= 2 ** 32) {
      throw new RangeError(`${name} is ${value}, expected an integer of 1 to 4294967295`)
    }
  }
  if (!Number.isInteger(bitDepth) || bitDepth < 8 || bitDepth > 14) {
    throw new RangeError(`bitDepth is ${bitDepth}, expected an integer of 8 to 14`)
  }
  if (chroma === '400' && colorSpace !== 'ycbcr') {
    throw new TypeError(`colorSpace is ${colorSpace}, expected ycbcr for a gray picture`)
  }
  if ((alpha !== 'none') !== (alphaHevc !== undefined)) {
    throw new TypeError(
      `alpha is ${alpha}, alphaHevc is ${alphaHevc ? 'given' : 'missing'}: expected both or neither`,
    )
  }
}

/** The SPS, and the units that BPG keeps: PPS, SEI, slices. */
function splitStream(
  stream: Uint8Array,
  header: StreamHeader,
): { sps: HevcSps; units: HevcUnit[] } {
  const all = nals(stream, 'HEVC').map((nal) => hevcUnit(stream, nal))
  const parameterSets = all.filter(({ type }) => type === SPS)
  const [spsUnit] = parameterSets
  if (!spsUnit || parameterSets.length > 1) {
    throw unfit(`the HEVC stream has ${parameterSets.length} sequence parameter sets, expected 1`)
  }
  const sps = parseSps(spsUnit.bytes)
  checkSps(sps, header)
  checkSlices(all.filter(isSlice))
  return { sps, units: all.filter(isPictureData) }
}

/** What a BPG decoder assumes of an SPS (BPG 0.9.5 section 3.2) must be so. */
function checkSps(sps: HevcSps, header: StreamHeader): void {
  if (sps.chromaFormatIdc !== CHROMA_FORMAT_IDC[header.chroma]) {
    throw unfit(
      `the HEVC stream has chroma_format_idc ${sps.chromaFormatIdc}, not ${header.chroma}`,
    )
  }
  if (sps.bitDepthLuma !== header.bitDepth || sps.bitDepthChroma !== header.bitDepth) {
    throw unfit(`the HEVC stream has ${sps.bitDepthLuma} bits, expected ${header.bitDepth}`)
  }
  const { codedWidth, codedHeight } = codedSize(header, sps.tools)
  if (sps.codedWidth !== codedWidth || sps.codedHeight !== codedHeight) {
    throw unfit(
      `${header.width}x${header.height} needs a coded size of ${codedWidth}x${codedHeight}, ` +
        `the HEVC stream has ${sps.codedWidth}x${sps.codedHeight}`,
    )
  }
  if (sps.scalingLists) throw unfit('the HEVC stream has scaling lists')
  if (sps.separateColourPlanes) throw unfit('the HEVC stream has separate colour planes')
  const reason = unfitTools(sps.tools, header.bitDepth)
  if (reason) throw unfit(`the HEVC stream has ${reason}`)
}

function checkSlices(slices: readonly HevcUnit[]): void {
  const IDR = [19, 20]
  const pictures = slices.filter(startsPicture).length
  if (pictures !== 1) throw unfit(`the HEVC stream has ${pictures} pictures, expected 1`)
  // Other slices have fields (picture order count) whose length is in the SPS that is dropped.
  if (!slices.every(({ type }) => IDR.includes(type))) {
    throw unfit('the HEVC stream is not an IDR picture')
  }
}
