'use strict'
// Proves an installed nodecodecs: every codec of the native backend encodes and decodes, in every
// depth and subsampling that it lists, lossless where it can, and every file format is written and
// read again. Prints one line each; exit code 1 if any fails.
//   node round_trips.js [FOLDER]      the folder whose node_modules has nodecodecs (default: .)
const { createRequire } = require('node:module')
const { mkdtempSync, rmSync, statSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join, resolve } = require('node:path')

const from = createRequire(join(resolve(process.argv[2] ?? '.'), 'here.js'))
const { codecs, createCodec, readImageSync, writeImageSync } = from('nodecodecs')

const [width, height] = [96, 80]
const FORMATS = ['yuv420p', 'yuv422p', 'yuv444p'].flatMap((f) => [f, `${f}10le`, `${f}12le`])
const FILES = 'png jpg webp jxl jp2 qoi ppm pam bmp tiff avif heic bpg'.split(' ')

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

/** PSNR in dB, of 8-bit samples beside those of `bits`. */
function psnr(decoded, bits) {
  const scale = (2 ** bits - 1) / 255
  let sum = 0
  original.data.forEach((sample, i) => (sum += (sample - decoded[i] / scale) ** 2))
  return sum === 0 ? Infinity : 10 * Math.log10(255 ** 2 / (sum / original.data.length))
}

// Its encoder's sources are not in libraries.js: it is decoded alone.
const NOT_INSIDE = new Set(['vvc'])
const FIXED = new Set(['mjpeg', 'png', 'qoi', 'jpeg', 'h265'])

function jobsOf(name) {
  if (FIXED.has(name)) return [{}]
  return [{}, { lossless: true }, ...FORMATS.map((pixelFormat) => ({ pixelFormat }))]
}

/** Whether the codec itself says that it does not offer this. */
const isRefusal = (error) => error instanceof TypeError || error instanceof RangeError

let done = 0
let failures = 0

function attempt(label, work) {
  try {
    console.log(`${label.padEnd(44)} ${work()}`)
    done++
  } catch (error) {
    if (isRefusal(error)) return
    failures++
    console.log(`${label.padEnd(44)} FAILED ${error.code ?? ''} ${error.message.slice(0, 300)}`)
  }
}

function roundTrip(name, options) {
  const codec = createCodec(name, { backend: 'native', ...options })
  const bytes = codec.encodeSync(original)
  const { data, bitDepth } = codec.decodeSync(bytes)
  const bits = bitDepth ?? 8
  const value = psnr(data, bits)
  if (options.lossless && value !== Infinity) throw new Error(`lossless, but ${value} dB`)
  if (!(value > 10)) throw new Error(`${value} dB`)
  return `${codec.options.encoder} ${bytes.length} bytes ${value.toFixed(2)} dB`
}

for (const row of codecs().filter(({ backend }) => backend === 'native')) {
  if (!row.available && NOT_INSIDE.has(row.name)) {
    console.log(`${row.name.padEnd(44)} skipped: ${row.reason}`)
    continue
  }
  attempt(row.name, () => {
    if (!row.available) throw new Error(row.reason)
    return `${row.encoder} / ${row.decoder} (${row.version})`
  })
  for (const options of jobsOf(row.name)) {
    attempt(`${row.name} ${JSON.stringify(options)}`, () => roundTrip(row.name, options))
  }
}

const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-round-trips-'))
for (const extension of FILES) {
  const file = join(folder, `picture.${extension}`)
  attempt(`file .${extension}`, () => {
    writeImageSync(file, original)
    const [h, w] = readImageSync(file).shape
    if (w !== width || h !== height) throw new Error(`${w}x${h} came back`)
    return `${statSync(file).size} bytes`
  })
}
rmSync(folder, { recursive: true })
console.log(`${done} done, ${failures} failed`)
process.exitCode = failures > 0 ? 1 : 0
