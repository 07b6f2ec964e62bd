'use strict'
// At equal SSIMULACRA2 beside sharp, avifenc and cwebp: bytes (BD-rate, mean over pictures) and the
// processor's time, each pair in turns in one run.
//   npm run build && node util/bench/setup.js
//   nice node util/bench/visual_peers.js [jpeg|avif|webp|webp-switches]... [PICTURE...] [--only TEXT]... [--each]
// AVIFENC and CWEBP name the programs; NODECODECS_ADDON our addon. --only keeps the first row and
// those that hold one of the texts; --each shows SSIMULACRA2 picture by picture. A row that an
// encoder refuses, or that gives another picture, is named and left out: exit code 1.
const { execFileSync } = require('node:child_process')
const { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')
const { parseArgs } = require('node:util')
const sharp = require('sharp')
const { bdRate, createCodec, decode, metrics, PNG } = require('../../dist')
const { FOLDER, source } = require('./pictures')

sharp.concurrency(1)
sharp.cache(false)

const PICTURES = ['kodim01', 'kodim05', 'kodim13', 'kodim19', 'kodim23']
const METRICS = ['ssimulacra2', 'butteraugli-3norm', 'psnr']

const cpu = async (work) => {
  const before = process.cpuUsage()
  const bytes = await work()
  const { user, system } = process.cpuUsage(before)
  return { bytes, ms: (user + system) / 1000 }
}

const ours = (name, options) => {
  const codec = createCodec(name, { ...options, threads: 1, backend: 'native' })
  return (picture, quality) => cpu(() => codec.encodeSync(picture, { quality }))
}

const theirs = (format, options) => (picture, quality) => {
  const { width, height, data } = picture
  const raw = { raw: { width, height, channels: 3 } }
  return cpu(() =>
    sharp(data, raw)
      .toFormat(format, { ...options, quality })
      .toBuffer(),
  )
}

/** The program's own time, as the shell tells it; reading the PNG file is part of it. */
const program = (name, args, extension) => async (picture, quality) => {
  const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-bench-'))
  try {
    const [from, to] = [join(folder, 'a.png'), join(folder, `a.${extension}`)]
    writeFileSync(from, new PNG({ compressionLevel: 1 }).encodeSync(picture))
    const timed = `TIMEFORMAT='%U %S'; { time "$@" >/dev/null 2>&1; } 2>&1`
    const call = [name, ...args(quality, from, to).map(String)]
    const told = execFileSync('bash', ['-c', timed, '-', ...call], { encoding: 'utf8' })
    const [user, system] = told.trim().split(' ').map(Number)
    return { bytes: readFileSync(to), ms: (user + system) * 1000 }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const avifenc = (...options) => {
  const level = (q) => ['--min', q, '--max', q, '-a', 'end-usage=q', '-a', `cq-level=${q}`]
  const args = (q, from, to) => ['-j', 1, ...options, ...level(q), from, to]
  return program(process.env.AVIFENC ?? 'avifenc', args, 'avif')
}

const cwebp = (...options) => {
  const args = (q, from, to) => [...options, '-q', q, from, '-o', to]
  return program(process.env.CWEBP ?? 'cwebp', args, 'webp')
}

/** libwebp's own switches, all at method 6, the first without any. */
function switches(...texts) {
  const row = (text) => [cwebp('-m', 6, ...text.split(' ').filter(Boolean)), [45, 65, 79, 88, 95]]
  return Object.fromEntries(texts.map((text) => [text || 'cwebp -m 6', row(text)]))
}

/** Of AV1: SSIMULACRA2 50 to 86. */
const CRF = [44, 34, 25, 15]

/** The first of each is what the others are compared with. */
const fields = {
  jpeg: {
    'sharp, mozjpeg': [theirs('jpeg', { mozjpeg: true }), [55, 68, 78, 87, 93]],
    'ours, default': [ours('jpeg'), [50, 64, 76, 86, 93]],
    'ours, visual': [ours('jpeg', { tune: 'visual' }), [50, 65, 78, 88, 94]],
    'ours, visual, effort 3': [ours('jpeg', { tune: 'visual', effort: 3 }), [50, 65, 76, 86, 93]],
  },
  avif: {
    'sharp, default': [theirs('avif', {}), [35, 50, 65, 80]],
    'ours, default': [ours('avif'), CRF],
    'ours, 4:2:0': [ours('avif', { subsampling: '4:2:0' }), CRF],
    'ours, 10 bit': [ours('avif', { bitDepth: 10 }), CRF],
    'ours, effort 0': [ours('avif', { effort: 0 }), CRF],
    'ours, effort 6': [ours('avif', { effort: 6 }), CRF],
    'ours, effort 7': [ours('avif', { effort: 7 }), CRF],
    'ours, effort 8': [ours('avif', { effort: 8 }), CRF],
    'ours, effort 9': [ours('avif', { effort: 9 }), CRF],
    'ours, effort 7, 10 bit': [ours('avif', { effort: 7, bitDepth: 10 }), CRF],
    'ours, effort 8, 10 bit': [ours('avif', { effort: 8, bitDepth: 10 }), CRF],
    'ours, effort 9, 10 bit': [ours('avif', { effort: 9, bitDepth: 10 }), CRF],
    'avifenc, speed 6': [avifenc('-s', 6), CRF],
    'avifenc, speed 4': [avifenc('-s', 4), CRF],
    'avifenc, speed 6, tune=iq': [avifenc('-s', 6, '-a', 'tune=iq'), CRF],
  },
  webp: {
    'cwebp -m 6': [cwebp('-m', 6), [45, 65, 79, 88, 95]],
    'cwebp (-m 4)': [cwebp(), [45, 65, 79, 88, 95]],
    'cwebp -m 6 -sharp_yuv': [cwebp('-m', 6, '-sharp_yuv'), [45, 65, 79, 88, 95]],
    'ours, default': [ours('webp'), [45, 65, 79, 88, 95]],
    'sharp, default': [theirs('webp', {}), [45, 65, 79, 88, 95]],
  },
  'webp-switches': switches(
    '',
    ...['-sharp_yuv', '-sharpness 7', '-sharp_yuv -sharpness 7'],
    ...['-sns 35', '-af', '-pass 10', '-segments 1', '-pre 1', '-jpeg_like', '-nostrong'].map(
      (more) => `-sharp_yuv -sharpness 7 ${more}`,
    ),
  ),
}

/** What a viewer rounds 10 bits to. */
function eightBits({ data, bitDepth }) {
  const top = 2 ** bitDepth - 1
  return top === 255 ? data : Uint8Array.from(data, (v) => Math.round((v * 255) / top))
}

async function measure([encode, qualities], picture, into) {
  const points = []
  for (const quality of qualities) {
    const { bytes, ms } = await encode(picture, quality)
    const data = eightBits(await decode(bytes))
    const { width, height } = picture
    const values = await metrics(picture, { data, width, height, channels: 3 }, METRICS)
    if (!(values.psnr > 20)) throw new Error(`another picture at ${quality}: ${values.psnr} dB`)
    points.push({ ...values, bytes: bytes.length })
    into.push(ms)
  }
  const of = (name) => points.map((point) => point[name])
  return { bpp: of('bytes'), ...Object.fromEntries(METRICS.map((name) => [name, of(name)])) }
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length

const signed = (value) => `${value >= 0 ? '+' : ''}${value.toFixed(1)}`

/** The rows' curves, picture by picture, so that all rows are measured in turns. */
async function curvesOf(rows, pictures) {
  const found = Object.fromEntries(
    Object.keys(rows).map((label) => [label, { curves: [], ms: [] }]),
  )
  for (const name of pictures) {
    const picture = { ...source(`${name}.png`), channels: 3 }
    for (const label of Object.keys(found)) {
      try {
        found[label].curves.push(await measure(rows[label], picture, found[label].ms))
      } catch (error) {
        if (label === Object.keys(rows)[0]) throw error
        console.error(`${label}: left out: ${error.message.split('\n')[0]}`)
        delete found[label]
        process.exitCode = 1
      }
    }
  }
  return found
}

async function compare(rows, pictures, shown) {
  const found = await curvesOf(rows, pictures)
  const [first] = Object.values(found)
  const heads = ['encoder', 'SSIMULACRA2, %', 'Butteraugli, %', 'PSNR, %', 'CPU ms', 'ratio']
  const all = shown ? [...heads, ...pictures] : heads
  console.log(`| ${all.join(' | ')} |`)
  console.log(`| --- |${' ---: |'.repeat(all.length - 1)}`)
  for (const [label, { curves, ms }] of Object.entries(found)) {
    const each = METRICS.map((metric) => {
      const better = metric.startsWith('butteraugli') ? 'lower' : 'higher'
      return curves.map((curve, i) => bdRate(first.curves[i], curve, { metric, better }).bdRate)
    })
    const rates = each.map((values) => signed(mean(values)))
    const time = [mean(ms).toFixed(0), (mean(ms) / mean(first.ms)).toFixed(2)]
    const own = shown ? each[0].map(signed) : []
    console.log(`| ${[label, ...rates, ...time, ...own].join(' | ')} |`)
  }
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { only: { type: 'string', multiple: true }, each: { type: 'boolean' } },
  })
  const names = positionals.filter((name) => fields[name])
  const others = positionals.filter((name) => !fields[name])
  const pictures = others.length > 0 ? others : PICTURES
  const missing = pictures.find((name) => !existsSync(join(FOLDER, `${name}.png`)))
  if (missing)
    throw new Error(
      `'${missing}' is no field (${Object.keys(fields).join(', ')}) and no picture of ${FOLDER}`,
    )
  const kept = ([label], index) =>
    index === 0 || (values.only ?? ['']).some((text) => label.includes(text))
  for (const name of names.length > 0 ? names : Object.keys(fields)) {
    const rows = Object.fromEntries(Object.entries(fields[name]).filter(kept))
    console.log(`\n${name}, against the first:\n`)
    await compare(rows, pictures, values.each)
  }
}

main().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
