'use strict'
// @napi-rs/webcodecs: the browser's API over FFmpeg. It chooses preset and 4:2:0 itself; the bytes
// and the PSNR beside its time say what that costs. Still formats it can only decode.
const { ImageDecoder, VideoEncoder, VideoFrame } = require('@napi-rs/webcodecs')
const { answer, Cannot } = require('./answer')

const CODECS = { x264: 'avc1.640033', x265: 'hev1.1.6.L153.B0', av1: 'av01.0.13M.08' }
const KEYS = { x264: 'avc', x265: 'hevc', av1: 'av1' }
const TYPES = { jpeg: 'image/jpeg', mjpeg: 'image/jpeg', webp: 'image/webp', png: 'image/png' }

// It takes no RGB without a fourth byte: added before the clock runs, in its favour.
function withPadding(rgb) {
  const rgbx = new Uint8Array((rgb.length / 3) * 4).fill(255)
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    rgbx.set(rgb.subarray(from, from + 3), to)
  }
  return rgbx
}

async function encode({ setting, width, height }, rgbx) {
  const chunks = []
  let failure
  const encoder = new VideoEncoder({
    output: (chunk) => chunks.push(chunk),
    error: (error) => (failure = error),
  })
  encoder.configure({
    codec: CODECS[setting.codec],
    width,
    height,
    bitrateMode: 'quantizer',
    avc: { format: 'annexb' },
    hevc: { format: 'annexb' },
  })
  const frame = new VideoFrame(rgbx, {
    format: 'RGBX',
    codedWidth: width,
    codedHeight: height,
    timestamp: 0,
  })
  const key = { [KEYS[setting.codec]]: { quantizer: setting.quality } }
  encoder.encode(frame, { keyFrame: true, ...key })
  await encoder.flush()
  encoder.close()
  frame.close()
  if (failure) throw failure
  const bytes = new Uint8Array(chunks[0].byteLength)
  chunks[0].copyTo(bytes)
  return bytes
}

async function decode(type, stream, pixels) {
  const decoder = new ImageDecoder({ data: stream, type })
  const { image } = await decoder.decode()
  const rgbx = new Uint8Array(pixels * 4)
  await image.copyTo(rgbx, { format: 'RGBX' })
  image.close()
  decoder.close()
  return rgbx
}

function withoutPadding(rgbx) {
  return rgbx.filter((_, i) => i % 4 !== 3)
}

answer((trial) => {
  const { direction, setting, width, height, rgb, stream } = trial
  if (direction === 'encode') {
    if (!CODECS[setting.codec]) throw new Cannot('it cannot encode this')
    const rgbx = withPadding(rgb)
    return { once: () => encode(trial, rgbx) }
  }
  const type = TYPES[setting.codec]
  if (!type) throw new Cannot('it has no still decoder for this')
  const once = () => decode(type, stream, width * height)
  return { once, keep: withoutPadding, size: (rgbx) => (rgbx.length / 4) * 3 }
})
