import { be, concat, damaged, holds, nonEmpty, type Size } from './bytes'
import { type Box, topWalker } from './bmff'
import { Cover } from './cover'
import type { Section, SectionKind } from './section'
import { walked } from './walk'

const CODESTREAM = [0xff, 0x0a]
const CONTAINER = [0, 0, 0, 12, 0x4a, 0x58, 0x4c, 0x20, 0x0d, 0x0a, 0x87, 0x0a]

const KINDS: Record<string, SectionKind> = {
  jxlc: 'picture',
  jxlp: 'picture',
  Exif: 'metadata',
  'xml ': 'metadata',
  jumb: 'metadata',
  brob: 'metadata',
  jbrd: 'metadata',
}

/** Whether `bytes` begin as a JPEG XL codestream or container. */
export const isJxl = (bytes: Uint8Array): boolean => holds(bytes, CODESTREAM) || isContainer(bytes)

const isContainer = (bytes: Uint8Array): boolean => holds(bytes, CONTAINER)

/** The walk over the boxes of a container. */
export const walkJxl = topWalker('JPEG XL')

/** The boxes of a container. */
export const jxlBoxes = (bytes: Uint8Array): readonly Box[] => walked(bytes, walkJxl)

/** Where a box's part of the codestream begins: `jxlp` has a 4-byte index first. */
const codestreamStart = ({ type, bodyStart }: Box): number => bodyStart + (type === 'jxlp' ? 4 : 0)

/** The sections of a JPEG XL file: a bare codestream, or the boxes of ISO/IEC 18181-2. */
export function inspectJxl(bytes: Uint8Array): Section[] {
  const cover = new Cover('JPEG XL', bytes.length)
  if (!isContainer(bytes)) {
    if (!holds(bytes, CODESTREAM)) throw damaged('JPEG XL', 'does not begin with FF 0A')
    cover.to('container', 'signature', CODESTREAM.length)
    cover.to('picture', 'codestream', bytes.length)
    return cover.done()
  }
  for (const box of jxlBoxes(bytes)) {
    const kind = KINDS[box.type] ?? 'container'
    const body = kind === 'picture' ? codestreamStart(box) : box.bodyStart
    cover.to('container', `${box.type.trim()} box header`, body)
    cover.to(kind, kind === 'picture' ? 'codestream' : `${box.type.trim()} box`, box.end)
  }
  return cover.done()
}

/** The boxes that hold the codestream, in the file's order. */
function codestreamBoxes(bytes: Uint8Array): Box[] {
  const parts = jxlBoxes(bytes).filter(({ type }) => type === 'jxlc' || type === 'jxlp')
  if (parts.length === 0) throw damaged('JPEG XL', 'has no codestream')
  return parts
}

/** The codestream in one piece. */
function codestream(bytes: Uint8Array): Uint8Array {
  if (!isContainer(bytes)) return bytes
  const parts = codestreamBoxes(bytes).map((box) => bytes.subarray(codestreamStart(box), box.end))
  return parts.length === 1 ? parts[0]! : concat(parts)
}

/** Reads bits, least significant first, as JPEG XL's headers are written. */
export class LowBitReader {
  readonly #bytes: Uint8Array
  #bit: number
  constructor(bytes: Uint8Array, bit: number) {
    this.#bytes = bytes
    this.#bit = bit
  }

  /** Of the next bit, from the first byte's lowest on. */
  get position(): number {
    return this.#bit
  }

  u(count: number): number {
    if (this.#bit + count > this.#bytes.length * 8) throw damaged('JPEG XL', 'header cut off')
    let value = 0
    for (let i = 0; i < count; i++, this.#bit++) {
      value += ((this.#bytes[Math.floor(this.#bit / 8)]! >> (this.#bit & 7)) & 1) * 2 ** i
    }
    return value
  }

  side(): number {
    return this.u([9, 13, 18, 30][this.u(2)]!) + 1
  }
}

/** Width to height, by the code point of SizeHeader's ratio (ISO/IEC 18181-1 annex D). */
const RATIOS = [
  [1, 1],
  [12, 10],
  [4, 3],
  [3, 2],
  [16, 9],
  [5, 4],
  [2, 1],
] as const

/** The size in SizeHeader, and a reader of what comes next (ISO/IEC 18181-1 annex D). */
export function jxlHeader(bytes: Uint8Array): { size: Size; reader: LowBitReader } {
  const at = isContainer(bytes) ? codestreamStart(codestreamBoxes(bytes)[0]!) : 0
  if (!holds(bytes, CODESTREAM, at)) throw damaged('JPEG XL', 'codestream begins without FF 0A')
  const reader = new LowBitReader(bytes, 8 * (at + CODESTREAM.length))
  return { size: nonEmpty('JPEG XL', sizeHeader(reader)), reader }
}

/** A reader of the codestream from behind its SizeHeader on. */
export function jxlReader(bytes: Uint8Array): LowBitReader {
  return jxlHeader(codestream(bytes)).reader
}

/**
 * The size of the picture that decoders give: turned, where ImageMetadata begins with an orientation
 * (annex D.3) that swaps the sides.
 */
export function jxlSize(bytes: Uint8Array): Size {
  const { size, reader } = jxlHeader(bytes)
  const [allDefault, extraFields] = [reader.u(1), reader.u(1)]
  const swaps = allDefault === 0 && extraFields === 1 && reader.u(3) >= 4
  return swaps ? { width: size.height, height: size.width } : size
}

/** SizeHeader. */
export function sizeHeader(reader: LowBitReader): Size {
  const small = reader.u(1) === 1
  const side = (): number => (small ? 8 * (reader.u(5) + 1) : reader.side())
  const height = side()
  const ratio = RATIOS[reader.u(3) - 1]
  const width = ratio ? Math.floor((height * ratio[0]) / ratio[1]) : side()
  return { width, height }
}

/**
 * Checks what can be seen without decoding: ERR_DECODE for boxes that pass the end, a codestream
 * that is missing, in parts out of order or without its last one, or has no size. libjxl sees every
 * damage inside the codestream itself.
 */
export function verifyJxl(bytes: Uint8Array): void {
  jxlSize(bytes)
  if (!isContainer(bytes)) return
  const parts = codestreamBoxes(bytes)
  if (parts[0]!.type === 'jxlc') {
    if (parts.length > 1) throw damaged('JPEG XL', 'has more than one codestream')
    return
  }
  for (const [i, { type, bodyStart, end }] of parts.entries()) {
    const last = i === parts.length - 1
    const index = i + (last ? 2 ** 31 : 0)
    if (type !== 'jxlp' || end - bodyStart < 4 || be(bytes, bodyStart, 4) !== index) {
      throw damaged('JPEG XL', `part ${i} of its codestream is missing`)
    }
  }
}
