'use strict'
// @napi-rs/image. It takes RGBA alone: the alpha is added before the clock runs, in its favour.
const { ChromaSubsampling, Transformer } = require('@napi-rs/image')
const { answer, Cannot } = require('./answer')

function withAlpha(rgb) {
  const rgba = new Uint8Array((rgb.length / 3) * 4).fill(255)
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    rgba[to] = rgb[from]
    rgba[to + 1] = rgb[from + 1]
    rgba[to + 2] = rgb[from + 2]
  }
  return rgba
}

function withoutAlpha(data, pixels) {
  if (data.length === pixels * 3) return data
  const rgb = new Uint8Array(pixels * 3)
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    rgb[to] = data[from]
    rgb[to + 1] = data[from + 1]
    rgb[to + 2] = data[from + 2]
  }
  return rgb
}

answer(async ({ direction, setting, width, height, rgb, stream }) => {
  const own = setting.peers['napi-image']
  if (!own) throw new Cannot('it has no such codec')
  const [format, given] = Object.entries(own)[0]
  const chromaSubsampling = ChromaSubsampling.Yuv444
  const settings = format === 'avif' ? { ...given, chromaSubsampling } : given
  const encode = (rgba) => Transformer.fromRgbaPixels(rgba, width, height)[format](settings)
  const decode = (bytes) => new Transformer(bytes).rawPixels()
  const keep = (data) => withoutAlpha(data, width * height)
  if (direction === 'decode') {
    const input = format === 'avif' ? await encode(withAlpha(rgb)) : stream
    return { once: () => decode(input), keep }
  }
  const rgba = withAlpha(rgb)
  if (format !== 'avif') return { once: () => encode(rgba) }
  return { once: () => encode(rgba), keep: async (bytes) => keep(await decode(bytes)), kind: 'rgb' }
})
