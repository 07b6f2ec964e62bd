import { CodecError } from '../../errors'
import { damaged, holds } from '../bytes'
import { ue7, Ue7Reader } from './ue7'

/** Colour spaces in the order of BPG's code points; `ycbcr` is BT.601, `ycbcr2020` non-constant luminance. */
const BPG_COLOR_SPACES = ['ycbcr', 'rgb', 'ycgco', 'ycbcr709', 'ycbcr2020'] as const
export type BpgColorSpace = (typeof BPG_COLOR_SPACES)[number]

type BpgChroma = '400' | '420' | '422' | '444'
/** Where a subsampled chroma sample sits: amid its luma samples (JPEG) or on the left ones (MPEG-2). */
export type BpgSiting = 'centre' | 'left'
type BpgAlpha = 'none' | 'straight' | 'premultiplied'

/** pixel_format code points. */
const PIXEL_FORMATS: readonly { chroma: BpgChroma; siting: BpgSiting }[] = [
  { chroma: '400', siting: 'centre' },
  { chroma: '420', siting: 'centre' },
  { chroma: '422', siting: 'centre' },
  { chroma: '444', siting: 'centre' },
  { chroma: '420', siting: 'left' },
  { chroma: '422', siting: 'left' },
]

/** What the fixed part of a BPG file says about the picture (BPG 0.9.5 section 3). */
export interface BpgHeader {
  /** True size in pixels, 1 to 2^32 - 1; the coded picture is padded up to whole coding blocks. */
  width: number
  height: number
  chroma: BpgChroma
  /** Means something for 4:2:0 and 4:2:2 only. */
  siting: BpgSiting
  /** 8 to 14. */
  bitDepth: number
  /** `rgb`: G, B, R in the planes Y, Cb, Cr. `ycbcr` for gray. */
  colorSpace: BpgColorSpace
  limitedRange: boolean
  alpha: BpgAlpha
  animation: boolean
}

const MAGIC = [0x42, 0x50, 0x47, 0xfb]
/** "268 million": the library's default for `maxPixels`. */
export const DEFAULT_MAX_PIXELS = 2 ** 28

export function isBpg(bytes: Uint8Array): boolean {
  return holds(bytes, MAGIC)
}

/** Magic, formats and size; `pictureDataLength` and `extensionLength` in bytes. */
export function headerBytes(
  header: BpgHeader,
  pictureDataLength: number,
  extensionLength: number,
): number[] {
  const { chroma, siting, alpha } = header
  const format = PIXEL_FORMATS.findIndex(
    (f) => f.chroma === chroma && (f.siting === siting || chroma === '400' || chroma === '444'),
  )
  const alpha1 = alpha === 'none' ? 0 : 0x10
  const alpha2 = alpha === 'premultiplied' ? 4 : 0
  const flags =
    (extensionLength > 0 ? 8 : 0) |
    alpha2 |
    (header.limitedRange ? 2 : 0) |
    (header.animation ? 1 : 0)
  return [
    ...MAGIC,
    (format << 5) | alpha1 | (header.bitDepth - 8),
    (BPG_COLOR_SPACES.indexOf(header.colorSpace) << 4) | flags,
    ...ue7(header.width),
    ...ue7(header.height),
    ...ue7(pictureDataLength),
    ...(extensionLength > 0 ? ue7(extensionLength) : []),
  ]
}

/** The header and where its parts lie: extensions, then picture data, both as byte offsets. */
export interface BpgLayout {
  header: BpgHeader
  extensionsStart: number
  pictureStart: number
  pictureEnd: number
}

/**
 * Reads the fixed header and checks that the parts that it announces are there.
 * @throws CodecError `ERR_DECODE` for anything that the format forbids or that is cut off
 */
export function readLayout(bytes: Uint8Array): BpgLayout {
  if (!isBpg(bytes)) throw damaged('BPG', 'the file does not start with its magic')
  const reader = new Ue7Reader(bytes, MAGIC.length)
  const formats = reader.byte()
  const flags = reader.byte()
  const header: BpgHeader = {
    ...readFormats(formats, flags),
    width: reader.ue7('picture_width'),
    height: reader.ue7('picture_height'),
  }
  if (header.width === 0 || header.height === 0) {
    throw damaged('BPG', 'the picture is 0 pixels wide or high')
  }
  const dataLength = reader.ue7('picture_data_length')
  const extensionLength = (flags & 8) !== 0 ? reader.ue7('extension_data_length') : 0
  const extensionsStart = reader.position
  reader.take(extensionLength, 'extension_data')
  const pictureStart = reader.position
  reader.take(dataLength, 'picture data')
  const pictureEnd = dataLength === 0 ? bytes.length : reader.position
  return { header, extensionsStart, pictureStart, pictureEnd }
}

/**
 * What the header says. CodecError `ERR_DECODE` where it is damaged, `ERR_LIMIT` above `maxPixels`.
 */
export function bpgHeader(bytes: Uint8Array, maxPixels = DEFAULT_MAX_PIXELS): BpgHeader {
  const { header } = readLayout(bytes)
  checkPixels(header, maxPixels)
  return header
}

export function checkPixels({ width, height }: BpgHeader, maxPixels: number): void {
  if (width * height > maxPixels) {
    throw new CodecError(
      'ERR_LIMIT',
      `BPG: the picture is ${width}x${height}, maxPixels is ${maxPixels}`,
    )
  }
}

function readFormats(formats: number, flags: number): Omit<BpgHeader, 'width' | 'height'> {
  const pixelFormat = PIXEL_FORMATS[formats >> 5]
  const bitDepth = 8 + (formats & 15)
  const colorSpace = BPG_COLOR_SPACES[flags >> 4]
  if (!pixelFormat) throw damaged('BPG', `pixel_format ${formats >> 5} is reserved`)
  if (!colorSpace) throw damaged('BPG', `color_space ${flags >> 4} is reserved`)
  if (bitDepth > 14) {
    throw damaged('BPG', `bit depth is ${bitDepth}, expected 8 to 14`)
  }
  if (pixelFormat.chroma === '400' && colorSpace !== 'ycbcr') {
    throw damaged('BPG', `a gray picture cannot have color space ${colorSpace}`)
  }
  return {
    ...pixelFormat,
    bitDepth,
    colorSpace,
    alpha: readAlpha((formats & 0x10) !== 0, (flags & 4) !== 0),
    limitedRange: (flags & 2) !== 0,
    animation: (flags & 1) !== 0,
  }
}

/** alpha1_flag and alpha2_flag together. (0, 1): the fourth plane is W = 1 - K of CMYK. */
function readAlpha(alpha1: boolean, alpha2: boolean): BpgAlpha {
  if (!alpha1 && alpha2) throw damaged('BPG', 'CMYK is not supported')
  if (!alpha1) return 'none'
  return alpha2 ? 'premultiplied' : 'straight'
}
