'use strict'
// What util/bench/settings.js measures for `tune: 'visual'`: settings that are said to look better,
// beside what `psnr` stands for, in the encoders' own words. Qualities of SSIMULACRA2 50 to 90.

const TWO = ['kodim05.png', 'kodim23.png']

const x265 = (params, more) => ({
  preset: 'superfast',
  rdoq: 2,
  tune: 'psnr',
  ...more,
  ...(params && { options: { 'x265-params': params } }),
})

// At constant QP x265 switches adaptive quantization off; a CRF without qcomp is a QP of one picture.
const aq = (mode, strength) => x265(`crf=Q:qcomp=1:aq-mode=${mode}:aq-strength=${strength}`)

const x264 = (params, more) => ({
  preset: 'slow',
  tune: 'psnr',
  ...more,
  ...(params && { options: { 'x264-params': params } }),
})

const x264Aq = (mode, strength) => x264(`crf=Q:qcomp=1:aq-mode=${mode}:aq-strength=${strength}`)

const rav1e = (tune) => ({ encoder: 'librav1e', speed: 8, tune })

const vp9 = (options) => ({ tune: 'psnr', ...(options && { options }) })

const aom = (tune, params, more) => ({
  encoder: 'libaom-av1',
  usage: 'allintra',
  speed: 6,
  tune,
  ...more,
  ...(params && { options: { 'aom-params': params } }),
})

const square = { usage: 'good', speed: 1, partitions: 'square', filterIntra: true }
const flat = 'enable-qm=1:qm-min=8:qm-max=15'

const study = (codec, qualities, candidates, pictures) => ({
  codec,
  metric: 'ssimulacra2',
  qualities,
  candidates,
  ...(pictures && { pictures }),
})

module.exports = {
  'x265-visual': study(
    'x265',
    [38, 32, 27, 21],
    {
      psnr: x265(),
      'psy-rd 2': x265('psy-rd=2:psy-rdoq=1'),
      'psy-rd 0.5, chroma -6': x265('psy-rd=0.5:cbqpoffs=-6:crqpoffs=-6'),
      sao: x265('sao=1'),
      'chroma +3': x265('cbqpoffs=3:crqpoffs=3'),
      'aq-mode 1': aq(1, 1),
      'aq-mode 1, strength 0.4': aq(1, 0.4),
      'aq-mode 2': aq(2, 1),
      '4:2:0': x265(undefined, { pixelFormat: 'yuv420p' }),
    },
    TWO,
  ),
  'x264-visual': study(
    'x264',
    [38, 32, 27, 21],
    {
      psnr: x264(),
      psy: x264(undefined, { tune: 'visual' }),
      'psy, no chroma offset': x264('chroma-qp-offset=6', { tune: 'visual' }),
      'aq-mode 1': x264Aq(1, 1),
      'aq-mode 1, strength 0.5': x264Aq(1, 0.5),
      'aq-mode 2': x264Aq(2, 1),
      'aq-mode 3': x264Aq(3, 1),
    },
    TWO,
  ),
  'rav1e-visual': study(
    'av1',
    [42, 32, 24, 15],
    { psnr: rav1e('psnr'), visual: rav1e('visual') },
    TWO,
  ),
  'vp9-visual': study(
    'vp9',
    [52, 45, 36, 26],
    {
      psnr: vp9(),
      ssim: { tune: 'ssim' },
      'aq-mode 1': vp9({ 'aq-mode': 1 }),
      'aq-mode 2': vp9({ 'aq-mode': 2 }),
      'sharpness 4': vp9({ sharpness: 4 }),
    },
    TWO,
  ),
  'av1-visual': study(
    'av1',
    [42, 32, 24, 15],
    {
      psnr: aom('psnr'),
      ssim: aom('ssim'),
      'ssim, qm 8 to 15': aom('ssim', flat),
      'ssim, qm': aom('ssim', 'enable-qm=1'),
      'ssim, no cdef': aom('ssim', 'enable-cdef=0'),
      'ssim, sharpness 3': aom('ssim', 'sharpness=3'),
      'ssim, deltaq-mode 0': aom('ssim', 'deltaq-mode=0'),
      'ssim, deltaq-mode 3': aom('ssim', 'deltaq-mode=3'),
      'ssim, 10 bit': aom('ssim', undefined, { pixelFormat: 'yuv444p10le' }),
      'ssim, 4:2:0': aom('ssim', undefined, { pixelFormat: 'yuv420p' }),
    },
    TWO,
  ),
  'av1-visual-default': study(
    'av1',
    [42, 32, 24, 15],
    { psnr: aom('psnr', undefined, square), 'ssim, qm 8 to 15': aom('ssim', flat, square) },
    TWO,
  ),
  'svtav1-visual': study(
    'av1',
    [42, 32, 24, 15],
    {
      psnr: { encoder: 'libsvtav1', speed: 8 },
      'tune 0': { encoder: 'libsvtav1', speed: 8, options: { 'svtav1-params': 'tune=0' } },
    },
    TWO,
  ),
  'webp-visual': study('webp', [45, 65, 79, 88, 95], {
    'method 6': { method: 6 },
    // libavcodec then takes the preset's own method, 4
    ...Object.fromEntries(
      ['default', 'picture', 'photo', 'drawing'].map((preset) => [
        `preset ${preset}`,
        { method: 6, options: { preset } },
      ]),
    ),
  }),
  'jpeg-visual': study('jpeg', [45, 62, 76, 85, 93], {
    psnr: { optimize: true },
    'psnr, progressive': { optimize: true, progressive: true },
    visual: { tune: 'visual' },
    'visual without trellis': { tune: 'visual', effort: 3 },
    'psnr, trellis': { optimize: true, trellis: true },
    'psnr, progressive, trellis': { optimize: true, progressive: true, trellis: true },
    '4:4:4': { optimize: true, subsampling: '4:4:4' },
  }),
}
