// Random data to decode(), random valid options and pictures to apply(); what breaks a promise is
// printed as JSON.
//   random.js decode|encode CODEC,CODEC,... COUNT [SEED]
const { createCodec } = require('../../lib')
const { commonRows } = require('../../lib/codecs/rows')
const { findDescriptor } = require('../../lib/registry')

const [what, names, count, seed = '1'] = process.argv.slice(2)
const maxPixels = 2 ** 16
const broken = []

/** Multiplicative congruential (Park and Miller, 1988): any finding can be repeated. */
let state = Number(seed)
const below = (n) => (state = (state * 48271) % 2147483647) % n
const pick = (list) => list[below(list.length)]
const bytes = (n) => Uint8Array.from({ length: n }, () => below(256))

function randomPicture(side) {
  const [width, height, channels] = [1 + below(side), 1 + below(side), pick([1, 3, 3, 4])]
  const wide = below(3) === 0
  const bitDepth = wide ? pick([9, 10, 12, 16]) : 8
  const noisy = below(2)
  const data = new (wide ? Uint16Array : Uint8Array)(width * height * channels)
  const max = 2 ** bitDepth
  for (let i = 0; i < data.length; i++) {
    data[i] = noisy ? below(max) : (max / 2) * (1 + Math.sin(i / 40))
  }
  return { data, width, height, channels, bitDepth }
}

const rgb = (side) => {
  const data = Uint8Array.from({ length: side * side * 3 }, (_, i) => 128 + 90 * Math.sin(i / 61))
  return { data, width: side, height: side }
}

/** What turns one stream into another that was never written. */
const mutations = [
  (stream) => stream.map((byte) => (below(40) === 0 ? byte ^ (1 << below(8)) : byte)),
  (stream) => stream.subarray(0, below(stream.length)),
  (stream) => Buffer.concat([stream, bytes(below(50))]),
  (stream, other) => Buffer.concat([stream.subarray(0, below(stream.length)), other]),
  (stream) => {
    const [from, length] = [below(stream.length), 1 + below(8)]
    return Buffer.concat([stream.subarray(0, from), stream.subarray(from + length)])
  },
  (stream) => {
    const at = below(stream.length)
    return Buffer.concat([stream.subarray(0, at), bytes(1 + below(8)), stream.subarray(at)])
  },
  (stream) => {
    const changed = Uint8Array.from(stream)
    changed.fill(pick([0, 255, below(256)]), below(stream.length), below(stream.length))
    return changed
  },
  (stream) => {
    const changed = Uint8Array.from(stream)
    changed.set(bytes(Math.min(4, stream.length)), below(Math.min(60, stream.length - 3)))
    return changed
  },
  (stream) => Buffer.concat([stream.subarray(0, Math.min(stream.length, below(64))), bytes(200)]),
  () => bytes(below(300)),
]

function checkPicture({ shape, data, bitDepth }, found) {
  const [height, width, channels] = shape
  const right =
    width > 0 &&
    height > 0 &&
    width * height <= maxPixels &&
    [1, 3, 4].includes(channels) &&
    data.length === width * height * channels &&
    bitDepth >= 8 &&
    bitDepth <= 16
  if (!right) broken.push({ ...found(), shape, length: data.length, bitDepth })
}

function fuzzDecode(name) {
  const codecs = [{}, { maxPixels }].map((options) => createCodec(name, options))
  const streams = [16, 40].map((side) => codecs[0].encodeSync(rgb(side)))
  const decoder = codecs[1]
  let done = 0
  for (let i = 0; i < count; i++) {
    const stream = pick(mutations)(pick(streams), pick(streams))
    const found = () => ({ name, bytes: Buffer.from(stream).toString('base64') })
    try {
      checkPicture(decoder.decodeSync(stream), found)
      done++
    } catch (error) {
      const { code, message } = error
      if (code === 'ERR_DECODE' || code === 'ERR_LIMIT') continue
      broken.push({ ...found(), code, message })
    }
  }
  return done
}

/** Options about the call and the machine, and those that need each other. */
const fixed = [
  'backend',
  'ffmpegPath',
  'quality',
  'timeout',
  'maxQueue',
  'maxPixels',
  'maxOutputBytes',
]
const skipped = [...fixed, 'options', 'pixelFormat', 'strict']

function randomValue(row) {
  if (row.type === 'boolean') return below(2) === 1
  if (row.type === 'enum') return pick(row.values)
  if (row.type === 'int') return row.min + below(Math.min(row.max, 16) - row.min + 1)
  return row.min + (below(1000) / 1000) * (row.max - row.min)
}

function randomOptions(descriptor) {
  const options = {}
  for (const [key, row] of Object.entries({ ...commonRows, ...descriptor.options })) {
    if (skipped.includes(key) || row.type === 'string' || below(3) > 0) continue
    options[key] = randomValue(row)
  }
  return options
}

const refused = (error) =>
  error.name === 'TypeError' || error.name === 'RangeError' || error.code === 'ERR_LIMIT'

function fuzzEncode(name) {
  const descriptor = findDescriptor(name)
  let done = 0
  for (let i = 0; i < count; i++) {
    const [options, image] = [randomOptions(descriptor), randomPicture(40)]
    let quality
    try {
      const codec = createCodec(name, { ...options, backend: 'native' })
      if (!codec.available()) continue
      quality = pick(codec.qualitySteps)
      const { restored, bytes: stream, nBytes } = codec.applySync(image, { quality })
      const shape = [image.height, image.width, image.channels]
      const same = restored.shape.join() === shape.join() && restored.bitDepth === image.bitDepth
      if (!same || nBytes !== stream.length || nBytes === 0) {
        broken.push({ name, options, quality, shape, restored: restored.shape })
      }
      done++
    } catch (error) {
      if (refused(error)) continue
      const { width, height, channels, bitDepth } = image
      const { message } = error
      broken.push({ name, options, quality, width, height, channels, bitDepth, message })
    }
  }
  return done
}

/** How many calls of each codec came to a picture. */
const fuzz = what === 'encode' ? fuzzEncode : fuzzDecode
const done = Object.fromEntries(names.split(',').map((name) => [name, fuzz(name)]))
console.log(JSON.stringify({ done, broken }))
