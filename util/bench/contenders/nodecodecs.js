'use strict'
// This library; `node nodecodecs.js sync` for the calls that block.
const { createCodec } = require('../../../dist')
const { answer } = require('./answer')

const sync = process.argv[2] === 'sync'

answer(({ direction, setting, width, height, rgb, stream }) => {
  const codec = createCodec(setting.codec, setting.options)
  const { quality } = setting
  const image = { data: rgb, width, height }
  if (direction === 'encode') {
    return {
      once: sync
        ? () => codec.encodeSync(image, { quality })
        : () => codec.encode(image, { quality }),
    }
  }
  return {
    once: sync ? () => codec.decodeSync(stream) : () => codec.decode(stream),
    keep: ({ data }) => data,
    size: ({ data }) => data.length,
  }
})
