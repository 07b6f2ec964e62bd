// What decode() makes of damaged streams, as JSON: every codec that runs in process, a 256x256
// picture, 9 truncations, one lost byte and 96 single-bit flips, by default and with `strict`.
const { codecs, createCodec } = require('../../lib')
const { codecTable } = require('../../lib/codecs')

const SIDE = 256
const TRUNCATIONS = 9
const FLIPS = 96

/** Streams worth a line of their own, and quick settings (which are not shown). */
const variants = {
  x264: [{}],
  x265: [{}, { hash: true }],
  av1: [{}, { format: 'ivf' }],
  webp: [{}, { lossless: true }],
  jpeg: [{}, { progressive: true }],
  jpeg2000: [{}, { format: 'j2k' }, { encoder: 'jpeg2000' }],
}
const quick = {
  x264: { preset: 'medium' },
  x265: { preset: 'medium' },
  bpg: { method: 3 },
  heic: { preset: 'medium' },
  av1: { speed: 8, usage: 'allintra' },
  avif: { speed: 8, usage: 'allintra' },
  vp9: { speed: 8 },
  jxl: { effort: 4 },
}

/** Multiplicative congruential (Park and Miller, 1988): the same damage on every machine. */
function generator(seed) {
  let state = seed
  return (below) => (state = (state * 48271) % 2147483647) % below
}

/** Gradients, an edge and texture: something for every tool of a codec. */
function picture() {
  const random = generator(1)
  const data = new Uint8Array(SIDE * SIDE * 3)
  for (let i = 0; i < data.length; i++) {
    const [c, x, y] = [i % 3, Math.floor(i / 3) % SIDE, Math.floor(i / 3 / SIDE)]
    const disc = (x - 90) ** 2 + (y - 150) ** 2 < 60 ** 2 ? 50 : 0
    const wave = 60 * Math.sin(x / 19 + c) * Math.cos(y / 23 - c)
    data[i] = 90 + disc + wave + random(16)
  }
  return { data, width: SIDE, height: SIDE }
}

function truncations(stream) {
  return Array.from({ length: TRUNCATIONS }, (_, i) =>
    stream.subarray(0, Math.floor((stream.length * (i + 1)) / (TRUNCATIONS + 1))),
  )
}

function flips(stream) {
  const random = generator(7)
  return Array.from({ length: FLIPS }, () => {
    const damaged = Uint8Array.from(stream)
    damaged[random(stream.length)] ^= 1 << random(8)
    return damaged
  })
}

const equal = (a, b) => Buffer.compare(Buffer.from(a.data), Buffer.from(b.data)) === 0

/** How many of the damaged streams end in an error, in the right picture, in a wrong one. */
function outcomes(codec, streams, whole) {
  const counts = { error: 0, same: 0, wrong: 0 }
  for (const stream of streams) {
    try {
      counts[equal(codec.decodeSync(stream), whole) ? 'same' : 'wrong']++
    } catch (error) {
      if (error.code !== 'ERR_DECODE' && error.code !== 'ERR_LIMIT') throw error
      counts.error++
    }
  }
  return counts
}

function line(name, options, strict) {
  const encoder = createCodec(name, { ...quick[name], ...options, backend: 'native' })
  const decoder = createCodec(name, { ...options, backend: 'native', ...(strict && { strict }) })
  // the middle of the scale: a default that changes leaves the table as it is
  const { qualitySteps } = encoder
  const quality = qualitySteps[Math.floor(qualitySteps.length / 2)]
  const stream = encoder.encodeSync(picture(), { quality })
  const whole = decoder.decodeSync(stream)
  return {
    codec: name,
    options: { ...options, ...(strict && { strict }) },
    bytes: stream.length,
    truncated: outcomes(decoder, truncations(stream), whole),
    lastByte: outcomes(decoder, [stream.subarray(0, -1)], whole),
    flipped: outcomes(decoder, flips(stream), whole),
  }
}

/** Where `strict` looks at the samples: by another decoder, or (x265) at the hash, which must be there. */
const hasStrict = (name, options) =>
  codecTable.find((descriptor) => descriptor.name === name).strictDecoder !== undefined ||
  (name === 'x265' && options.hash === true)

const lines = codecs()
  .filter(({ backend, available }) => backend === 'native' && available)
  .flatMap(({ name }) =>
    (variants[name] ?? [{}]).flatMap((options) =>
      (hasStrict(name, options) ? [false, true] : [false]).map((strict) =>
        line(name, options, strict),
      ),
    ),
  )
console.log(JSON.stringify({ side: SIDE, truncations: TRUNCATIONS, flips: FLIPS, lines }))
