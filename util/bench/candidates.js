'use strict'
// Settings that may be on the Pareto front of rate against time, and four qualities for each codec
// between about 32 and 44 dB. The first of each list is the anchor: the library's default, and for
// AV1 what PyCodecs asks for.

const x265 = (preset, params) => ({
  pixelFormat: 'yuv444p',
  preset,
  ...(params && { options: { 'x265-params': params } }),
})
const av1 = (usage, speed, more = {}) => ({ pixelFormat: 'yuv444p', usage, speed, ...more })
const aom = (params) => ({ options: { 'aom-params': params } })
const named = (entries) => Object.entries(entries).map(([name, options]) => ({ name, options }))
const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => from + i)

const CANDIDATES = {
  x265: {
    qualities: [40, 34, 28, 22],
    settings: named({
      slow: x265('slow'),
      ultrafast: x265('ultrafast'),
      'ultrafast rdoq': x265('ultrafast', 'rdoq-level=2'),
      superfast: x265('superfast'),
      veryfast: x265('veryfast'),
      medium: x265('medium'),
      'medium rdoq': x265('medium', 'rdoq-level=2'),
      'medium rdoq rd=5': x265('medium', 'rdoq-level=2:rd=5'),
      slower: x265('slower'),
      veryslow: x265('veryslow'),
      placebo: x265('placebo'),
      'slow no-sao': x265('slow', 'no-sao=1'),
      'slow rect intra': x265('slow', 'tu-intra-depth=4:tskip=1'),
      'slow ctu 32': x265('slow', 'ctu=32'),
      'slow chroma +3': x265('slow', 'cbqpoffs=3:crqpoffs=3'),
      'slow aq 1': x265('slow', 'aq-mode=1:aq-strength=1'),
      'slow tune ssim': { ...x265('slow'), tune: 'ssim' },
    }),
  },
  x264: {
    qualities: [40, 34, 28, 22],
    settings: named({
      veryslow: { pixelFormat: 'yuv444p', preset: 'veryslow' },
      ultrafast: { pixelFormat: 'yuv444p', preset: 'ultrafast' },
      superfast: { pixelFormat: 'yuv444p', preset: 'superfast' },
      veryfast: { pixelFormat: 'yuv444p', preset: 'veryfast' },
      medium: { pixelFormat: 'yuv444p', preset: 'medium' },
      slow: { pixelFormat: 'yuv444p', preset: 'slow' },
      slower: { pixelFormat: 'yuv444p', preset: 'slower' },
      placebo: { pixelFormat: 'yuv444p', preset: 'placebo' },
      'veryslow ssim': { pixelFormat: 'yuv444p', preset: 'veryslow', tune: 'ssim' },
      'veryslow stillimage': { pixelFormat: 'yuv444p', preset: 'veryslow', tune: 'stillimage' },
    }),
  },
  av1: {
    qualities: [52, 42, 32, 22],
    settings: named({
      'good 1, not still': av1('good', 1, { options: { 'still-picture': 0 } }),
      'good 2': av1('good', 2),
      'good 3': av1('good', 3),
      'good 4': av1('good', 4),
      'good 5': av1('good', 5),
      'good 6': av1('good', 6),
      'good 3 sb 64': av1('good', 3, aom('sb-size=64')),
      'good 4 sb 64': av1('good', 4, aom('sb-size=64')),
      'good 4 no cdef': av1('good', 4, aom('enable-cdef=0')),
      'good 4 qm': av1('good', 4, aom('enable-qm=1')),
      'good 4 delta-q 0': av1('good', 4, aom('deltaq-mode=0')),
      'good 4 chroma delta-q': av1('good', 4, aom('enable-chroma-deltaq=1')),
      'good 4 ssim': av1('good', 4, { tune: 'ssim' }),
      'allintra 4': av1('allintra', 4),
      'allintra 5': av1('allintra', 5),
      'allintra 6': av1('allintra', 6),
      'allintra 7': av1('allintra', 7),
      'allintra 8': av1('allintra', 8),
      'allintra 9': av1('allintra', 9),
      'rav1e 6': { pixelFormat: 'yuv444p', encoder: 'librav1e', speed: 6 },
      'rav1e 10': { pixelFormat: 'yuv444p', encoder: 'librav1e', speed: 10 },
      'svt 4, 4:2:0': { encoder: 'libsvtav1', speed: 4 },
      'svt 8, 4:2:0': { encoder: 'libsvtav1', speed: 8 },
    }),
  },
  webp: {
    qualities: [30, 60, 80, 92],
    settings: [6, ...range(0, 5)].map((method) => ({
      name: `method ${method}`,
      options: { method },
    })),
  },
  jpeg: {
    qualities: [40, 65, 82, 92],
    settings: named({
      'optimized 4:2:0': {},
      plain: { optimize: false },
      progressive: { progressive: true },
      '4:4:4': { subsampling: '4:4:4' },
      '4:4:4 progressive': { subsampling: '4:4:4', progressive: true },
    }),
  },
  mjpeg: {
    qualities: [16, 9, 5, 3],
    settings: named({
      'optimal 4:4:4': { pixelFormat: 'yuv444p' },
      'default tables': { pixelFormat: 'yuv444p', huffman: 'default' },
      'optimal 4:2:0': { pixelFormat: 'yuv420p' },
    }),
  },
  jxl: {
    qualities: [5, 3, 1.5, 0.8],
    settings: [7, 1, 3, 4, 5, 6, 8].map((effort) => ({
      name: `effort ${effort}`,
      options: { effort },
    })),
  },
  jpeg2000: {
    qualities: [80, 40, 20, 10],
    settings: named({
      default: {},
      'yuv444p, 9/7': { pixelFormat: 'yuv444p', options: { irreversible: 1 } },
      'yuv444p, 5/3': { pixelFormat: 'yuv444p', options: { irreversible: 0 } },
    }),
  },
  vp9: {
    qualities: [52, 42, 32, 22],
    settings: range(0, 8).map((speed) => ({
      name: `speed ${speed}`,
      options: { pixelFormat: 'yuv444p', speed },
    })),
  },
}

module.exports = { CANDIDATES }
