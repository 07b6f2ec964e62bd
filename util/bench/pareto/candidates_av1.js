'use strict'
// The candidates of AV1's encoders: libaom's searches and tools, SVT-AV1, rav1e (candidates.js).

const THREE = ['kodim01.png', 'kodim13.png', 'kodim23.png']

const named = (entries) => Object.fromEntries(entries)

const aom = (usage, speed, aomParams, more) => ({
  encoder: 'libaom-av1',
  usage,
  speed,
  options: { ...more, ...(aomParams && { 'aom-params': aomParams }) },
})

// PyCodecs' own: libaom's defaults through FFmpeg.
const pycodecs = aom('good', 1, undefined, { 'still-picture': 0 })

// The options of libaom's search, as its `aom-params` name them.
const squareOnly = 'enable-rect-partitions=0'
const rectangular = 'enable-ab-partitions=0:enable-1to4-partitions=0'
const noFilterIntra = 'enable-filter-intra=0'
const tools = (...params) => params.join(':')

// Whole pictures: above 480 lines libaom searches otherwise than in a small crop.
const aomFront = {
  'good 1, no still-picture': pycodecs,
  ...named([3, 4, 6].map((speed) => [`good ${speed}`, aom('good', speed)])),
  ...named([6, 7, 8].map((speed) => [`allintra ${speed}`, aom('allintra', speed)])),
  'good 1 square': aom('good', 1, squareOnly),
  'good 3 square': aom('good', 3, squareOnly),
  'good 4 square, no filter-intra': aom('good', 4, tools(squareOnly, noFilterIntra)),
  'good 3 rectangular, no filter-intra': aom('good', 3, tools(rectangular, noFilterIntra)),
  ...named(
    [
      ['1 square', 1, squareOnly, 'sb-size=64'],
      ['3 square', 3, squareOnly, 'sb-size=64'],
      ['3 square, no filter-intra', 3, squareOnly, 'sb-size=64', noFilterIntra],
      ['4 square, no filter-intra', 4, squareOnly, 'sb-size=64', noFilterIntra],
      ['5 square, no filter-intra', 5, squareOnly, 'sb-size=64', noFilterIntra],
      ['3 rectangular, no filter-intra', 3, 'sb-size=64', rectangular, noFilterIntra],
    ].map(([label, speed, ...params]) => [
      `good ${label}, sb 64`,
      aom('good', speed, tools(...params)),
    ]),
  ),
  ...named(
    [1, 3].map((speed) => [
      `good ${speed} square, sb 64, 10 bit`,
      { ...aom('good', speed, tools(squareOnly, 'sb-size=64')), pixelFormat: 'yuv444p10le' },
    ]),
  ),
}

