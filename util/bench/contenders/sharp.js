'use strict'
// sharp (libvips with its own codecs), one thread per picture as all others.
const sharp = require('sharp')
const { answer, Cannot } = require('./answer')

sharp.concurrency(1)
sharp.cache(false)

answer(async ({ direction, setting, width, height, rgb, stream }) => {
  const own = setting.peers.sharp
  if (!own) throw new Cannot('it has no such codec')
  const [format, options] = Object.entries(own)[0]
  const raw = { raw: { width, height, channels: 3 }, limitInputPixels: false }
  const encode = (data) => sharp(data, raw).toFormat(format, options).toBuffer()
  const decode = (bytes) => sharp(bytes, { limitInputPixels: false }).removeAlpha().raw().toBuffer()
  if (direction === 'decode') {
    // AVIF is not the bare stream of the others: it decodes its own.
    const input = format === 'avif' ? await encode(rgb) : stream
    return { once: () => decode(input) }
  }
  if (format !== 'avif') return { once: () => encode(rgb) }
  return { once: () => encode(rgb), keep: decode, kind: 'rgb' }
})
