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
  ssimulacra2: points.map((p) => p.ssimulacra2),
  // a distance: less is better
  butteraugli: points.map((p) => -Math.log(p.butteraugli)),
})

/** Percent of bytes more than the reference at equal quality; for lossless points simply percent. */
function rate(reference, points, metric) {
  if (points.every((p) => p.psnr === null)) {
    return 100 * (geometricMean(points.map((p, i) => p.bytes / reference[i].bytes)) - 1)
  }
  return bdRate(curve(reference), curve(points), { metric }).bdRate
}

const METRICS = ['psnr', 'msSsim', 'ssimulacra2', 'butteraugli']

/**
 * `runs`: label -> picture -> its points; the first label is the reference. BD-rates are means over
 * the pictures, times geometric means of the ratios and the mean CPU time in ms. The front is that of
 * `metric` against time.
 */
function summarise(runs, metric = 'psnr') {
  const [[, reference]] = Object.entries(runs)
  const rows = Object.entries(runs).map(([label, pictures]) => {
    const each = Object.entries(pictures)
    const points = each.flatMap(([, own]) => own)
    const rates = each.map(([name, own]) =>
      Object.fromEntries(METRICS.map((of) => [of, rate(reference[name], own, of)])),
    )
    const ratios = each.flatMap(([name, own]) => own.map((p, i) => p.ms / reference[name][i].ms))
    return {
      label,
      each: Object.fromEntries(each.map(([name], i) => [name, rates[i]])),
      ...Object.fromEntries(METRICS.map((of) => [of, mean(rates.map((rate) => rate[of]))])),
      time: geometricMean(ratios),
      ms: mean(points.map((p) => p.ms)),
    }
  })
  return rows.map((row) => ({
    ...row,
    front: !rows.some((other) => dominates(other, row, metric)),
  }))
}

/** At least as small and as fast, and better in one. */
function dominates(a, b, metric) {
  const [x, y] = [a[metric], b[metric]]
  return x <= y && a.time <= b.time && (x < y || a.time < b.time)
}

module.exports = { summarise }
