'use strict'
// Which modules of lib/ lie together in one file of dist/. What an encode of samples needs of every
// codec is core.js; each of the others is read when something of it is first used.

/** Part -> its modules of lib/, by name without extension; the first that matches has the module. */
const PARTS = {
  index: /^(index|classes)$/,
  cli: /^cli\//,
  isolate: /^isolate\//,
  core: /^codecs\/(colour|index|descriptor|effort|geometry|ivf|params|presets|resolve|rows|scale)$/,
  recognise: /^codecs\/recognise$/,
  'codec-plain': /^codecs\/(plain|tiff)$/,
  'codec-heif': /^codecs\/(avif|heic|heif)$/,
  'codec-templates': /^codecs\/templates$/,
  'codec-*': /^codecs\/([a-z0-9]+)/,
  inflated: /^bitstream\/inflated$/,
  bits: /^bitstream\/(bit_writer|bits|bmff|bytes|cover|crc32|parts|picture_end|walk)$/,
  jpeg: /^bitstream\/jpeg/,
  png: /^bitstream\/png/,
  heif: /^(bitstream\/heif\/|flow\/(contain|contained|joined_tiles|overlay|premultiply)$)/,
  nal: /^bitstream\/nal\//,
  bpg: /^bitstream\/bpg\//,
  av1: /^bitstream\/(obu|av1_sequence|ivf|vp9)$/,
  jp2: /^bitstream\/(j2k|jp2)/,
  jxl: /^bitstream\/jxl/,
  webp: /^bitstream\/(riff|vp8|webp)/,
  tiff: /^bitstream\/tiff\//,
  plain: /^bitstream\//,
  icc: /^metadata\/(icc\/|rgb_profile)/,
  core_metadata: /^metadata\/choice$/,
  metadata: /^metadata\//,
  metrics: /^(metrics|calls\/(colours|compare)$)/,
  apply: /^calls\/(apply|restored)$/,
  search: /^calls\/(search|target|to_target)$/,
  bjontegaard: /^bjontegaard\//,
  decode:
    /^(calls\/decode|flow\/(arrange|decode|decoders|first_frame|memory|orient|public|recolour|turn))$/,
  isolated: /^(flow|process)\/isolated$/,
  waits: /^process\/(at_once|breath|callers|clock|turns)$/,
  programs: /^(backends\/(cli\/|ffmpeg\/|child|programs)|process\/)/,
  no_addon: /^backends\/native\/(no_addon|package_manager)$/,
  convert: /^convert\//,
  files: /^(detect|flow\/addon_aside|files\/(bytes|index|npy|picture|read|setup|source))$/,
  probe: /^(probe\/|formats\/samples$)/,
  advice: /^options\/(file_options|foreign)$/,
  define: /^registry\/(define|generic)$/,
  samples: /^(flow\/(floats|memory_runs|stretches)|image\/(batch|planes|sharp))$/,
}

/** What the core holds beside what no part has. */
const OF_CORE = ['core', 'core_metadata', 'waits']

/** The part of dist/ that a module of lib/ lies in: 'index', 'core', 'heif', 'codec-jpeg'. */
function partOf(module) {
  for (const [part, modules] of Object.entries(PARTS)) {
    const found = modules.exec(module)
    if (found) return OF_CORE.includes(part) ? 'core' : part.replace('*', found[1])
  }
  return 'core'
}

module.exports = { partOf }
