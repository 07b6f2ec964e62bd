'use strict'
// What the library tells libavcodec, asked of the library itself, so that the others get the very
// same options.
const { createCodec } = require('../../dist')
// Not public, so not in the bundle: from lib/ as it is.
require('../../test/helpers/load_typescript.js')
const { toPicture } = require('../../lib/image')
const { planDecode, planEncode } = require('../../lib/flow/plan')

function plans(setting, picture) {
  const codec = createCodec(setting.codec, setting.options)
  const { descriptor, options } = codec
  const decoder = descriptor.decoders[0]
  const setup = { descriptor, options, encoder: options.encoder, decoder }
  const { data, width, height } = picture
  const encode = planEncode(setup, toPicture({ data, width, height }), setting.quality)
  const decode = planDecode(setup, {})
  const texts = (values) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)]))
  const { range } = encode.colour
  return {
    codec,
    encode: {
      engine: encode.engine,
      encoder: encode.encoder,
      pixelFormat: encode.pixelFormat,
      options: texts(encode.options),
      bitstreamFilter: encode.bitstreamFilter ?? '',
      range,
    },
    decode: {
      engine: decode.engine,
      decoder,
      demuxer: decode.demuxer,
      options: texts(decode.options),
      range,
    },
  }
}

module.exports = { plans }
