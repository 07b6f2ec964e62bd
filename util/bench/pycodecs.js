#!/usr/bin/env node
// What this library gets for the settings that PyCodecs published figures for, side by side:
//   node util/bench/pycodecs.js [kodim23.png] [--json]
// Each setting is run by PyCodecs' own ffmpeg commands and by both backends, on this machine, now.
const { spawnSync } = require('node:child_process')
const { join } = require('node:path')
const ndarray = require('ndarray')
const { createCodec, readImageSync } = require('../../dist/index.js')
// Not public, so not in the bundle: from lib/ as it is.
require('../../test/helpers/load_typescript.js')
const { columns, grouped } = require('../../lib/cli/output')
const { psnrOf } = require('../../lib/cli/psnr')

const plain = { pixelFormat: 'yuv444p', range: 'limited' }

// Published: figures for kodim23 of its way, dB as publishedPsnr computes it.
const settings = [
  {
    title: 'x265 QP 37 veryslow, tune ssim',
    published: { bytes: 9904, psnr611: 37.76, ms: 690 },
    codec: ['x265', { ...plain, preset: 'veryslow', tune: 'ssim', quality: 37 }],
    command: ['libx265', '-preset', 'veryslow', '-tune', 'ssim', '-x265-params', 'qp=37'],
    format: 'hevc',
  },
  {
    title: 'x264 QP 37 veryslow',
    published: { bytes: 10691, psnr611: 37.76, ms: 370 },
    codec: ['x264', { ...plain, preset: 'veryslow', quality: 37 }],
    command: ['libx264', '-preset', 'veryslow', '-x264-params', 'qp=37'],
    format: 'h264',
  },
  {
    title: 'AV1 libaom CRF 42, good, cpu-used 1',
    published: { bytes: 6920, psnr611: 37.72, ms: 4800 },
    codec: ['av1', { ...plain, encoder: 'libaom-av1', usage: 'good', speed: 1, quality: 42 }],
    command: ['libaom-av1', '-crf', '42', '-strict', 'experimental', '-b:v', '0'],
    format: 'nut',
  },
]

/** Y of R, G, B is the first row; ITU-R BT.601-7, 2.5.3. */
const ycbcr = [
  [65.481, 128.553, 24.944, 16],
  [-37.797, -74.203, 112, 128],
  [112, -93.786, -18.214, 128],
]

/** 6:1:1 weighted PSNR of BT.601 YCbCr truncated to bytes: it gives the published dB. */
function publishedPsnr({ data: a }, { data: b }) {
  const byte = (data, at, [r, g, b, bias]) =>
    Math.trunc((data[at] * r + data[at + 1] * g + data[at + 2] * b) / 255 + bias)
  let sum = 0
  for (let at = 0; at < a.length; at += 3) {
    const [y, cb, cr] = ycbcr.map((row) => (byte(a, at, row) - byte(b, at, row)) ** 2)
    sum += 6 * y + cb + cr
  }
  return 10 * Math.log10(255 ** 2 / (sum / 8 / (a.length / 3)))
}

const psnrs = (picture, restored) => ({
  psnr: psnrOf(picture, restored).psnr,
  psnr611: publishedPsnr(picture, restored),
})

function ffmpeg(args, input) {
  const program = process.env.FFMPEG ?? 'ffmpeg'
  const quiet = ['-hide_banner', '-loglevel', 'error']
  const done = spawnSync(program, [...quiet, ...args], { input, maxBuffer: 2 ** 30 })
  if (done.status === 0) return done.stdout
  throw done.error ?? new Error(`${program} ${args.join(' ')}: ${done.stderr}`)
}

/** PyCodecs' way: raw RGB through a pipe, swscale's conversion, a stream or NUT back. */
function byPyCodecs(picture, { command, format }) {
  const [height, width] = picture.shape
  const raw = ['-f', 'rawvideo', '-pix_fmt', 'rgb24']
  const started = performance.now()
  const stream = ffmpeg(
    [...raw, '-s', `${width}x${height}`, '-i', '-', '-pix_fmt', 'yuv444p', '-c:v', ...command]
      .concat(['-f', format, '-']),
    picture.data,
  ) // prettier-ignore
  const samples = ffmpeg(['-f', format, '-i', '-', ...raw, '-'], stream)
  const ms = performance.now() - started
  const restored = ndarray(new Uint8Array(samples), picture.shape)
  return { bytes: stream.length, ...psnrs(picture, restored), ms }
}

function byUs(picture, [name, options], backend) {
  const codec = createCodec(name, { ...options, backend })
  const { nBytes, restored, encodeMs, decodeMs } = codec.applySync(picture)
  return { bytes: nBytes, ...psnrs(picture, restored), ms: encodeMs + decodeMs }
}

function measure(picture, setting) {
  const { title, published, codec } = setting
  const row = (by, figures) => ({ setting: title, by, ...figures })
  return [
    row('PyCodecs, published', published),
    row("PyCodecs' commands, here", byPyCodecs(picture, setting)),
    row('nodecodecs, ffmpeg', byUs(picture, codec, 'ffmpeg')),
    row('nodecodecs, native', byUs(picture, codec, 'native')),
  ]
}

function show(rows) {
  const right = (title) => ({ title, align: 'right' })
  const heads = [{ title: 'setting (4:4:4, limited range)' }, { title: 'by' }, right('bytes')]
  heads.push(right('PSNR RGB'), right('PSNR 6:1:1'), right('encode + decode'))
  const cells = rows.map(({ setting, by, bytes, ms, psnr, psnr611 }) => [
    setting,
    by,
    grouped(bytes),
    psnr === undefined ? '-' : `${psnr.toFixed(2)} dB`,
    `${psnr611.toFixed(2)} dB`,
    `${(ms / 1000).toFixed(2)} s`,
  ])
  console.log(columns(heads, cells))
}

const json = process.argv.includes('--json')
const images = process.env.NODECODECS_IMAGES ?? join(__dirname, '../../../shared/images')
const file = process.argv.slice(2).find((word) => word !== '--json') ?? join(images, 'kodim23.png')
const picture = readImageSync(file)
const rows = settings.flatMap((setting) => measure(picture, setting))
if (json) console.log(JSON.stringify(rows, undefined, 2))
else show(rows)
