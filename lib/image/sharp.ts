/** What sharp's `.raw().toBuffer({ resolveWithObject: true })` gives, taken as it is. */
export interface SharpImage {
  /** Interleaved samples of 8 bit or, from `raw({ depth: 'ushort' })`, of 16 in native byte order. */
  data: Uint8Array
  /** Its size and channels, by which the samples are read. */
  info: { width: number; height: number; channels: number; format?: string }
}

/** The same as a bare typed array: two bytes a sample are 16 bit. A view where memory allows it. */
export function rawOfSharp({ data, info }: SharpImage) {
  const { width, height, channels } = info
  if (Number(channels) === 2) {
    throw new RangeError(
      "image.info.channels: gray with alpha; let sharp make it toColourspace('srgb') or removeAlpha()",
    )
  }
  if (data.length === width * height * channels * 4) {
    throw new RangeError(
      "image: expected sharp's samples of 8 or 16 bits, got 4 bytes a sample; raw({ depth: 'ushort' }) behind toColourspace('rgb16') gives 16 bits",
    )
  }
  const isWide = data.length === width * height * channels * 2
  if (!isWide) return { data, width, height, channels }
  const aligned = data.byteOffset % 2 === 0 ? data : Uint8Array.from(data)
  const samples = new Uint16Array(aligned.buffer, aligned.byteOffset, data.length / 2)
  return { data: samples, width, height, channels }
}
