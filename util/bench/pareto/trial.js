'use strict'
// One encode of one picture: bytes, four metrics and CPU time, kept in a file so that a run that
// was ended goes on where it was.
const { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs')
const { dirname, join } = require('node:path')
const { createCodec, metricsSync } = require('../../../dist')
const { crop, FOLDER, source } = require('../pictures')

/** Above this a second run tells nothing that the first did not. */
const REPEAT_BELOW_MS = 100

/** CPU time of this process, all its threads: what others run on the machine hardly changes it. */
function cpuMs(call) {
  const before = process.cpuUsage()
  const result = call()
  const { user, system } = process.cpuUsage(before)
  return { result, ms: (user + system) / 1000 }
}

// A candidate's Q is the quality: for options that the codec's own scale does not reach.
const withQuality = (options, quality) =>
  JSON.parse(JSON.stringify(options).replaceAll('=Q', `=${quality}`))

/** Coded at more bits than the picture has: compared as what a viewer rounds it to. */
function eightBits({ data, shape, bitDepth }) {
  const [height, width, channels] = shape
  const top = 2 ** (bitDepth ?? 8) - 1
  const samples = top === 255 ? data : Uint8Array.from(data, (v) => Math.round((v * 255) / top))
  return { data: samples, width, height, channels }
}

function measure(codec, options, quality, picture) {
  const settings = withQuality(options, quality)
  const coder = createCodec(codec, { ...settings, threads: 1, backend: 'native' })
  const once = () => cpuMs(() => coder.encodeSync(picture, { quality }))
  const first = once()
  const ms = first.ms > REPEAT_BELOW_MS ? first.ms : Math.min(first.ms, once().ms)
  const bytes = first.result
  const names = ['psnr', 'ms-ssim', 'ssimulacra2', 'butteraugli-3norm']
  const restored = eightBits(coder.decodeSync(bytes))
  const { psnr, ...rest } = metricsSync(picture, restored, names, { threads: 1 })
  // Infinity has no JSON.
  return {
    bytes: bytes.length,
    psnr: Number.isFinite(psnr) ? psnr : null,
    msSsim: rest['ms-ssim'],
    ssimulacra2: rest.ssimulacra2,
    butteraugli: rest['butteraugli-3norm'],
    ms,
  }
}

/** The picture, or its centre in this size. */
function load(name, size) {
  const path = join(FOLDER, name)
  if (!existsSync(path)) throw new Error(`no ${path}: set NODECODECS_IMAGES`)
  const whole = source(name)
  const [width, height] = size ?? [whole.width, whole.height]
  const [left, top] = [(whole.width - width) >> 1, (whole.height - height) >> 1]
  return { ...crop(whole, left, top, width, height), channels: 3 }
}

/** Measures through a cache: `trial(codec, options, quality, pictureName)`. */
function cachedTrials(path, nothingNew = false) {
  const cache = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}
  return (codec, options, quality, name, size) => {
    const key = JSON.stringify([codec, options, quality, name, size])
    if (cache[key]?.butteraugli === undefined) {
      if (nothingNew) throw new Error('not measured yet')
      cache[key] = measure(codec, options, quality, load(name, size))
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(`${path}.new`, JSON.stringify(cache, null, 1))
      renameSync(`${path}.new`, path)
    }
    return cache[key]
  }
}

module.exports = { cachedTrials }
