'use strict'
// How sweep.js encodes and decodes a point by programs, a process each, with the settings that the
// sweep's codecs have by default: the programs' own of the same libraries, else ffmpeg.
const { spawn } = require('node:child_process')

const run = (program, args) =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'ignore' })
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(Error(`${program}: exit ${code}`)),
    )
  })

const ffmpeg = (...args) => run('ffmpeg', ['-v', 'error', '-y', ...args])

/** From 0 to 100 to a scale from `worst` to `best`. */
const linear = (worst, best) => (quality) => Math.round(worst + ((best - worst) * quality) / 100)
/** The same by equal factors, with so many decimals. */
const geometric = (worst, best, decimals) => (quality) =>
  Number((worst * (best / worst) ** (quality / 100)).toFixed(decimals))

const webp = (method) => ({
  scale: (quality) => quality,
  async chain(picture, quality, stem) {
    const how = ['-quiet', '-m', `${method}`, '-q', `${quality}`]
    await run('cwebp', [...how, picture, '-o', `${stem}.webp`])
    await run('dwebp', ['-quiet', `${stem}.webp`, '-o', `${stem}.png`])
  },
})

/** Encoded by ffmpeg with these settings, decoded by it. */
const byFfmpeg = (scale, extension, settings) => ({
  scale,
  async chain(picture, quality, stem) {
    const how = ['-frames:v', '1', '-threads', '1', ...settings(quality)]
    await ffmpeg('-i', picture, ...how, `${stem}${extension}`)
    await ffmpeg('-i', `${stem}${extension}`, `${stem}.png`)
  },
})

/** By a library's own two programs. */
const byPrograms = (scale, extension, encode, decode) => ({
  scale,
  async chain(picture, quality, stem) {
    const coded = `${stem}${extension}`
    const [encoder, ...how] = encode(quality, picture, coded)
    await run(encoder, how)
    const [decoder, ...args] = decode(coded, `${stem}.png`)
    await run(decoder, args)
  },
})

const planes = ['-pix_fmt', 'yuv444p']

/** By codec: `scale` from 0..100 to its own, `chain` for one point, `spec` of the sweep where it differs. */
const chains = {
  webp: webp(6),
  // cwebp's own method, which Pillow's is too
  webp4: { ...webp(4), spec: 'webp:method=4' },
  mjpeg: byFfmpeg(linear(31, 2), '.jpg', (q) => ['-c:v', 'mjpeg', '-q:v', `${q}`]),
  jpeg2000: byPrograms(
    geometric(100, 4, 0),
    '.jp2',
    (ratio, from, to) => ['opj_compress', '-i', from, '-o', to, '-r', `${ratio}`],
    (from, to) => ['opj_decompress', '-i', from, '-o', to],
  ),
  jxl: byPrograms(
    geometric(12, 0.6, 1),
    '.jxl',
    (distance, from, to) => ['cjxl', from, to, '-d', `${distance}`, '-e', '5', '--num_threads=0'],
    (from, to) => ['djxl', from, to, '--num_threads=0'],
  ),
  x264: byFfmpeg(linear(51, 1), '.h264', (qp) => [
    ...['-c:v', 'libx264', ...planes, '-preset', 'veryslow', '-tune', 'psnr', '-qp', `${qp}`],
  ]),
  x265: byFfmpeg(linear(51, 0), '.hevc', (qp) => [
    ...['-c:v', 'libx265', ...planes, '-preset', 'slow', '-tune', 'psnr'],
    ...['-x265-params', `qp=${qp}:pools=none:frame-threads=1`],
  ]),
  av1: byFfmpeg(linear(63, 1), '.ivf', (crf) => [
    ...['-c:v', 'libaom-av1', ...planes, '-cpu-used', '1', '-crf', `${crf}`],
    ...['-aom-params', 'enable-rect-partitions=0'],
  ]),
  avif: byPrograms(
    linear(63, 1),
    '.avif',
    (cq, from, to) => [
      ...['avifenc', '-j', '1', '-s', '1', '-y', '444', '--min', '0', '--max', '63'],
      ...['-a', 'end-usage=q', '-a', `cq-level=${cq}`, '-a', 'enable-rect-partitions=0', from, to],
    ],
    (from, to) => ['avifdec', '-j', '1', from, to],
  ),
}

module.exports = { chains, ffmpeg, run }
