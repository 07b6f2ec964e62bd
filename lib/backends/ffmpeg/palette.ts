import type { CodedSamples } from '../../codecs/coded_samples'

/** 256 colours of four bytes, B G R A, behind the indices of a raw `pal8` frame. */
const COLOURS = 256

/** Whether a colour that is not opaque occurs: one pass, whatever the palette says. */
function hasTransparent(indices: Uint8Array, colours: readonly (readonly number[])[]): boolean {
  const clear = Uint8Array.from(colours, ([, , , alpha]) => (alpha! < 255 ? 1 : 0))
  if (!clear.includes(1)) return false
  for (const index of indices) if (clear[index] === 1) return true
  return false
}

/**
 * A raw `pal8` frame as gray samples that stand for colours. libavcodec's reader of raw video takes
 * the room of the palette for padding: rows of a width that is no multiple of four come out shifted.
 */
export function indicesOf(
  raw: Uint8Array,
  pixels: number,
): { bytes: Uint8Array; palette: NonNullable<CodedSamples['palette']> } {
  const bytes = raw.subarray(0, pixels)
  const colours = raw.subarray(pixels, pixels + 4 * COLOURS)
  const rows = Array.from({ length: COLOURS }, (_, i) => {
    const [blue, green, red, alpha] = colours.subarray(4 * i, 4 * i + 4)
    return [red!, green!, blue!, alpha!]
  })
  const channels = hasTransparent(bytes, rows) ? 4 : 3
  const palette = { colours: rows.flatMap((row) => row.slice(0, channels)), channels, depth: 8 }
  return { bytes, palette }
}
