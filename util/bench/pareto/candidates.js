'use strict'
// What util/bench/settings.js measures: per codec (or encoder) the qualities, the reference that the
// others' BD-rate is counted from, and the settings, in the encoders' own words, so that a change of
// our defaults changes no figure here.

const THREE = ['kodim01.png', 'kodim13.png', 'kodim23.png']

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
      ['slow', 'crf=Q:aq-mode=2:aq-strength=1'],
      ['slow', 'psy-rd=2'],
      ['slow', 'tskip=1'],
      ['slow', 'tu-intra-depth=3'],
      ['slow', 'rd=6'],
      ['slow', 'ctu=32'],
      ['slow', 'strong-intra-smoothing=0'],
      ['slow', 'sao=0'],
      ['ultrafast', 'rdoq-level=1'],
      ['medium', 'rdoq-level=1'],
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
  'veryslow ssim': x264('veryslow', undefined, { tune: 'ssim' }),
  'veryslow psy': x264('veryslow', 'psy=1'),
  'veryslow stillimage': x264('veryslow', undefined, { tune: 'stillimage' }),
}

const aom = (usage, speed, aomParams, more) => ({
  encoder: 'libaom-av1',
  usage,
  speed,
  options: { ...more, ...(aomParams && { 'aom-params': aomParams }) },
})

// PyCodecs' own: libaom's defaults through FFmpeg.
const pycodecs = aom('good', 1, undefined, { 'still-picture': 0 })

const aomSwitches = {
  'good 1, no still-picture': pycodecs,
  ...named([3, 4, 6, 5, 2].map((speed) => [`good ${speed}`, aom('good', speed)])),
  'good 3 ssim': { ...aom('good', 3), tune: 'ssim' },
  ...named([8, 6, 7, 5].map((speed) => [`allintra ${speed}`, aom('allintra', speed)])),
  'good 4 10 bit': { ...aom('good', 4), pixelFormat: 'yuv444p10le' },
  'good 4 no lag': aom('good', 4, undefined, { 'lag-in-frames': 0 }),
  'good 3 no lag': aom('good', 3, undefined, { 'lag-in-frames': 0 }),
  ...named(
    [
      ['trellis 0', 'disable-trellis-quant=0'],
      ['sb 64', 'sb-size=64'],
      ['chroma deltaq', 'enable-chroma-deltaq=1'],
      ['deltaq-mode 0', 'deltaq-mode=0'],
      ['no palette, intrabc', 'enable-palette=0:enable-intrabc=0'],
      ['qm', 'enable-qm=1'],
      ['no tpl', 'enable-tpl-model=0'],
    ].map(([label, params]) => [`good 4 ${label}`, aom('good', 4, params)]),
  ),
  ...named(
    [
      ['trellis final', 'disable-trellis-quant=2'],
      ['no restoration', 'enable-restoration=0'],
      ['reduced tx', 'reduced-tx-type-set=1'],
      ['no 1to4', 'enable-1to4-partitions=0'],
      ['sb 64', 'sb-size=64'],
      ['no ab', 'enable-ab-partitions=0'],
      ['max partition 32', 'max-partition-size=32'],
      ['no tx64', 'enable-tx64=0'],
      ['no flip-idtx', 'enable-flip-idtx=0'],
      ['no rect-tx', 'enable-rect-tx=0'],
      ['no filter-intra', 'enable-filter-intra=0'],
      ['no cdef', 'enable-cdef=0'],
      ['no angle-delta', 'enable-angle-delta=0'],
      ['trellis off', 'disable-trellis-quant=1'],
    ].map(([label, params]) => [`good 3 ${label}`, aom('good', 3, params)]),
  ),
  'good 3 10 bit': { ...aom('good', 3), pixelFormat: 'yuv444p10le' },
}

module.exports = {
  x265: { qualities: [37, 32, 27, 22], pictures: THREE, candidates: x265Candidates },
  x264: { qualities: [37, 32, 27, 22], pictures: THREE, candidates: x264Candidates },
  // On crops: the slow settings take seconds for a whole picture.
  av1: {
    qualities: [55, 43, 32, 20],
    pictures: THREE,
    size: [384, 256],
    candidates: aomSwitches,
  },
  svtav1: {
    codec: 'av1',
    qualities: [55, 43, 32, 20],
    pictures: THREE,
    size: [384, 256],
    candidates: {
      'libaom good 3, 4:2:0': { ...aom('good', 3), pixelFormat: 'yuv420p' },
      ...named(
        [13, 12, 10, 8, 6, 5, 4].map((speed) => [
          `SVT preset ${speed}`,
          { encoder: 'libsvtav1', speed },
        ]),
      ),
      'libaom good 6, 4:2:0': { ...aom('good', 6), pixelFormat: 'yuv420p' },
      'libaom allintra 8, 4:2:0': { ...aom('allintra', 8), pixelFormat: 'yuv420p' },
    },
  },
  rav1e: {
    codec: 'av1',
    qualities: [55, 43, 32, 20],
    pictures: THREE,
    size: [384, 256],
    candidates: {
      'libaom good 3': aom('good', 3),
      ...named(
        [10, 9, 8, 6, 5, 4].map((speed) => [
          `rav1e speed ${speed}`,
          { encoder: 'librav1e', speed, options: { 'rav1e-params': 'tune=Psnr' } },
        ]),
      ),
      'rav1e speed 6, psychovisual': { encoder: 'librav1e', speed: 6 },
    },
  },
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
    pictures: THREE,
    candidates: {
      'effort 7': { options: { effort: 7 } },
      ...named(range(1, 9).map((effort) => [`effort ${effort}`, { options: { effort } }])),
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
