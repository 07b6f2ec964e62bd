// Writes the first inputs of the decode target: small streams of our own encoders.
//   node -r ./test/helpers/load_typescript.js test/fuzz/seeds.js FOLDER
const { mkdirSync, readFileSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')
const { createCodec } = require('../../lib')
const { pngFile } = require('../helpers/png_builder')

const [folder] = process.argv.slice(2)
const list = readFileSync(join(__dirname, 'decoders.def'), 'utf8')
const decoders = Array.from(list.matchAll(/^"(.+)",$/gm), ([, name]) => name)

const data = Uint8Array.from({ length: 40 * 24 * 3 }, (_, i) => 128 + 90 * Math.sin(i / 61))
const picture = { data, width: 40, height: 24 }
const gray = { ...picture, data: data.subarray(0, 40 * 24) }

/** Decoders, the codec that writes for them, its options. */
const sources = [
  [['h264'], 'x264', { preset: 'ultrafast' }],
  [['h264'], 'x264', { preset: 'medium', pixelFormat: 'yuv420p' }],
  [['hevc'], 'x265', { preset: 'ultrafast', hash: true }],
  [['hevc'], 'x265', { preset: 'medium', pixelFormat: 'yuv422p10le' }],
  [['libdav1d', 'libaom-av1'], 'av1', { speed: 8, usage: 'allintra' }],
  [['webp'], 'webp', {}],
  [['webp'], 'webp', { lossless: true }],
  [['libjpeg-turbo', 'mjpeg'], 'jpeg', {}],
  [['libjpeg-turbo', 'mjpeg'], 'jpeg', { progressive: true, subsampling: '4:2:2' }],
  [['jpeg2000'], 'jpeg2000', {}],
  [['jpeg2000'], 'jpeg2000', { format: 'j2k', lossless: true }],
  [['libjxl'], 'jxl', { effort: 3 }],
  [['vp9', 'libvpx-vp9'], 'vp9', { speed: 8 }],
  [['png', 'libdeflate'], 'png', {}],
  [['qoi'], 'qoi', {}],
  [['libtiff', 'tiff'], 'ffmpeg:tiff', {}],
  ...['bmp', 'ppm', 'pgm', 'pam'].map((name) => [[name], `ffmpeg:${name}`, {}]),
]

/** PNG of the kinds that our encoder does not write. */
const pngs = [
  { type: 0, depth: 1 },
  { type: 0, depth: 4, transparency: Uint8Array.of(0, 3) },
  { type: 2, depth: 16, transparency: new Uint8Array(6) },
  { type: 3, depth: 2, palette: new Uint8Array(12), transparency: Uint8Array.of(9) },
  { type: 4, depth: 8 },
  { type: 6, depth: 16 },
].flatMap((kind) => [false, true].map((interlaced) => ({ ...kind, interlaced })))

const ivfHeaders = 32 + 12
mkdirSync(folder, { recursive: true })
sources.forEach(([names, codec, options], i) => {
  const made = createCodec(codec, options)
  const file = made.encodeSync(codec === 'ffmpeg:pgm' ? gray : picture)
  const stream = made.fileExtension === '.ivf' ? file.subarray(ivfHeaders) : file
  for (const name of names) {
    for (const format of [0, 1, 0b0011_1110]) {
      const input = Buffer.from([decoders.indexOf(name), format, ...stream])
      writeFileSync(join(folder, `${name}-${i}-${format}`), input)
    }
  }
})
pngs.forEach((kind, i) => {
  const samples = Array.from({ length: 13 * 11 * 4 }, (_, at) => at % 2 ** Math.min(kind.depth, 9))
  const file = pngFile({ ...kind, width: 13, height: 11, filter: (y) => y % 5, samples })
  const input = Buffer.from([decoders.indexOf('libdeflate'), 0, ...file])
  writeFileSync(join(folder, `libdeflate-kind-${i}`), input)
})
