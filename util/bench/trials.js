'use strict'
// What is measured: one row per codec setting; every row is run at every size, encoded and decoded.

const CODECS = [
  {
    id: 'x265-ultrafast',
    codec: 'x265',
    options: { preset: 'ultrafast', pixelFormat: 'yuv444p' },
    quality: 37,
    // The pipe and PyAV targets of the issue hold for the plain call's setting and no other.
    peers: {},
  },
  {
    id: 'x265-veryslow',
    codec: 'x265',
    options: { preset: 'veryslow', pixelFormat: 'yuv444p' },
    quality: 37,
    peers: {},
  },
  {
    id: 'x264-veryslow',
    codec: 'x264',
    options: { preset: 'veryslow', pixelFormat: 'yuv444p' },
    quality: 37,
    peers: {},
  },
  {
    id: 'av1-allintra6',
    codec: 'av1',
    options: { usage: 'allintra', speed: 6, pixelFormat: 'yuv444p' },
    quality: 42,
    // libaom's 63..0 as these two count it, 0..100; their own defaults for speed.
    peers: {
      sharp: { avif: { quality: 33, chromaSubsampling: '4:4:4' } },
      'napi-image': { avif: { quality: 33, threads: 1 } },
    },
  },
  {
    id: 'mjpeg-444',
    codec: 'mjpeg',
    options: { pixelFormat: 'yuv444p' },
    quality: 5,
    peers: {
      sharp: { jpeg: { quality: 75, chromaSubsampling: '4:4:4' } },
    },
  },
  {
    id: 'jpeg-q75',
    codec: 'jpeg',
    options: {},
    quality: 75,
    peers: {
      sharp: { jpeg: { quality: 75, optimiseCoding: true } },
      'napi-image': { jpeg: 75 },
    },
  },
  {
    id: 'jpeg-q75-fast',
    codec: 'jpeg',
    options: { optimize: false },
    quality: 75,
    peers: {
      sharp: { jpeg: { quality: 75, optimiseCoding: false } },
      'napi-image': { jpeg: 75 },
    },
  },
  {
    id: 'webp-q75',
    codec: 'webp',
    options: { method: 4 },
    quality: 75,
    peers: {
      sharp: { webp: { quality: 75, effort: 4 } },
      'napi-image': { webp: 75 },
    },
  },
  {
    id: 'png',
    codec: 'png',
    options: { compressionLevel: 6 },
    quality: 0,
    peers: {
      sharp: { png: { compressionLevel: 6, adaptiveFiltering: true } },
      'napi-image': { png: {} },
    },
  },
]

const DIRECTIONS = ['encode', 'decode']

// Every trial whose id contains all of the filters: `x265`, `256x256 decode`, ...
function select(pictures, filters) {
  const all = CODECS.flatMap((setting) =>
    pictures.flatMap((picture) =>
      DIRECTIONS.map((direction) => ({
        id: `${setting.id} ${picture.name} ${direction}`,
        setting,
        picture,
        direction,
      })),
    ),
  )
  return all.filter(({ id }) =>
    filters.every((filter) => filter.split('|').some((f) => id.includes(f))),
  )
}

module.exports = { CODECS, select }
