// What decode() finds of damaged streams: every codec, a 256x256 picture, 9 truncations, one lost
// byte and 96 single-bit flips, by default and with `strict`.
//   node util/damage_table.js            the table, on the screen
//   node util/damage_table.js --write    into docs/damage.md
//   node util/damage_table.js --json     the counts, for the test
const { writeFileSync } = require('node:fs')
const { join } = require('node:path')
const { codecs, createCodec } = require('../dist')

const SIDE = 256
const TRUNCATIONS = 9
const FLIPS = 96

/** Streams worth a line of their own, beside each codec as it comes. */
const variants = {
  x264: [{ preset: 'medium' }],
  x265: [{ preset: 'medium' }, { preset: 'medium', hash: true }],
  av1: [
    { speed: 8, usage: 'allintra' },
    { speed: 8, usage: 'allintra', format: 'ivf' },
  ],
  webp: [{ method: 4 }, { method: 4, lossless: true }],
  jpeg: [{}, { progressive: true }],
  jpeg2000: [{}, { format: 'j2k' }, { encoder: 'jpeg2000' }],
  jxl: [{ effort: 4 }],
  vp9: [{ speed: 8 }],
}
const quiet = ['preset', 'speed', 'usage', 'method', 'effort']

/** Multiplicative congruential: the same damage on every machine (Park and Miller, 1988). */
function generator(seed) {
  let state = seed
  return (below) => (state = (state * 48271) % 2147483647) % below
}

/** Gradients, edges and texture: something for every tool of a codec. */
function picture() {
  const random = generator(1)
  const data = new Uint8Array(SIDE * SIDE * 3)
  for (let i = 0; i < data.length; i++) {
    const [c, x, y] = [i % 3, Math.floor(i / 3) % SIDE, Math.floor(i / 3 / SIDE)]
    const edge = (x - 90) ** 2 + (y - 150) ** 2 < 60 ** 2 ? 50 : 0
    const wave = 60 * Math.sin(x / 19 + c) * Math.cos(y / 23 - c)
    data[i] = 90 + edge + wave + random(16)
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

/** How many of the damaged streams end in an error, the right picture, or a wrong one. */
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
  const codec = createCodec(name, { ...options, ...(strict && { strict }) })
  const stream = createCodec(name, options).encodeSync(picture())
  const whole = codec.decodeSync(stream)
  const shown = Object.entries({ ...options, ...(strict && { strict }) })
    .filter(([key]) => !quiet.includes(key))
    .map(([key, value]) => (value === true ? key : `${key} ${value}`))
  return {
    codec: name,
    options: shown.join(', '),
    strict: strict === true,
    bytes: stream.length,
    truncated: outcomes(codec, truncations(stream), whole),
    lastByte: outcomes(codec, [stream.subarray(0, -1)], whole),
    flipped: outcomes(codec, flips(stream), whole),
  }
}

/** `strict` needs x265's picture hash: without one it refuses the stream before any damage. */
const strictMakesSense = (name, options) =>
  'strict' in createCodec(name, options).options && (name !== 'x265' || options.hash === true)

function measure() {
  const names = codecs()
    .filter(({ backend, available }) => backend === 'native' && available)
    .map(({ name }) => name)
  return names.flatMap((name) =>
    (variants[name] ?? [{}]).flatMap((options) => {
      const both = strictMakesSense(name, options) ? [false, true] : [false]
      return both.map((strict) => line(name, options, strict))
    }),
  )
}

const cell = ({ error, same, wrong }) => `${error} / ${same} / ${wrong}`

function table(lines) {
  const rows = lines.map(({ codec, options, bytes, truncated, lastByte, flipped }) =>
    [codec, options, bytes, cell(truncated), cell(lastByte), cell(flipped)].join(' | '),
  )
  return [
    `codec | options | bytes | ${TRUNCATIONS} truncations | last byte lost | ${FLIPS} bit flips`,
    '---|---|---:|---:|---:|---:',
    ...rows,
  ]
    .map((row) => `| ${row} |`)
    .join('\n')
}

const page = (lines) => `# What decode finds of damaged data

Made by \`node util/damage_table.js --write\`; a change of the libraries changes it. A ${SIDE}x${SIDE}
picture at each codec's default quality, cut at 10 %, 20 %, ... 90 % of its length, shorter by its
last byte, and with one bit flipped anywhere in the stream, ${FLIPS} times. Each cell counts the
streams that give **error / the right picture / a wrong picture**. Only a wrong picture is harm: the
right one can come out because the flipped bit was one that no decoder needs (a comment, a version, a
colour tag, padding).

${table(lines)}

What you can rely on (test/damage.test.ts):

- Every truncation is an error for AV1, WebP, JPEG, MJPEG, JPEG 2000, JPEG XL, PNG and QOI: their
  formats say how long they are, or end in a mark, and both are checked.
- Every single flipped bit is an error or harmless for PNG (CRC-32 of every chunk), and for x265 with
  \`hash: true\` on both sides (\`hash: true\` to encode, \`strict: true\` to decode).
- H.264, HEVC and VP9 streams carry no length of their last slice or tile: a cut inside of it may go
  unseen. Keep such streams in a container that has a length (IVF, MP4, a database row), or use
  \`hash: true\`.
- \`strict: true\` decodes AV1 by libaom and VP9 by libvpx, which find most of what dav1d and FFmpeg's
  own VP9 decoder show as a wrong picture. It costs 2.5 to 3 times the time.
- Nothing at all is promised of a flipped bit inside the coded samples of WebP, JPEG, JPEG 2000 and
  QOI: those formats have no checksum. Store one beside the stream where it matters.
`

const lines = measure()
if (process.argv.includes('--json')) console.log(JSON.stringify(lines))
else if (process.argv.includes('--write')) {
  writeFileSync(join(__dirname, '..', 'docs', 'damage.md'), page(lines))
} else console.log(table(lines))