// One tool after the other, on crops that are large enough for the same search.
const aomTools = {
  'good 1, no still-picture': pycodecs,
  ...named([2, 3, 4, 5, 6].map((speed) => [`good ${speed}`, aom('good', speed)])),
  ...named([2, 3, 4, 5, 6].map((speed) => [`allintra ${speed}`, aom('allintra', speed)])),
  ...named(
    [
      ['sb 64', 'sb-size=64'],
      ['no ab', 'enable-ab-partitions=0'],
      ['no 1to4', 'enable-1to4-partitions=0'],
      ['square', squareOnly],
      ['min 8', 'min-partition-size=8'],
      ['max 32', 'max-partition-size=32'],
      ['reduced tx', 'reduced-tx-type-set=1'],
    ].map(([label, params]) => [`good 3 ${label}`, aom('good', 3, params)]),
  ),
  ...named(
    [
      ['', []],
      [' no cfl', ['enable-cfl-intra=0']],
      [' no tx64', ['enable-tx64=0']],
      [' no rect-tx', ['enable-rect-tx=0']],
      [' no angle-delta', ['enable-angle-delta=0']],
      [' no smooth, paeth', ['enable-smooth-intra=0', 'enable-paeth-intra=0']],
      [' no filter-intra', [noFilterIntra]],
      [' no filter-intra, max 32', [noFilterIntra, 'max-partition-size=32']],
      [
        ' no filter-intra, costs per tile',
        [noFilterIntra, 'coeff-cost-upd-freq=2:mode-cost-upd-freq=2'],
      ],
    ].map(([label, params]) => [
      `good 3 rectangular sb 64${label}`,
      aom('good', 3, tools('sb-size=64', rectangular, ...params)),
    ]),
  ),
  'good 2 square': aom('good', 2, squareOnly),
  'good 1 square': aom('good', 1, squareOnly),
  ...named(
    [0, 1, 2, 3, 4, 5, 6].map((speed) => [
      `good ${speed} square sb 64`,
      aom('good', speed, tools(squareOnly, 'sb-size=64')),
    ]),
  ),
  ...named(
    [3, 6].map((speed) => [
      `allintra ${speed} square sb 64`,
      aom('allintra', speed, tools(squareOnly, 'sb-size=64')),
    ]),
  ),
  ...named(
    [3, 4, 5].map((speed) => [
      `good ${speed} square sb 64 no filter-intra`,
      aom('good', speed, tools(squareOnly, 'sb-size=64', noFilterIntra)),
    ]),
  ),
  ...named(
    [
      ['quant-b-adapt', 'quant-b-adapt=1'],
      ['sharpness 1', 'sharpness=1'],
    ].map(([label, params]) => [
      `good 1 square sb 64 ${label}`,
      aom('good', 1, tools(squareOnly, 'sb-size=64', params)),
    ]),
  ),
  ...named(
    [1, 3].map((speed) => [
      `good ${speed} square sb 64, 10 bit`,
      { ...aom('good', speed, tools(squareOnly, 'sb-size=64')), pixelFormat: 'yuv444p10le' },
    ]),
  ),
}

const aomSlow = {
  'good 1, no still-picture': pycodecs,
  ...named([2, 1, 0].map((speed) => [`good ${speed}`, aom('good', speed)])),
}

// What changes nothing, or costs more than it saves.
const aomSwitches = {
  'good 1, no still-picture': pycodecs,
  ...named([3, 4].map((speed) => [`good ${speed}`, aom('good', speed)])),
  'good 3 ssim': { ...aom('good', 3), tune: 'ssim' },
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
    ].map(([label, params]) => [`good 3 ${label}`, aom('good', 3, params)]),
  ),
}

module.exports = {
  av1: { qualities: [55, 43, 32, 20], candidates: aomFront },
  'av1-tools': {
    codec: 'av1',
    qualities: [55, 43, 32, 20],
    pictures: ['kodim13.png', 'kodim23.png'],
    size: [512, 512],
    candidates: aomTools,
  },
  'av1-slow': {
    codec: 'av1',
    qualities: [55, 43, 32, 20],
    pictures: ['kodim23.png'],
    size: [512, 512],
    candidates: aomSlow,
  },
  'av1-switches': {
    codec: 'av1',
    qualities: [55, 43, 32, 20],
    pictures: THREE,
    size: [384, 256],
    candidates: aomSwitches,
  },
  svtav1: {
    codec: 'av1',
    qualities: [55, 43, 32, 20],
    candidates: {
      'libaom good 3, 4:2:0': { ...aom('good', 3), pixelFormat: 'yuv420p' },
      ...named(
        [13, 12, 10, 8, 6, 5, 4].map((speed) => [
          `SVT preset ${speed}`,
          { encoder: 'libsvtav1', speed },
        ]),
      ),
      'libaom square 1, 4:2:0': { ...aom('good', 1, squareOnly), pixelFormat: 'yuv420p' },
      'libaom good 4, 4:2:0': { ...aom('good', 4), pixelFormat: 'yuv420p' },
      'libaom good 6, 4:2:0': { ...aom('good', 6), pixelFormat: 'yuv420p' },
      'libaom allintra 8, 4:2:0': { ...aom('allintra', 8), pixelFormat: 'yuv420p' },
    },
  },
  rav1e: {
    codec: 'av1',
    qualities: [55, 43, 32, 20],
    candidates: {
      'libaom good 3': aom('good', 3),
      ...named(
        [10, 9, 8, 7, 6, 5].map((speed) => [
          `rav1e speed ${speed}`,
          { encoder: 'librav1e', speed, options: { 'rav1e-params': 'tune=Psnr' } },
        ]),
      ),
    },
  },
}
