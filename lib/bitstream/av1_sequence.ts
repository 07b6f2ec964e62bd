import { BitReader } from './bits'
import { damaged, nonEmpty, type Size } from './bytes'

/** What an AV1 sequence header says about the picture (AV1 5.5.1). */
export interface Av1Sequence extends Size {
  /** seq_profile: 0 Main, 1 High (4:4:4), 2 Professional (4:2:2, 12 bit). */
  profile: number
  /** seq_level_idx of the first operating point. */
  level: number
  tier: number
  stillPicture: boolean
  reducedStillPictureHeader: boolean
  bitDepth: 8 | 10 | 12
  monochrome: boolean
  subsampling: '4:0:0' | '4:2:0' | '4:2:2' | '4:4:4'
  /** 0 unknown, 1 left ("vertical"), 2 top left ("colocated"). */
  chromaSamplePosition: number
  colour: { primaries: number; transfer: number; matrix: number; fullRange: boolean }
}

/** uvlc() of AV1 4.10.3, whose value is not needed. */
function skipUvlc(reader: BitReader): void {
  let zeros = 0
  while (!reader.flag()) zeros++
  if (zeros < 32) reader.skip(zeros)
}

/** Timing, decoder model and operating points: only level and tier of the first are kept. */
function operatingPoints(reader: BitReader): { level: number; tier: number } {
  let delayBits = 0
  if (reader.flag()) {
    reader.skip(64)
    if (reader.flag()) skipUvlc(reader)
    if (reader.flag()) {
      delayBits = reader.u(5) + 1
      reader.skip(32 + 5 + 5)
    }
  }
  const initialDelay = reader.flag()
  const count = reader.u(5) + 1
  const points = []
  for (let i = 0; i < count; i++) {
    reader.skip(12)
    const level = reader.u(5)
    points.push({ level, tier: level > 7 ? reader.u(1) : 0 })
    if (delayBits > 0 && reader.flag()) reader.skip(2 * delayBits + 1)
    if (initialDelay && reader.flag()) reader.skip(4)
  }
  return points[0]!
}

/** The coding tools that a reduced still picture header leaves out. */
function skipTools(reader: BitReader): void {
  reader.skip(4)
  const orderHint = reader.flag()
  if (orderHint) reader.skip(2)
  const screenContent = reader.flag() ? 2 : reader.u(1)
  if (screenContent > 0 && !reader.flag()) reader.skip(1)
  if (orderHint) reader.skip(3)
}

type Colour = Pick<
  Av1Sequence,
  'bitDepth' | 'monochrome' | 'subsampling' | 'chromaSamplePosition' | 'colour'
>

/** sRGB in BT.709 primaries, coded as GBR: 4:4:4, full range, and no bits for either (AV1 5.5.2). */
const isRgb = (primaries: number, transfer: number, matrix: number): boolean =>
  primaries === 1 && transfer === 13 && matrix === 0

/** AV1 5.5.2, color_config(). */
function colourConfig(reader: BitReader, profile: number): Colour {
  const highDepth = reader.flag()
  const bitDepth = !highDepth ? 8 : profile === 2 && reader.flag() ? 12 : 10
  const monochrome = profile !== 1 && reader.flag()
  const [primaries, transfer, matrix] = reader.flag()
    ? [reader.u(8), reader.u(8), reader.u(8)]
    : [2, 2, 2]
  if (!monochrome && isRgb(primaries, transfer, matrix)) {
    const colour = { primaries, transfer, matrix, fullRange: true }
    return { bitDepth, monochrome, subsampling: '4:4:4', chromaSamplePosition: 0, colour }
  }
  const colour = { primaries, transfer, matrix, fullRange: reader.flag() }
  if (monochrome) {
    return { bitDepth, monochrome, subsampling: '4:0:0', chromaSamplePosition: 0, colour }
  }
  const subsampling = chroma(reader, profile, bitDepth)
  const chromaSamplePosition = subsampling === '4:2:0' ? reader.u(2) : 0
  return { bitDepth, monochrome, subsampling, chromaSamplePosition, colour }
}

function chroma(reader: BitReader, profile: number, bitDepth: number): '4:2:0' | '4:2:2' | '4:4:4' {
  if (profile === 0) return '4:2:0'
  if (profile === 1) return '4:4:4'
  if (bitDepth !== 12) return '4:2:2'
  if (!reader.flag()) return '4:4:4'
  return reader.flag() ? '4:2:0' : '4:2:2'
}

/** Reads the payload of a sequence header OBU. ERR_DECODE if it ends early or cannot be. */
export function parseAv1Sequence(payload: Uint8Array): Av1Sequence {
  const reader = new BitReader(payload, 'AV1 sequence header')
  const profile = reader.u(3)
  if (profile > 2) throw damaged('AV1 sequence header', `seq_profile is ${profile}`)
  const stillPicture = reader.flag()
  const reduced = reader.flag()
  const point = reduced ? { level: reader.u(5), tier: 0 } : operatingPoints(reader)
  const widthBits = reader.u(4) + 1
  const heightBits = reader.u(4) + 1
  const width = reader.u(widthBits) + 1
  const height = reader.u(heightBits) + 1
  if (!reduced && reader.flag()) reader.skip(4 + 3)
  reader.skip(3)
  if (!reduced) skipTools(reader)
  reader.skip(3)
  const colour = colourConfig(reader, profile)
  const still = { stillPicture, reducedStillPictureHeader: reduced }
  return nonEmpty('AV1 sequence header', { width, height, profile, ...point, ...still, ...colour })
}
