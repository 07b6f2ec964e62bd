/** A raw frame of bits or of palette indices, as one of whole samples. */
export interface Unpacked {
  bytes: Uint8Array
  name: 'gray' | 'rgb24' | 'rgba'
}

/** Bits, the first pixel in the highest; `white` is the bit that stands for it. */
function bits(bytes: Uint8Array, width: number, height: number, white: 0 | 1): Unpacked {
  const stride = Math.ceil(width / 8)
  const gray = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = (bytes[y * stride + (x >> 3)]! >> (7 - (x & 7))) & 1
      gray[y * width + x] = bit === white ? 255 : 0
    }
  }
  return { bytes: gray, name: 'gray' }
}

/** Indices, then 256 colours of four bytes, B G R A; RGB where every colour in use is opaque. */
function palette(bytes: Uint8Array, width: number, height: number): Unpacked {
  const indices = bytes.subarray(0, width * height)
  const colours = bytes.subarray(width * height)
  const opaque = indices.every((index) => colours[4 * index + 3] === 255)
  const channels = opaque ? 3 : 4
  const pixels = new Uint8Array(indices.length * channels)
  indices.forEach((index, i) => {
    for (let c = 0; c < 3; c++) pixels[i * channels + c] = colours[4 * index + 2 - c]!
    if (!opaque) pixels[i * channels + 3] = colours[4 * index + 3]!
  })
  return { bytes: pixels, name: opaque ? 'rgb24' : 'rgba' }
}

/** @returns undefined for a format of other kinds */
export function unpack(
  bytes: Uint8Array,
  name: string,
  width: number,
  height: number,
): Unpacked | undefined {
  if (name === 'monob') return bits(bytes, width, height, 1)
  if (name === 'monow') return bits(bytes, width, height, 0)
  if (name === 'pal8') return palette(bytes, width, height)
  return undefined
}
