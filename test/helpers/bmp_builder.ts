export interface BmpParts {
  width: number
  height: number
  bits: number
  compression: number
  /** Of red, green, blue, alpha: a header of 108 bytes. */
  masks?: number[]
  data: number[]
}

/** A BMP file; below 16 bits with a palette of grays. */
export function bmpFile({ width, height, bits, compression, masks, data }: BmpParts): Uint8Array {
  const size = masks ? 108 : 40
  const palette = bits < 16 ? Array.from({ length: 2 ** bits }, (_, i) => [i, i, i, 0]).flat() : []
  const offset = 14 + size + palette.length
  const header = Buffer.alloc(14 + size)
  header.write('BM')
  header.writeUInt32LE(offset + data.length, 2)
  header.writeUInt32LE(offset, 10)
  header.writeUInt32LE(size, 14)
  header.writeInt32LE(width, 18)
  header.writeInt32LE(height, 22)
  header.writeUInt16LE(1, 26)
  header.writeUInt16LE(bits, 28)
  header.writeUInt32LE(compression, 30)
  masks?.forEach((mask, i) => header.writeUInt32LE(mask, 54 + 4 * i))
  return Uint8Array.from([...header, ...palette, ...data])
}
