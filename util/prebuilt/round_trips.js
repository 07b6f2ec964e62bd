'use strict'
// Proves an installed nodecodecs: every codec of the native backend encodes and decodes, by each
// encoder that is inside, in every depth and subsampling that the codec has, lossless where it can, and
// every file format is written and read again. No program is found from here, so that nothing but the
// addon does it. Prints one line each; exit code 1 if any fails.
const { createRequire } = require('node:module')
const { mkdtempSync, rmSync, statSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join, resolve } = require('node:path')
const { parseArgs } = require('node:util')

const HELP = `node round_trips.js [FOLDER]

  FOLDER   its node_modules has nodecodecs (default: .)
`

const [width, height] = [96, 80]
// What 4:2:0 leaves of the checkerboard has 21 dB; of a picture with two channels exchanged, 8.
const LEAST = 18

const SUBSAMPLINGS = ['yuv420p', 'yuv422p', 'yuv444p']
const upTo = (depth) =>
  SUBSAMPLINGS.flatMap((f) => [f, `${f}10le`, `${f}12le`].slice(0, depth / 2 - 3))

// What must be there: a build that has lost a depth refuses its formats as a codec does that has none.
const JOBS = {
  x264: { lossless: true, formats: upTo(10) },
  x265: { lossless: true, formats: upTo(12) },
  av1: { lossless: true, formats: upTo(12), encoders: ['libsvtav1'] },
  webp: { lossless: true, formats: ['yuv420p'] },
  jpeg: {},
  mjpeg: {},
  jpeg2000: { lossless: true, formats: upTo(12), encoders: ['jpeg2000'] },
  bpg: { lossless: true, formats: upTo(12) },
  avif: { lossless: true, formats: upTo(12) },
  heic: { lossless: true, formats: upTo(12) },
  jxl: { lossless: true },
  vp9: { lossless: true, formats: upTo(12) },
  png: {},
  qoi: {},
}
// Its encoder's sources are not in libraries.js: it is decoded alone.
const NOT_INSIDE = new Set(['vvc'])
const FILES = 'png jpg webp jxl jp2 qoi ppm pam bmp tiff avif heic bpg'.split(' ')

/** The options of each trip of a codec. */
function jobsOf(name) {
  if (!JOBS[name]) throw new Error('this script has no jobs for it')
  const { lossless, formats = [], encoders = [] } = JOBS[name]
  return [
    {},
    ...(lossless ? [{ lossless }] : []),
    ...formats.map((pixelFormat) => ({ pixelFormat })),
    ...encoders.map((encoder) => ({ encoder })),
  ]
}

/** Gradients with a checkerboard in blue. */
function picture() {
  const data = new Uint8Array(width * height * 3)
  for (let i = 0; i < width * height; i++) {
    const [x, y] = [i % width, Math.floor(i / width)]
    data.set([x * 2, y * 3, ((x >> 3) ^ (y >> 3)) & 1 ? 200 : 0], i * 3)
  }
  return { data, width, height, channels: 3 }
}

const original = picture()

/** PSNR in dB, of 8-bit samples beside those that came back; an error where it is another picture. */
function psnr({ shape, data, bitDepth }) {
  if (shape.join() !== [height, width, 3].join()) throw new Error(`${shape.join(' x ')} came back`)
  const scale = (2 ** (bitDepth ?? 8) - 1) / 255
  let sum = 0
  original.data.forEach((sample, i) => (sum += (sample - data[i] / scale) ** 2))
  const value = sum === 0 ? Infinity : 10 * Math.log10(255 ** 2 / (sum / original.data.length))
  if (!(value > LEAST)) throw new Error(`${value.toFixed(2)} dB: another picture`)
  return value
}

function roundTrip({ createCodec }, name, options) {
  const codec = createCodec(name, { backend: 'native', ...options })
  const bytes = codec.encodeSync(original)
  const decoded = codec.decodeSync(bytes)
  const value = psnr(decoded)
  if (options.lossless && value !== Infinity) throw new Error(`lossless, but ${value} dB`)
  const depth = Number(/\d+(?=le)/.exec(options.pixelFormat ?? '') ?? 8)
  if ((decoded.bitDepth ?? 8) !== depth) throw new Error(`${decoded.bitDepth} bits came back`)
  return `${codec.options.encoder} ${bytes.length} bytes ${value.toFixed(2)} dB`
}

function fileTrip({ readImageSync, writeImageSync }, file) {
  writeImageSync(file, original)
  return `${statSync(file).size} bytes ${psnr(readImageSync(file)).toFixed(2)} dB`
}

class Trips {
  done = 0
  failed = 0

  attempt(label, work) {
    try {
      console.log(`${label.padEnd(44)} ${work()}`)
      this.done++
    } catch (error) {
      console.log(`${label.padEnd(44)} FAILED ${error.code ?? ''} ${error.message.slice(0, 300)}`)
      this.failed++
    }
  }

  ofCodec(library, row) {
    if (!row.available && NOT_INSIDE.has(row.name)) {
      console.log(`${row.name.padEnd(44)} skipped: ${row.reason}`)
      return
    }
    this.attempt(row.name, () => {
      if (!row.available) throw new Error(row.reason)
      return `${row.encoder} / ${row.decoder} (${row.version}), ${jobsOf(row.name).length} trips`
    })
    for (const options of JOBS[row.name] ? jobsOf(row.name) : []) {
      const label = `${row.name} ${JSON.stringify(options)}`
      this.attempt(label, () => roundTrip(library, row.name, options))
    }
  }
}

function run(folder) {
  process.env.PATH = ''
  const library = createRequire(join(resolve(folder), 'here.js'))('nodecodecs')
  const trips = new Trips()
  const rows = library.codecs().filter(({ backend }) => backend === 'native')
  for (const row of rows) trips.ofCodec(library, row)
  for (const name of Object.keys(JOBS).filter((name) => !rows.some((row) => row.name === name)))
    trips.attempt(name, () => {
      throw new Error('codecs() does not have it')
    })
  const temp = mkdtempSync(join(tmpdir(), 'nodecodecs-round-trips-'))
  for (const extension of FILES) {
    const file = join(temp, `picture.${extension}`)
    trips.attempt(`file .${extension}`, () => fileTrip(library, file))
  }
  rmSync(temp, { recursive: true })
  console.log(`${trips.done} done, ${trips.failed} failed`)
  process.exitCode = trips.failed > 0 ? 1 : 0
}

function main() {
  const { values, positionals } = parseArgs({
    options: { help: { type: 'boolean', default: false } },
    allowPositionals: true,
  })
  if (values.help) return process.stdout.write(HELP)
  if (positionals.length > 1) throw new Error(`one folder, got ${positionals.join(' ')}`)
  run(positionals[0] ?? '.')
}

main()
