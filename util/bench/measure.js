'use strict'
// One trial: every contender loads it, then they take turns, and medians are compared.
const { readFileSync, rmSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')
const { plans } = require('./plans')

// Short runs come in bursts, so that a turn is more than waking up a process.
const BURST_MS = 15
const MAX_BURST = 8
// Untimed runs first: a long-lived process has its code compiled and its memory at hand.
const WARM_MS = 200
const MAX_WARM = 200

// x265's QP 37 has 30 dB and more of these pictures; another picture has some 10.
const LEAST_PSNR = 20

const within = (budgetMs, ms, most) => Math.max(1, Math.min(most, Math.floor(budgetMs / ms)))

const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
}

function psnr(a, b) {
  if (a.length !== b.length) return undefined
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2
  return sum === 0 ? Infinity : 10 * Math.log10((255 * 255 * a.length) / sum)
}

/** Why a contender's time is worth nothing, by the PSNR of its picture. */
function wrong(psnr) {
  if (psnr === undefined) return 'a picture of another size'
  return psnr < LEAST_PSNR ? `another picture: ${psnr.toFixed(2)} dB` : undefined
}

// What the contender's result is worth: the PSNR of the picture that it gives.
function worth(codec, picture, reply, outcome) {
  const result = new Uint8Array(readFileSync(outcome))
  rmSync(outcome)
  if (reply.kind === 'rgb') return psnr(picture.data, result)
  const { data, shape } = codec.decodeSync(result)
  return psnr(picture.data, shape[2] === 4 ? data.filter((_, i) => i % 4 !== 3) : data)
}

async function loadAll(trial, children, folder) {
  const { setting, picture, direction } = trial
  const { codec, encode, decode } = plans(setting, picture)
  const { quality } = setting
  const { width, height, rgb } = picture
  const stream = join(folder, 'stream')
  if (direction === 'decode') {
    const image = { data: picture.data, width, height }
    writeFileSync(stream, codec.encodeSync(image, { quality }))
  }
  const plan = direction === 'encode' ? encode : decode
  const request = { do: 'load', direction, setting, width, height, rgb, plan }
  const loaded = []
  for (const child of children) {
    const outcome = join(folder, `${child.name}.out`)
    const input = direction === 'decode' ? { stream } : {}
    const reply = await child.ask({ ...request, ...input, outcome })
    const { skip, fault, missing } = reply
    if (skip || fault) {
      loaded.push({ child, skip, fault, missing })
      continue
    }
    const psnr = worth(codec, picture, reply, outcome)
    loaded.push({ child, reply, psnr, fault: wrong(psnr), ms: [] })
  }
  return loaded
}

// Round robin: A, B, C, A, B, C, ... until the budget of a contender is used up, `least` rounds at
// the least. A contender that is too slow leaves early; the others go on.
async function takeTurns(running, { budgetMs, least, most }) {
  for (const one of running) {
    one.pace = one.reply.ms
    if (one.pace > WARM_MS) continue
    const { ms } = await one.child.ask({ do: 'run', times: within(WARM_MS, one.pace, MAX_WARM) })
    if (ms) one.pace = Math.max(median(ms), 0.01)
  }
  for (let round = 0; round < most; round++) {
    let busy = false
    for (const one of running.filter(({ fault }) => !fault)) {
      const spent = one.ms.reduce((sum, ms) => sum + ms, 0)
      const tooSlow = one.reply.ms > budgetMs
      if (tooSlow ? round > 0 : round >= least && spent > budgetMs) continue
      busy = true
      const times = within(BURST_MS, one.pace, MAX_BURST)
      const { ms, fault } = await one.child.ask({ do: 'run', times })
      if (fault) one.fault = fault
      else one.ms.push(...ms)
    }
    if (!busy) return
  }
}

// -> { id, width, height, direction, rows }, a row being { contender, skip }, { contender, fault,
// missing } or { contender, ms, least, megapixelsPerSecond, bytes, psnr, runs, ratio, leastRatio };
// ratios are over the plain C call.
async function measure(trial, children, folder, limits) {
  const loaded = await loadAll(trial, children, folder)
  await takeTurns(
    loaded.filter((one) => one.reply && !one.fault),
    limits,
  )
  const { width, height } = trial.picture
  const rows = loaded.map(({ child, skip, fault, missing, reply, psnr, ms }) => {
    if (skip) return { contender: child.name, skip }
    if (fault) return { contender: child.name, fault, missing }
    const middle = median(ms)
    const megapixelsPerSecond = (width * height) / 1e3 / middle
    const { bytes } = reply
    const times = { ms: middle, least: Math.min(...ms), runs: ms.length }
    return { contender: child.name, ...times, megapixelsPerSecond, bytes, psnr }
  })
  const limit = rows.find((row) => row.contender === 'plain')
  for (const row of rows) {
    if (!limit?.ms || !row.ms) continue
    row.ratio = row.ms / limit.ms
    row.leastRatio = row.least / limit.least
  }
  return { id: trial.id, width, height, direction: trial.direction, rows }
}

module.exports = { measure, median, psnr }
