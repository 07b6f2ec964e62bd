// What sharp, Pillow, squoosh, FFmpeg, avifenc and cwebp call what we have, for the message to one
// who comes from there.

/** Whose option ours is: a codec's (given to its constructor), or a call's. */
type Owner = 'codec' | 'call'

interface Ours {
  option: string
  /** As it is written, or what to do where we have no such option. */
  example: string
}

/** Everybody's names, in one row per option of ours and what it means. */
export const foreignRows: readonly [Owner, names: string, option: string, example?: string][] = [
  ['codec', 'chromaSubsampling chroma yuv', 'subsampling', "subsampling: '4:2:0'"],
  ['codec', 'depth bits', 'bitDepth', 'bitDepth: 10'],
  [
    'codec',
    'speed method compressionLevel compressLevel compression level cpuUsed preset',
    'effort',
    'effort: 0 (fastest) to 9 (smallest)',
  ],
  [
    'codec',
    'q cqLevel crf qp qscale quantizer distance',
    'quality',
    "quality in the codec's scale",
  ],
  ['codec', 'mozjpeg', 'tune', "tune: 'visual'"],
  ['codec', 'trellisQuantisation trellisQuantization', 'trellis'],
  ['codec', 'optimiseCoding optimizeCoding optimise', 'optimize'],
  ['codec', 'interlace interlaced', 'progressive'],
  ['codec', 'workers jobs', 'threads'],
  ['codec', 'colorSpace colourSpace colorMatrix', 'matrix', "matrix: 'bt709'"],
  ['codec', 'colorRange fullRange', 'range', "range: 'full'"],
  ['codec', 'ffmpeg', 'ffmpegPath'],
  ['codec', 'limitInputPixels maxImagePixels', 'maxPixels'],
  [
    'call',
    'maxBytes maxSize maxFileSize fileSize targetSize size length nBytes bytes',
    'target',
    'target: { bytes: 50000 }',
  ],
  ['call', 'bpp bitrate rate', 'target', 'target: { bpp: 0.5 }'],
  ['call', 'psnr', 'target', 'target: { psnr: 40 }'],
  ['call', 'ssim', 'target', 'target: { ssim: 0.98 }'],
  ['call', 'ssimulacra2', 'target', 'target: { ssimulacra2: 80 }'],
  ['call', 'butteraugli', 'target', 'target: { butteraugli: 1 }'],
  [
    'call',
    'withMetadata keepMetadata keepExif withExif keepIccProfile iccProfile exif icc xmp strip',
    'metadata',
    "metadata: 'keep', 'drop' or { icc, exif, xmp }",
  ],
  ['call', 'flatten bg backgroundColor', 'background', "background: '#fff'"],
  ['call', 'rotate autoRotate orientation', 'autoOrient'],
  ['call', 'output out outFile toFile file filename path dest', 'to', 'to, a path'],
  ['call', 'format type mime mimeType', 'codec', "codec: 'avif'"],
  ['call', 'dtype', 'as', "as: 'float32'"],
  ['call', 'abortSignal controller abortController', 'signal', 'signal: controller.signal'],
  ['call', 'nearLossless', '', 'there is no near-lossless here: lossless: true, or a high quality'],
  [
    'call',
    'width height resize scale',
    '',
    'pictures are resized by sharp, not here (docs/sharp.md)',
  ],
]

/** Letter case, dashes and underscores do not count. */
export const plainName = (name: string): string => name.toLowerCase().replace(/[-_]/g, '')

const table = (owner: Owner): ReadonlyMap<string, Ours> =>
  new Map(
    foreignRows
      .filter(([of]) => of === owner)
      .flatMap(([, names, option, example = option]) =>
        names.split(' ').map((name) => [plainName(name), { option, example }] as const),
      ),
  )

const tables = { codec: table('codec'), call: table('call') }

/** BPG's effort is its program's own (lib/codecs/bpg_options.ts). */
const method: Ours = { option: 'method', example: 'method: 1 (fastest) to 9 (smallest)' }

/** What we call an option of the codec that somebody else calls `name`; `has`: the codec's own. */
export function codecOptionOf(name: string, has: (option: string) => boolean): Ours | undefined {
  const plain = plainName(name)
  const own = tables.codec.get(plain)
  const effort = plain === 'effort' || own?.option === 'effort'
  return effort && !has('effort') && has('method') ? method : own
}

/** What an option may be that somebody else calls `name`, a codec's first. */
export const foreignOptions = (name: string): Ours[] =>
  [tables.codec, tables.call].flatMap((own) => own.get(plainName(name)) ?? [])

/** What every codec calls alike that has the choice. */
const VOCABULARY = ['subsampling', 'bitDepth', 'matrix', 'range', 'effort', 'lossless', 'tune']

/** The advice for a name of somebody else's where `known` are the names that are taken here. */
export function foreignName(name: string, known: readonly string[]): string | undefined {
  const own = codecOptionOf(name, (option) => known.includes(option))
  if (own && known.includes(own.option)) return `it is ${own.example}`
  const codecs = known.includes('backend') // a codec's own, not a call's
  if (own && codecs) return `it is ${own.option}, which this codec does not have`
  if (codecs && VOCABULARY.includes(name)) return 'this codec has no choice of it'
  const call = tables.call.get(plainName(name))
  if (call === undefined) return undefined
  if (call.option === '') return call.example
  if (known.includes(call.option)) return `it is ${call.example}`
  return codecs ? `it is an option of encode: ${call.example}` : undefined
}
