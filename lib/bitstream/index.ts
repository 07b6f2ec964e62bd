import { CodecError } from '../errors'
import { h264Size, hevcSize, inspectH264, inspectHevc, verifyH264, verifyHevc } from './nal/annexb'
import { bpgSize, inspectBpg, isBpg, verifyBpg } from './bpg'
import { holds, type Size } from './bytes'
import { heifSize, inspectHeif, isHeif, verifyHeif } from './heif'
import { inspectIvf, ivfSize, verifyIvf } from './ivf'
import { inspectJp2, isJpeg2000, jp2Size, verifyJp2 } from './jp2'
import { inspectJpeg, jpegSize, verifyJpeg } from './jpeg'
import { inspectJxl, isJxl, jxlSize, verifyJxl } from './jxl'
import { inspectObu, obuSize, verifyObu } from './obu'
import { inspectPng, isPng, pngSize, verifyPng } from './png'
import { inspectQoi, qoiSize, verifyQoi } from './qoi'
import { inspectTiff, isTiff, tiffSize, verifyTiff } from './tiff'
import { inspectWebp, isWebp, verifyWebp, webpSize } from './riff'
import type { Section, SectionKind } from './section'

/** What is known about one kind of stream: pure functions over its bytes. */
export interface StreamKind {
  name: string
  /** By the first bytes only. */
  matches(bytes: Uint8Array): boolean
  /** Every byte exactly once, in order; ERR_DECODE where the structure is damaged. */
  inspect(bytes: Uint8Array): Section[]
  /** The picture's size, from the headers. ERR_DECODE where they are damaged. */
  size(bytes: Uint8Array): Size
  /** ERR_DECODE if the bytes cannot be one whole picture, as far as the format shows it. */
  verify(bytes: Uint8Array): void
}

/** Where the NAL unit header is, behind a start code of 3 or 4 bytes; -1 if there is none. */
const firstNal = (bytes: Uint8Array): number =>
  holds(bytes, [0, 0, 1]) ? 3 : holds(bytes, [0, 0, 0, 1]) ? 4 : -1

/** VPS to suffix SEI of layer 0; the only H.264 unit that looks so is an SEI with a forbidden nal_ref_idc. */
function isHevc(bytes: Uint8Array): boolean {
  const at = firstNal(bytes)
  const type = bytes[at]! >> 1
  return at > 0 && !(bytes[at]! & 1) && type >= 32 && type <= 40 && bytes[at + 1] === 1
}

function isH264(bytes: Uint8Array): boolean {
  const at = firstNal(bytes)
  return at > 0 && !isHevc(bytes) && [1, 5, 6, 7, 8, 9].includes(bytes[at]! & 0x9f)
}

/** A temporal delimiter of size 0, or a sequence header with its size. */
const isObu = (bytes: Uint8Array): boolean => holds(bytes, [0x12, 0]) || holds(bytes, [0x0a])

/** All kinds, in the order in which `matches` is asked; a new format is one row. */
export const streamKinds: readonly StreamKind[] = [
  {
    name: 'png',
    matches: isPng,
    inspect: inspectPng,
    size: pngSize,
    verify: verifyPng,
  },
  {
    name: 'jpeg',
    matches: (bytes) => holds(bytes, [0xff, 0xd8, 0xff]),
    inspect: inspectJpeg,
    size: jpegSize,
    verify: verifyJpeg,
  },
  {
    name: 'webp',
    matches: isWebp,
    inspect: inspectWebp,
    size: webpSize,
    verify: verifyWebp,
  },
  {
    name: 'jpeg2000',
    matches: isJpeg2000,
    inspect: inspectJp2,
    size: jp2Size,
    verify: verifyJp2,
  },
  {
    name: 'jxl',
    matches: isJxl,
    inspect: inspectJxl,
    size: jxlSize,
    verify: verifyJxl,
  },
  {
    name: 'qoi',
    matches: (bytes) => holds(bytes, 'qoif'),
    inspect: inspectQoi,
    size: qoiSize,
    verify: verifyQoi,
  },
  {
    name: 'bpg',
    matches: isBpg,
    inspect: inspectBpg,
    size: bpgSize,
    verify: verifyBpg,
  },
  {
    name: 'heif',
    matches: isHeif,
    inspect: inspectHeif,
    size: heifSize,
    verify: verifyHeif,
  },
  {
    name: 'tiff',
    matches: isTiff,
    inspect: inspectTiff,
    size: tiffSize,
    verify: verifyTiff,
  },
  {
    name: 'ivf',
    matches: (bytes) => holds(bytes, 'DKIF'),
    inspect: inspectIvf,
    size: ivfSize,
    verify: verifyIvf,
  },
  {
    name: 'hevc',
    matches: isHevc,
    inspect: inspectHevc,
    size: hevcSize,
    verify: verifyHevc,
  },
  {
    name: 'h264',
    matches: isH264,
    inspect: inspectH264,
    size: h264Size,
    verify: verifyH264,
  },
  {
    name: 'obu',
    matches: isObu,
    inspect: inspectObu,
    size: obuSize,
    verify: verifyObu,
  },
]

/** The kind of stream that `bytes` begin as, or undefined. */
export const identify = (bytes: Uint8Array): StreamKind | undefined =>
  streamKinds.find(({ matches }) => matches(bytes))

/** Where each byte of a stream goes. */
export interface Inspection {
  /** `h264`, `hevc`, `obu`, `ivf`, `webp`, `jpeg`, `jpeg2000`, `png`, `qoi`, `jxl`, `bpg`, `heif`. */
  format: string
  /** In pixels: the true size where the coded picture is padded. */
  width: number
  height: number
  /** All of them: the sum of the sections' lengths. */
  bytes: number
  /** In order, without gap or overlap. */
  sections: Section[]
  /** Bytes of each kind of section. */
  totals: Record<SectionKind, number>
}

/**
 * Tells where each byte of a coded picture goes, by the format's own structure (nothing is decoded).
 * TypeError unless it gets a Uint8Array; CodecError `ERR_DECODE` for a format that is not known, or
 * damaged so that its parts cannot be told apart.
 */
export function inspect(bytes: Uint8Array): Inspection {
  if (!(bytes instanceof Uint8Array)) {
    throw new TypeError(`inspect: bytes is ${typeof bytes}, expected a Uint8Array`)
  }
  const kind = identify(bytes)
  if (!kind) {
    const start = Buffer.from(bytes.subarray(0, 8)).toString('hex')
    throw new CodecError('ERR_DECODE', `no known format begins with ${start || 'no bytes at all'}`)
  }
  const sections = kind.inspect(bytes)
  const totals = { container: 0, header: 0, sei: 0, metadata: 0, picture: 0 }
  for (const section of sections) totals[section.kind] += section.length
  const { width, height } = kind.size(bytes)
  return { format: kind.name, width, height, bytes: bytes.length, sections, totals }
}
