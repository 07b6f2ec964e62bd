'use strict'
// Rate and quality targets, every codec with its default options on kodim01 and kodim23: what was
// hit, or the nearest that can be reached, and in how many encodes. Prints the tables of
// docs/data/targets.md:
//   npm run build && node util/bench/targets.js [CODEC...] [--json]
const { existsSync } = require('node:fs')
const { join } = require('node:path')
const { codecs, createCodec, metricsSync, readImageSync, TargetError } = require('../../dist')
const { FOLDER } = require('./pictures')

const pictures = ['kodim01.png', 'kodim23.png']
const targets = [0.1, 0.25, 0.5, 1]
  .map((bpp) => ({ bpp }))
  .concat([32, 36, 40].map((psnr) => ({ psnr })))

/** Every codec of the table in process, and the encoders that an option chooses. */
function contenders(wanted) {
  const alternatives = { av1: ['libsvtav1', 'librav1e'], jpeg2000: ['jpeg2000'] }
  const names = [...new Set(codecs().map(({ name }) => name))]
  const unknown = wanted.find((name) => !names.includes(name))
  if (unknown) throw new Error(`no codec '${unknown}'; known: ${names.join(', ')}`)
  return names
    .filter((name) => wanted.length === 0 || wanted.includes(name))
    .flatMap((name) => [
      { label: name, codec: createCodec(name) },
      ...(alternatives[name] ?? []).map((encoder) => ({
        label: `${name}, ${encoder}`,
        codec: createCodec(name, { encoder }),
      })),
    ])
}

/** One search; the PSNR is measured here again, on the picture that the decoder gives. */
function search(codec, picture, target) {
  const started = process.cpuUsage()
  try {
    const { bpp, nBytes, quality, restored, tries } = codec.applySync(picture, { target })
    const { user, system } = process.cpuUsage(started)
    const { psnr } = metricsSync(picture, restored, ['psnr'])
    const hit = target.bpp === undefined ? psnr >= target.psnr : bpp <= target.bpp
    if (!hit) throw new Error(`${codec.name}: the result misses ${JSON.stringify(target)}`)
    return { hit, quality, bpp, nBytes, psnr, encodes: tries.length, cpuMs: (user + system) / 1000 }
  } catch (error) {
    if (!(error instanceof TargetError)) throw error
    const { nearest, tries } = error
    const bpp = (nearest.bytes * 8) / (picture.shape[0] * picture.shape[1])
    return { hit: false, ...nearest, bpp, psnr: nearest.value, encodes: tries.length }
  }
}

const decibels = (psnr) => (psnr === Infinity ? 'lossless' : `${psnr.toFixed(2)} dB`)

function cell({ hit, quality, bpp, psnr, encodes }, target) {
  const reached = target.bpp === undefined ? decibels(psnr) : `${bpp.toFixed(3)} bpp`
  const at = Number(quality.toFixed(3))
  return hit ? `${reached}, q ${at} (${encodes})` : `no: ${reached}, q ${at} (${encodes})`
}

const line = (cells) => `| ${cells.join(' | ')} |`
const heads = ['codec', ...targets.map((t) => (t.bpp ? `${t.bpp} bpp` : `${t.psnr} dB`))]

function table(name, rows) {
  const encodes = rows.flatMap(({ results }) => results.map((r) => r.encodes))
  const hits = rows.flatMap(({ results }) => results).filter((r) => r.hit).length
  const mean = encodes.reduce((sum, n) => sum + n, 0) / encodes.length
  return [
    `### ${name}`,
    '',
    line(heads),
    line(heads.map(() => '---')),
    ...rows.map(({ label, results }) =>
      line([label, ...results.map((r, i) => cell(r, targets[i]))]),
    ),
    '',
    `${hits} of ${encodes.length} hit; ${mean.toFixed(2)} encodes in the mean, ${Math.max(...encodes)} at most.`,
    '',
  ].join('\n')
}

function main(args) {
  const json = args.includes('--json')
  const all = contenders(args.filter((one) => one !== '--json'))
  for (const { label } of all.filter(({ codec }) => !codec.available())) {
    console.warn(`${label} left out: not available`)
    process.exitCode = 1
  }
  const output = []
  for (const name of pictures) {
    const path = join(FOLDER, name)
    if (!existsSync(path)) throw new Error(`no ${path}: set NODECODECS_IMAGES`)
    const picture = readImageSync(path)
    const rows = all
      .filter(({ codec }) => codec.available())
      .map(({ label, codec }) => {
        console.warn(`${name} ${label}`)
        return { label, results: targets.map((target) => search(codec, picture, target)) }
      })
    if (json) output.push(...rows.map((row) => ({ picture: name, targets, ...row })))
    else console.log(table(name, rows))
  }
  if (json) console.log(JSON.stringify(output, null, 1))
}

main(process.argv.slice(2))
