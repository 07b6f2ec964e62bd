import { writeBpg } from '../../lib/bitstream/bpg'
import { writeHeif } from '../../lib/bitstream/heif'
import type { Metadata } from '../../lib/metadata/types'
import { drawPlanes, encodeAv1, encodeHevc, run } from './ffmpeg_streams'
import { exifWith } from './exif'
import { iccProfile } from './icc_profile'

export const given: Required<Metadata> = {
  icc: iccProfile(),
  exif: exifWith(6),
  xmp: Buffer.from(
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' +
      '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:format>image/test</dc:format>' +
      '</rdf:Description></rdf:RDF></x:xmpmeta>',
  ),
}

/** One picture in a format that the ffmpeg program writes. */
export function picture(args: string[], pixelFormat = 'rgb24'): Buffer {
  const source = ['-f', 'lavfi', '-i', 'testsrc2=s=64x48', '-frames:v', '1']
  return run('ffmpeg', ['-v', 'error', ...source, '-pix_fmt', pixelFormat, ...args, '-'])
}

export const pipe = ['-f', 'image2pipe']
export const planes = drawPlanes('yuv444p', 64, 48)

export const files: [
  name: string,
  extension: string,
  bytes: Uint8Array,
  kinds: (keyof Metadata)[],
][] = [
  ['JPEG', 'jpg', picture(['-c:v', 'mjpeg', ...pipe], 'yuvj420p'), ['icc', 'exif', 'xmp']],
  ['PNG', 'png', picture(['-c:v', 'png', ...pipe]), ['icc', 'exif', 'xmp']],
  ['PNG with a palette', 'png', picture(['-c:v', 'png', ...pipe], 'pal8'), ['icc', 'exif', 'xmp']],
  ['WebP', 'webp', picture(['-c:v', 'libwebp', '-f', 'webp'], 'yuv420p'), ['icc', 'exif', 'xmp']],
  [
    'lossless WebP with alpha',
    'webp',
    picture(
      [
        '-vf',
        'format=bgra,colorchannelmixer=aa=0.5',
        '-c:v',
        'libwebp',
        '-lossless',
        '1',
        '-f',
        'webp',
      ],
      'bgra',
    ),
    ['icc', 'exif', 'xmp'],
  ],
  ['JPEG XL', 'jxl', picture(['-c:v', 'libjxl', ...pipe]), ['exif', 'xmp']],
  [
    'JP2',
    'jp2',
    picture(['-c:v', 'libopenjpeg', '-format', 'jp2', ...pipe]),
    ['icc', 'exif', 'xmp'],
  ],
  [
    'BPG',
    'bpg',
    writeBpg({
      ...{ hevc: encodeHevc(planes), width: 64, height: 48, chroma: '444', siting: 'centre' },
      ...{ bitDepth: 8, colorSpace: 'ycbcr', limitedRange: false, alpha: 'none' },
    }),
    ['icc', 'exif', 'xmp'],
  ],
  [
    'AVIF',
    'avif',
    writeHeif({
      ...{ codec: 'av1', stream: encodeAv1(planes), width: 60, height: 48, irot: 3, imir: 1 },
      alpha: { stream: encodeAv1(drawPlanes('gray', 64, 48)), premultiplied: true },
    }),
    ['icc', 'exif', 'xmp'],
  ],
  [
    'HEIC',
    'heic',
    writeHeif({ codec: 'hevc', stream: encodeHevc(planes), width: 64, height: 48 }),
    ['icc', 'exif', 'xmp'],
  ],
]

export const pick = (metadata: Metadata, kinds: readonly (keyof Metadata)[]): Metadata =>
  Object.fromEntries(kinds.map((kind) => [kind, metadata[kind]]))

export const hex = (metadata: Metadata): Record<string, string> =>
  Object.fromEntries(
    (['icc', 'exif', 'xmp'] as const).flatMap((kind) => {
      const value = metadata[kind]
      return value ? [[kind, Buffer.from(value).toString('hex')]] : []
    }),
  )

export function pngChunk(type: string, data: Uint8Array): Buffer {
  const head = Buffer.alloc(4)
  head.writeUInt32BE(data.length)
  // The CRC is not looked at here.
  return Buffer.concat([head, Buffer.from(type), data, Buffer.alloc(4)])
}
