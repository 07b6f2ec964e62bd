// What the programs of this folder encode, and with what.
const { createCodec, codecs } = require('../../lib')

const SIDE = 64

/** A picture with something to code in it; every `seed` gives another. */
function picture(seed = 0) {
  const data = new Uint8Array(SIDE * SIDE * 3)
  for (let i = 0; i < data.length; i++) {
    data[i] = 128 + 60 * Math.sin(i / 97 + seed) + (Math.imul(i + seed, 2654435761) >>> 28)
  }
  return { data, width: SIDE, height: SIDE }
}

// Quick ones; av1 still takes a while, so that it is running when something happens.
const settings = {
  x264: { preset: 'ultrafast' },
  x265: { preset: 'ultrafast' },
  av1: { speed: 7, usage: 'allintra' },
  vp9: { speed: 8 },
  webp: { method: 2 },
  jxl: { effort: 3 },
}

/** Every codec that runs in process here. */
function coders() {
  return codecs()
    .filter(({ backend, available }) => backend === 'native' && available)
    .map(({ name }) => createCodec(name, { backend: 'native', ...settings[name] }))
}

const equal = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)) === 0

module.exports = { coders, equal, picture, settings }
