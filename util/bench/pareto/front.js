'use strict'
// From single encodes to a candidate's BD-rate and relative time, and which of them form the front.
const { bdRate } = require('../../../dist')

const mean = (values) => values.reduce((sum, v) => sum + v, 0) / values.length
const geometricMean = (values) => Math.exp(mean(values.map(Math.log)))

/** MS-SSIM in dB: the values themselves crowd together below 1. */
const decibel = (similarity) => -10 * Math.log10(1 - similarity)

const curve = (points) => ({
  bpp: points.map((p) => p.bytes),
  psnr: points.map((p) => p.psnr),
  msSsim: points.map((p) => decibel(p.msSsim)),
})

/** Percent of bytes more than the reference at equal quality; for lossless points simply percent. */
function rate(reference, points, metric) {
  if (points.every((p) => p.psnr === null)) {
    return 100 * (geometricMean(points.map((p, i) => p.bytes / reference[i].bytes)) - 1)
  }
  return bdRate(curve(reference), curve(points), { metric }).bdRate
}

/**
 * `runs`: label -> picture -> its points; the first label is the reference. BD-rates are means over
 * the pictures, times geometric means of the ratios and the mean CPU time in ms.
 */
function summarise(runs) {
  const [[, reference]] = Object.entries(runs)
  const rows = Object.entries(runs).map(([label, pictures]) => {
    const each = Object.entries(pictures)
    const points = each.flatMap(([, own]) => own)
    const ratios = each.flatMap(([name, own]) => own.map((p, i) => p.ms / reference[name][i].ms))
    return {
      label,
      psnr: mean(each.map(([name, own]) => rate(reference[name], own, 'psnr'))),
      msSsim: mean(each.map(([name, own]) => rate(reference[name], own, 'msSsim'))),
      time: geometricMean(ratios),
      ms: mean(points.map((p) => p.ms)),
    }
  })
  return rows.map((row) => ({ ...row, front: !rows.some((other) => dominates(other, row)) }))
}

/** At least as small and as fast, and better in one. */
function dominates(a, b) {
  return a.psnr <= b.psnr && a.time <= b.time && (a.psnr < b.psnr || a.time < b.time)
}

module.exports = { summarise }
