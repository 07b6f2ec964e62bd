'use strict'
// What util/bench/settings.js measures in our own words: the tunes against each other at the default
// effort (`tune-...`), and the walk of effort along each tune's front (`effort-...`). Unlike the other
// studies these follow our defaults: they show what a user gets. Qualities of SSIMULACRA2 45 to 90.
const { createCodec } = require('../../../dist')

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

const named = (name) => (encoders[name] ? 'av1' : name)
const own = (name, options) => ({
  ...(encoders[name] && { encoder: encoders[name] }),
  ...options,
})

const study = (name, candidates) => ({
  codec: named(name),
  metric: 'ssimulacra2',
  qualities: codecs[name],
  // asked for when it is run: an encoder of another study may be missing here
  get candidates() {
    return candidates()
  },
})

const tunes = (name, other = 'visual') => [
  `tune-${name}`,
  study(name, () => ({
    psnr: own(name, { tune: 'psnr' }),
    [other]: own(name, { tune: other }),
  })),
]

/** The settings that an effort stands for, as a text that others can be compared with. */
function settingsOf(name, options) {
  const { effort, ...settings } = createCodec(named(name), options).options
  // JPEG XL's one setting is the encoder's effort, which is no option of ours
  return JSON.stringify(name === 'jxl' ? { effort, ...settings } : settings)
}

/** The efforts that differ; those that share a setting are one candidate. */
function walk(name, tune) {
  const found = new Map()
  for (const effort of Array(10).keys()) {
    const options = own(name, { effort, ...(tune && { tune }) })
    const settings = settingsOf(name, options)
    if (!found.has(settings)) found.set(settings, { efforts: [], options })
    found.get(settings).efforts.push(effort)
  }
  return [...found.values()]
}

/** The default effort's setting first, from which the others are counted. */
const efforts = (name, first, tune) => [
  `effort-${name}${tune ? `-${tune}` : ''}`,
  study(name, () => {
    const points = walk(name, tune)
    const chosen = points.find((point) => point.efforts.includes(first))
    return Object.fromEntries(
      [chosen, ...points.filter((point) => point !== chosen)].map((point) => [
        `effort ${point.efforts.join(', ')}`,
        point.options,
      ]),
    )
  }),
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
