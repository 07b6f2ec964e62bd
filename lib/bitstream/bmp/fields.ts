import { damaged } from '../bytes'
import type { Walk } from '../walk'
import { ALPHA_BIT_FIELDS, BIT_FIELDS, type BmpHeader, eachStretch } from './header'

// Pixels whose channels lie anywhere in words of 16 or 32 bits.

type Fields = Pick<BmpHeader, 'bits' | 'compression' | 'masks'>

export const hasFields = ({ compression }: Fields): boolean =>
  compression === BIT_FIELDS || compression === ALPHA_BIT_FIELDS

/** 24-bit pixels that say that they have fields have those of plain ones. */
const OF_24_BITS = 'ff0000,ff00,ff'

const named = (masks: readonly number[]): string => masks.map((mask) => mask.toString(16)).join()

/** Whether its bits lie side by side. */
function isRun(mask: number): boolean {
  const low = mask & -mask
  return ((mask + low) & mask) === 0
}

/**
 * ERR_DECODE for fields that readers understand in different ways: with gaps, none at all, or of pixels
 * that have none.
 */
export function checkFields({ bits, compression, masks }: Fields): void {
  if (!hasFields({ bits, compression, masks })) return
  const colours = masks.slice(0, 3)
  if (bits === 24 && named(colours) === OF_24_BITS) return
  if (bits !== 16 && bits !== 32) {
    throw damaged('BMP', `bit fields of ${bits}-bit pixels are not supported`)
  }
  if (colours.every((mask) => mask === 0)) throw damaged('BMP', 'none of its bit fields has a bit')
  const broken = masks.find((mask) => !isRun(mask))
  if (broken !== undefined) {
    throw damaged('BMP', `its bit field ${broken.toString(16)} has gaps`)
  }
}

/** Fields that libavcodec reads, as masks of red, green and blue. */
const KNOWN: Readonly<Record<number, readonly string[]>> = {
  16: ['f800,7e0,1f', '7c00,3e0,1f', 'f00,f0,f'],
  24: [OF_24_BITS],
  32: ['ff000000,ff0000,ff00', 'ff0000,ff00,ff', 'ff,ff00,ff0000'],
}

/** Whether libavcodec reads fields; alpha only where it takes what the colours leave. */
export function isKnown({ bits, masks }: Fields): boolean {
  const [red, green, blue, alpha] = masks as [number, number, number, number]
  const rest = bits === 32 ? ~(red | green | blue) >>> 0 : 0
  return (alpha === 0 || alpha === rest) && KNOWN[bits]!.includes(named([red, green, blue]))
}

/** Up to so many bits of a field a table has all codes. */
const MOST_IN_TABLE = 16

/** The code of one field, scaled to 8 bits; one field without bits is `empty`: black, or opaque. */
function fieldReader(mask: number, empty: number): (pixel: number) => number {
  if (mask === 0) return () => empty
  const shift = 31 - Math.clz32(mask & -mask)
  const max = mask >>> shift
  const scaled = (code: number): number => Math.round((code * 255) / max)
  if (max >= 2 ** MOST_IN_TABLE) return (pixel) => scaled((pixel & mask) >>> shift)
  const table = Uint8Array.from({ length: max + 1 }, (_, code) => scaled(code))
  return (pixel) => table[(pixel & mask) >>> shift]!
}

/** The rows as blue, green, red and alpha of 8 bits each. */
export function* fourBytes(bytes: Uint8Array, header: BmpHeader): Walk<Uint8Array> {
  const { width, rows, bits } = header
  const size = bits / 8
  const whole = bits === 16 ? 0xffff : 0xffffffff
  const readers = header.masks.map((mask, i) =>
    fieldReader((mask & whole) >>> 0, i === 3 ? 255 : 0),
  )
  const [red, green, blue, alpha] = readers as [Reader, Reader, Reader, Reader]
  const pixels = new Uint8Array(4 * width * rows)
  const source = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  yield* eachStretch(header, (start, row, from, to) => {
    for (let x = from, at = 4 * (width * row + from); x < to; x++, at += 4) {
      const word = start + size * x
      const pixel = size === 2 ? source.getUint16(word, true) : source.getUint32(word, true)
      pixels[at] = blue(pixel)
      pixels[at + 1] = green(pixel)
      pixels[at + 2] = red(pixel)
      pixels[at + 3] = alpha(pixel)
    }
  })
  return pixels
}

type Reader = (pixel: number) => number
