'use strict'
// What util/bench/settings.js measures: per codec (or encoder) the qualities, the reference that the
// others' BD-rate is counted from, and the settings, in the encoders' own words, so that a change of
// our defaults changes no figure here.

const named = (entries) => Object.fromEntries(entries)
const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => from + i)

const x265 = (preset, params, more) => ({
  preset,
  tune: 'psnr',
  ...more,
  ...(params && { options: { 'x265-params': params } }),
})

const x26xPresets = [
  ...['ultrafast', 'superfast', 'veryfast', 'faster', 'fast', 'medium', 'slow', 'slower'],
  ...['veryslow', 'placebo'],
]

const x265Candidates = {
  // PyCodecs' own: `tune=ssim` with x265's advertisement in the stream.
  'veryslow ssim, with its SEI': x265('veryslow', undefined, { tune: 'ssim', info: true }),
  'veryslow ssim': x265('veryslow', undefined, { tune: 'ssim' }),
  ...named(x26xPresets.filter((p) => p !== 'placebo').map((preset) => [preset, x265(preset)])),
  ...named(
    [
      ['ultrafast', 'rdoq-level=2'],
      ['ultrafast', 'rdoq-level=2:signhide=1'],
      ['superfast', 'rdoq-level=2'],
      ['medium', 'rdoq-level=2'],
      ['slow', 'rdoq-level=1'],
      ['slow', 'psy-rd=2'],
      ['slow', 'tskip=1'],
    ].map(([preset, params]) => [`${preset} ${params}`, x265(preset, params)]),
  ),
}

const x264 = (preset, params, more) => ({
  preset,
  tune: 'psnr',
  ...more,
  ...(params && { options: { 'x264-params': params } }),
})

const x264Candidates = {
  veryslow: x264('veryslow'),
  ...named(x26xPresets.map((preset) => [preset, x264(preset)])),
  'ultrafast 8x8dct cabac': x264('ultrafast', '8x8dct=1:cabac=1'),
  'ultrafast 8x8dct cabac trellis 2': x264('ultrafast', '8x8dct=1:cabac=1:trellis=2'),
  'superfast trellis 2': x264('superfast', 'trellis=2'),
  'medium trellis 2': x264('medium', 'trellis=2'),
  'slow trellis 2': x264('slow', 'trellis=2'),
  'veryslow trellis 1': x264('veryslow', 'trellis=1'),
  'veryslow no deblock': x264('veryslow', 'no-deblock=1'),
}

module.exports = {
  x265: { qualities: [37, 32, 27, 22], candidates: x265Candidates },
  x264: { qualities: [37, 32, 27, 22], candidates: x264Candidates },
  ...require('./candidates_av1'),
  webp: {
    qualities: [40, 60, 75, 90],
    candidates: {
      'method 4': { method: 4 },
      ...named(range(0, 6).map((method) => [`method ${method}`, { method }])),
      ...named(
        ['picture', 'photo', 'drawing'].map((preset) => [
          `method 6, preset ${preset}`,
          { method: 6, options: { preset } },
        ]),
      ),
    },
  },
  jxl: {
    qualities: [4, 2.5, 1.5, 0.8],
    candidates: {
      'effort 7': { options: { effort: 7 } },
      ...named(range(1, 8).map((effort) => [`effort ${effort}`, { options: { effort } }])),
    },
  },
  vp9: {
    qualities: [55, 43, 32, 20],
    candidates: {
      'cpu-used 1': { speed: 1 },
      ...named(range(0, 8).map((speed) => [`cpu-used ${speed}`, { speed }])),
    },
  },
  jpeg: {
    qualities: [40, 60, 75, 90],
    candidates: {
      optimized: { optimize: true },
      'standard tables': { optimize: false },
      progressive: { optimize: true, progressive: true },
    },
  },
  mjpeg: {
    qualities: [16, 8, 5, 3],
    candidates: {
      'huffman optimal': { huffman: 'optimal' },
      'huffman default': { huffman: 'default' },
      'huffman optimal, trellis': { huffman: 'optimal', options: { trellis: 1 } },
    },
  },
  png: {
    qualities: [0],
    candidates: {
      'level 9, mixed': { compressionLevel: 9 },
      ...named(
        ['none', 'sub', 'up', 'avg', 'paeth', 'mixed'].flatMap((pred) =>
          [1, 3, 6, 9].map((level) => [
            `level ${level}, ${pred}`,
            { compressionLevel: level, options: { pred } },
          ]),
        ),
      ),
      'level 0, none': { compressionLevel: 0, options: { pred: 'none' } },
      'level 2, mixed': { compressionLevel: 2, options: { pred: 'mixed' } },
      'level 4, mixed': { compressionLevel: 4, options: { pred: 'mixed' } },
      'level 7, mixed': { compressionLevel: 7, options: { pred: 'mixed' } },
    },
  },
}
