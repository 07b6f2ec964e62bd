'use strict'
// What util/bench/settings.js measures in our own words: the tunes against each other at the default
// effort (`tune-...`), and the walk of effort along each tune's front (`effort-...`). Unlike the other
// studies these follow our defaults: they show what a user gets. Qualities of SSIMULACRA2 45 to 90.

const QP = [36, 32, 28, 24, 20, 16]
const CRF = [40, 33, 27, 20, 13]
const codecs = {
  webp: [45, 65, 79, 88, 95],
  jpeg: [45, 62, 76, 85, 93],
  jxl: [4.5, 3, 2, 1.2, 0.7],
  x264: QP,
  x265: QP,
  heic: QP,
  vp9: [54, 45, 36, 28, 20],
  avif: CRF,
  av1: CRF,
  svtav1: CRF,
  rav1e: CRF,
}
const encoders = { svtav1: 'libsvtav1', rav1e: 'librav1e' }

const study = (name, candidates) => ({
  codec: encoders[name] ? 'av1' : name,
  metric: 'ssimulacra2',
  qualities: codecs[name],
  candidates: Object.fromEntries(
    Object.entries(candidates).map(([label, options]) => [
      label,
      { ...(encoders[name] && { encoder: encoders[name] }), ...options },
    ]),
  ),
})

const tunes = (name, other = 'visual') => [
  `tune-${name}`,
  study(name, { psnr: { tune: 'psnr' }, [other]: { tune: other } }),
]

/** The default effort first, from which the others are counted. */
const efforts = (name, first, tune) => [
  `effort-${name}${tune ? `-${tune}` : ''}`,
  study(
    name,
    Object.fromEntries(
      [first, ...Array(10).keys()].map((effort) => [
        `effort ${effort}`,
        { effort, ...(tune && { tune }) },
      ]),
    ),
  ),
]

const tuned = ['jpeg', 'x264', 'x265', 'heic', 'avif', 'av1', 'svtav1', 'rav1e']

module.exports = Object.fromEntries([
  ...tuned.map((name) => tunes(name)),
  tunes('vp9', 'ssim'),
  efforts('webp', 9),
  efforts('jxl', 6),
  efforts('jpeg', 4, 'psnr'),
  efforts('jpeg', 4, 'visual'),
  efforts('x264', 9, 'psnr'),
  efforts('x264', 9, 'visual'),
  efforts('x265', 6, 'psnr'),
  efforts('x265', 6, 'visual'),
  efforts('heic', 6),
  efforts('vp9', 5),
  efforts('svtav1', 5),
  efforts('rav1e', 5),
  efforts('avif', 5),
  efforts('av1', 5),
])
