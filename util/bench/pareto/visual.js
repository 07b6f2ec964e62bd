'use strict'
// What util/bench/settings.js measures for `tune: 'visual'`: settings that are said to look better,
// against each codec's `psnr`. Qualities are of SSIMULACRA2 50 to 90, each candidate at its own five.

const x265 = (params, more) => ({
  preset: 'slow',
  rdoq: 2,
  tune: 'psnr',
  ...more,
  ...(params && { options: { 'x265-params': params } }),
})

// At constant QP x265 switches adaptive quantization off; a CRF without qcomp is a QP of one picture.
const crf = (params) => x265(`crf=Q:qcomp=1:${params}`)
const chroma = (offset) => `cbqpoffs=${offset}:crqpoffs=${offset}`

const x265Visual = {
  psnr: x265(),
  'psy (its default)': x265(undefined, { tune: 'visual' }),
  'psy, chroma -6': x265(chroma(-6), { tune: 'visual' }),
  'psy-rd 0.5, chroma -6': x265(`psy-rd=0.5:psy-rdoq=0.5:${chroma(-6)}`, { tune: 'visual' }),
  'no sao': x265('no-sao=1'),
  'chroma -2': x265(chroma(-2)),
  'chroma +2': x265(chroma(2)),
  'chroma +4': x265(chroma(4)),
  'aq 1': crf('aq-mode=1'),
  'aq 2': crf('aq-mode=2'),
  'aq 3': crf('aq-mode=3'),
  'aq 1, strength 0.5': crf('aq-mode=1:aq-strength=0.5'),
}

const aom = (params, more) => ({
  encoder: 'libaom-av1',
  usage: 'good',
  speed: 1,
  tune: 'psnr',
  partitions: 'square',
  filterIntra: true,
  ...more,
  ...(params && { options: { 'aom-params': params } }),
})

const aomVisual = {
  psnr: aom(),
  ssim: aom(undefined, { tune: 'ssim' }),
  qm: aom('enable-qm=1'),
  'qm 0 to 10': aom('enable-qm=1:qm-min=0:qm-max=10'),
  'qm 8 to 15': aom('enable-qm=1:qm-min=8:qm-max=15'),
  'ssim, qm 8 to 15': aom('enable-qm=1:qm-min=8:qm-max=15', { tune: 'ssim' }),
  'chroma deltaq': aom('enable-chroma-deltaq=1'),
  'deltaq-mode 2': aom('deltaq-mode=2'),
  'aq-mode 1': aom('aq-mode=1'),
  'no cdef': aom('enable-cdef=0'),
  'no restoration': aom('enable-restoration=0'),
  'sharpness 2': aom('sharpness=2'),
  '10 bit': aom(undefined, { pixelFormat: 'yuv444p10le' }),
  '4:2:0': aom(undefined, { pixelFormat: 'yuv420p' }),
}

const webp = (preset, method = 6) => ({ method, ...(preset && { options: { preset } }) })

module.exports = {
  'x265-visual': {
    codec: 'x265',
    metric: 'ssimulacra2',
    qualities: [38, 33, 29, 25, 20],
    candidates: x265Visual,
  },
  'av1-visual': {
    codec: 'av1',
    metric: 'ssimulacra2',
    qualities: [45, 35, 27, 20, 12],
    candidates: aomVisual,
  },
  'svtav1-visual': {
    codec: 'av1',
    metric: 'ssimulacra2',
    qualities: [45, 35, 27, 20, 12],
    candidates: {
      psnr: { encoder: 'libsvtav1', speed: 6 },
      'tune 0': { encoder: 'libsvtav1', speed: 6, tune: 'visual' },
    },
  },
  'webp-visual': {
    codec: 'webp',
    metric: 'ssimulacra2',
    qualities: [45, 65, 79, 88, 95],
    candidates: {
      psnr: webp(),
      ...Object.fromEntries(
        ['default', 'picture', 'photo', 'drawing'].map((preset) => [preset, webp(preset)]),
      ),
    },
  },
  'jpeg-visual': {
    codec: 'jpeg',
    metric: 'ssimulacra2',
    qualities: [45, 62, 76, 85, 93],
    candidates: {
      psnr: { optimize: true },
      'psnr, progressive': { optimize: true, progressive: true },
      visual: { tune: 'visual' },
      '4:4:4': { optimize: true, subsampling: '4:4:4' },
    },
  },
}
