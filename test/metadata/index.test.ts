import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { brotliCompressSync, deflateSync } from 'node:zlib'
import { inspect } from '../../lib/inspect'
import { writeBpg } from '../../lib/bitstream/bpg'
import { box, text, u32 } from '../../lib/bitstream/heif/box_writer'
import { writeHeif } from '../../lib/bitstream/heif'
import { readMetadata, writeMetadata } from '../../lib/files/metadata'
import { exifOrientation } from '../../lib/metadata/orientation'
import type { Metadata } from '../../lib/metadata/types'
import { codeOf } from '../helpers/failures'
import { drawPlanes, encodeAv1, encodeHevc, run, seededRandom } from '../helpers/ffmpeg_streams'
import { describeWith, inFolder } from '../helpers/heif_programs'
import { iccProfile } from '../helpers/icc_profile'

/** Exif with an orientation, as Exif's TIFF structure has it. */
function exifWith(orientation: number, little = false): Uint8Array {
  const u16 = (value: number) => (little ? [value, 0] : [0, value])
  const wide = (value: number) => (little ? [value, 0, 0, 0] : [0, 0, 0, value])
  return Uint8Array.from([
    ...(little ? [0x49, 0x49] : [0x4d, 0x4d]),
    ...[...u16(42), ...wide(8), ...u16(1)],
    ...(little ? [0x12, 0x01] : [0x01, 0x12]),
    ...[...u16(3), ...wide(1), ...u16(orientation), 0, 0, ...wide(0)],
  ])
}

const given: Required<Metadata> = {
  icc: iccProfile(),
  exif: exifWith(6),
  xmp: Buffer.from(
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">' +
      '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:format>image/test</dc:format>' +
      '</rdf:Description></rdf:RDF></x:xmpmeta>',
  ),
}

/** One picture in a format that the ffmpeg program writes. */
function picture(args: string[], pixelFormat = 'rgb24'): Buffer {
  const source = ['-f', 'lavfi', '-i', 'testsrc2=s=64x48', '-frames:v', '1']
  return run('ffmpeg', ['-v', 'error', ...source, '-pix_fmt', pixelFormat, ...args, '-'])
}

const pipe = ['-f', 'image2pipe']
const planes = drawPlanes('yuv444p', 64, 48)
const files: [name: string, extension: string, bytes: Uint8Array, kinds: (keyof Metadata)[]][] = [
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

const pick = (metadata: Metadata, kinds: readonly (keyof Metadata)[]): Metadata =>
  Object.fromEntries(kinds.map((kind) => [kind, metadata[kind]]))
const hex = (metadata: Metadata): Record<string, string> =>
  Object.fromEntries(
    (['icc', 'exif', 'xmp'] as const).flatMap((kind) => {
      const value = metadata[kind]
      return value ? [[kind, Buffer.from(value).toString('hex')]] : []
    }),
  )
/** The coded picture's sections: metadata must leave them alone. */
const pictureBytes = (bytes: Uint8Array): string =>
  inspect(bytes)
    .sections.filter(({ kind }) => kind === 'picture')
    .map(({ offset, length }) =>
      Buffer.from(bytes.subarray(offset, offset + length)).toString('hex'),
    )
    .join()

describe.each(files)('%s', (_, extension, bytes, kinds) => {
  const all = pick(given, kinds)

  test('has none at first, then what was put in, and none after taking it out', () => {
    expect(hex(readMetadata(bytes))).toEqual({})
    const file = writeMetadata(bytes, all)
    expect(hex(readMetadata(file))).toEqual(hex(all))
    // Of a bare JPEG XL codestream, inspect() counts the first two bytes as container.
    expect(pictureBytes(file).endsWith(pictureBytes(bytes))).toBe(true)
    // JP2's profile is its only word on colours: it stays.
    const out = kinds.filter((kind) => extension !== 'jp2' || kind !== 'icc')
    const stripped = writeMetadata(file, Object.fromEntries(out.map((kind) => [kind, null])))
    expect(hex(readMetadata(stripped))).toEqual(extension === 'jp2' ? hex({ icc: given.icc }) : {})
    expect(pictureBytes(stripped)).toBe(pictureBytes(file))
  })

  test('each kind alone, replaced, with the others left in place', () => {
    for (const kind of kinds) {
      const file = writeMetadata(bytes, { [kind]: given[kind] })
      expect(hex(readMetadata(file))).toEqual(hex(pick(given, [kind])))
    }
    const other = exifWith(3, true)
    const file = writeMetadata(writeMetadata(bytes, all), { exif: other })
    expect(hex(readMetadata(file))).toEqual(hex({ ...all, exif: other }))
    expect(hex(readMetadata(writeMetadata(file, {})))).toEqual(hex(readMetadata(file)))
  })

  test('odd and large ones', () => {
    const large = {
      exif: Buffer.concat([given.exif, Buffer.alloc(50001, 7)]),
      xmp: Buffer.alloc(60001, 32),
    }
    expect(hex(readMetadata(writeMetadata(bytes, large)))).toEqual(hex(large))
  })

  test('damage is an error of ours or a valid reading', () => {
    const random = seededRandom(3)
    const file = writeMetadata(bytes, all)
    const reach = Math.min(file.length, 3000)
    for (let n = 0; n < 200; n++) {
      const damaged = Uint8Array.from(
        n % 2 ? file : file.subarray(0, Math.floor(random() * file.length)),
      )
      for (let i = 0; i < 2; i++) damaged[Math.floor(random() * reach)] = Math.floor(random() * 256)
      for (const call of [
        () => readMetadata(damaged),
        () => writeMetadata(damaged, { exif: given.exif }),
      ]) {
        expect(['none', 'ERR_DECODE', 'ERR_ENCODE']).toContain(codeOf(call))
      }
    }
  })
})

const exiftool = (args: string[]): Buffer => run('exiftool', args)
const haveExiftool = !spawnSync('exiftool', ['-ver']).error
const describeExiftool = haveExiftool ? describe : describe.skip
describeExiftool(
  `exiftool${haveExiftool ? '' : " (skipped: no exiftool, of Debian's libimage-exiftool-perl)"}`,
  () => {
    test.each(files)('reads what we write into %s', (_, extension, bytes, kinds) => {
      inFolder((path) => {
        const name = path(`a.${extension}`)
        writeFileSync(name, writeMetadata(bytes, pick(given, kinds)))
        const tags = JSON.parse(
          exiftool([
            '-json',
            '-n',
            '-Orientation',
            '-Format',
            '-ProfileDescription',
            '-Warning',
            name,
          ]).toString(),
        )[0]
        expect(tags).toMatchObject({ Orientation: 6, Format: 'image/test' })
        if (kinds.includes('icc')) {
          expect(tags.ProfileDescription).toBe('test RGB')
          expect(exiftool(['-b', '-icc_profile', name])).toEqual(Buffer.from(given.icc))
        }
        expect(tags.Warning).toBeUndefined()
      })
    })

    const writable = files.filter(([, extension]) => extension !== 'bpg')
    test.each(writable)('writes into %s what we read', (_, extension, bytes) => {
      inFolder((path) => {
        const name = path(`a.${extension}`)
        writeFileSync(name, bytes)
        writeFileSync(path('a.icc'), given.icc)
        // exiftool 12 writes no profile into HEIF; avifenc's is read in heif_read.test.ts.
        const icc = ['jpg', 'png', 'webp'].includes(extension)
        exiftool([
          ...[
            '-q',
            '-m',
            '-overwrite_original',
            '-n',
            '-Exif:Orientation=8',
            '-XMP-dc:Format=image/theirs',
          ],
          ...(icc ? [`-icc_profile<=${path('a.icc')}`] : []),
          name,
        ])
        const read = readMetadata(readFileSync(name))
        expect(exifOrientation(read.exif!)).toBe(8)
        expect(Buffer.from(read.xmp!).toString()).toContain('image/theirs')
        if (icc) expect(Buffer.from(read.icc!)).toEqual(Buffer.from(given.icc))
      })
    })
  },
)

describe('orientation', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])('%d, in both byte orders', (value) => {
    expect(exifOrientation(exifWith(value))).toBe(value)
    expect(exifOrientation(exifWith(value, true))).toBe(value)
  })

  test.each([
    ['nothing', new Uint8Array(0)],
    ['no TIFF header', Buffer.from('JFIF0000000000000000')],
    ['a value of 0', exifWith(0)],
    ['a value of 9', exifWith(9)],
    ['no first IFD', exifWith(6).subarray(0, 8)],
    ['an offset past the end', Uint8Array.from([0x4d, 0x4d, 0, 42, 0, 1, 0, 0])],
    ['an IFD cut off', exifWith(6).subarray(0, 16)],
    ['another tag', Uint8Array.from(exifWith(6), (byte, i) => (i === 11 ? 0x13 : byte))],
  ])('undefined for %s', (_, exif) => {
    expect(exifOrientation(exif)).toBeUndefined()
  })

  test('is told for formats whose decoders leave it to the caller', () => {
    for (const [, extension, bytes] of files) {
      const { orientation } = readMetadata(writeMetadata(bytes, { exif: given.exif }))
      expect(orientation).toBe(['jxl', 'avif', 'heic'].includes(extension) ? undefined : 6)
    }
  })
})

describe('formats in particular', () => {
  const file = (name: string): Uint8Array => files.find(([n]) => n === name)![2]

  test('JPEG: a profile of several segments, in any order; missing pieces are an error', () => {
    const icc = Uint8Array.from({ length: 150000 }, (_, i) => i % 251)
    const bytes = writeMetadata(file('JPEG'), { icc })
    expect(Buffer.from(readMetadata(bytes).icc!)).toEqual(Buffer.from(icc))
    expect(inspect(bytes).sections.filter(({ name }) => name === 'APP2 ICC')).toHaveLength(3)
    const second = inspect(bytes).sections.filter(({ name }) => name === 'APP2 ICC')[1]!
    const moved = Buffer.concat([
      bytes.subarray(0, 2),
      bytes.subarray(second.offset, second.offset + second.length),
      bytes.subarray(2, second.offset),
      bytes.subarray(second.offset + second.length),
    ])
    expect(Buffer.from(readMetadata(moved).icc!)).toEqual(Buffer.from(icc))
    const missing = Buffer.concat([
      bytes.subarray(0, second.offset),
      bytes.subarray(second.offset + second.length),
    ])
    expect(() => readMetadata(missing)).toThrow('pieces of its ICC profile are missing')
  })

  test.each([
    ['exif', 65528],
    ['xmp', 65505],
    ['icc', 255 * 65519 + 1],
  ] as const)('JPEG: %s of %d bytes does not fit', (kind, length) => {
    const change = { [kind]: new Uint8Array(length) }
    expect(codeOf(() => writeMetadata(file('JPEG'), change))).toBe('ERR_LIMIT')
    expect(codeOf(() => writeMetadata(file('JPEG'), { [kind]: new Uint8Array(length - 1) }))).toBe(
      'none',
    )
  })

  test('JPEG: extended XMP stays with its packet and goes with it', () => {
    const extension = 'http://ns.adobe.com/xmp/extension/\0rest'
    const length = extension.length + 2
    const segment = Buffer.concat([
      Buffer.of(0xff, 0xe1, 0, length),
      Buffer.from(extension, 'latin1'),
    ])
    const base = writeMetadata(file('JPEG'), { xmp: given.xmp })
    const extended = Buffer.concat([base.subarray(0, 2), segment, base.subarray(2)])
    expect(Buffer.from(writeMetadata(extended, { exif: given.exif })).includes(segment)).toBe(true)
    expect(Buffer.from(writeMetadata(extended, { xmp: null })).includes(segment)).toBe(false)
  })

  test('PNG: sRGB gives way to a profile; compressed XMP is read', () => {
    const names = (bytes: Uint8Array) => inspect(bytes).sections.map(({ name }) => name)
    const png = file('PNG')
    const sRgb = Buffer.concat([
      png.subarray(0, 33),
      pngChunk('sRGB', Buffer.of(0)),
      png.subarray(33),
    ])
    expect(names(sRgb)).toContain('sRGB')
    expect(names(writeMetadata(sRgb, { exif: given.exif }))).toContain('sRGB')
    expect(names(writeMetadata(sRgb, { icc: given.icc }))).not.toContain('sRGB')
    const compressed = pngChunk(
      'iTXt',
      Buffer.concat([
        Buffer.from('XML:com.adobe.xmp\0\x01\0en\0\0', 'latin1'),
        deflateSync(given.xmp),
      ]),
    )
    const withXmp = Buffer.concat([png.subarray(0, 33), compressed, png.subarray(33)])
    expect(Buffer.from(readMetadata(withXmp).xmp!)).toEqual(given.xmp)
  })

  test('WebP: VP8X appears with the first and keeps telling of alpha', () => {
    const alphaFlag = (bytes: Uint8Array) => bytes[20]! & 0x10
    const plain = writeMetadata(file('WebP'), { xmp: given.xmp })
    expect(Buffer.from(plain.subarray(12, 16)).toString()).toBe('VP8X')
    expect(alphaFlag(plain)).toBe(0)
    const transparent = writeMetadata(file('lossless WebP with alpha'), { xmp: given.xmp })
    expect(alphaFlag(transparent)).toBe(0x10)
    expect(alphaFlag(writeMetadata(transparent, { xmp: null }))).toBe(0x10)
  })

  test('JPEG XL: compressed boxes are read, a profile is refused', () => {
    const jxl = writeMetadata(file('JPEG XL'), { xmp: given.xmp })
    const brob = box(
      'brob',
      text('Exif'),
      brotliCompressSync(Buffer.concat([Buffer.from(u32(0)), given.exif])),
    )
    const bytes = Buffer.concat([jxl.subarray(0, 32), brob, jxl.subarray(32)])
    expect(Buffer.from(readMetadata(bytes).exif!)).toEqual(Buffer.from(given.exif))
    expect(codeOf(() => writeMetadata(jxl, { icc: given.icc }))).toBe('ERR_ENCODE')
  })

  test('JP2: bare codestreams and YCbCr refuse, a profile cannot be taken out', () => {
    const bare = picture(['-c:v', 'libopenjpeg', '-format', 'j2k', ...pipe])
    expect(hex(readMetadata(bare))).toEqual({})
    expect(codeOf(() => writeMetadata(bare, { exif: given.exif }))).toBe('ERR_ENCODE')
    expect(writeMetadata(bare, { exif: null })).toEqual(Uint8Array.from(bare))
    const ycc = picture(['-c:v', 'libopenjpeg', '-format', 'jp2', ...pipe], 'yuv444p')
    expect(codeOf(() => writeMetadata(ycc, { icc: given.icc }))).toBe('ERR_ENCODE')
    expect(codeOf(() => writeMetadata(ycc, { exif: given.exif }))).toBe('none')
    const profiled = writeMetadata(file('JP2'), { icc: given.icc })
    expect(codeOf(() => writeMetadata(profiled, { icc: null }))).toBe('ERR_ENCODE')
  })

  test('elementary streams and unknown bytes hold none', () => {
    const hevc = encodeHevc(planes)
    expect(readMetadata(hevc)).toEqual({})
    expect(codeOf(() => writeMetadata(hevc, { xmp: given.xmp }))).toBe('ERR_ENCODE')
    expect(writeMetadata(hevc, { xmp: null })).toEqual(Uint8Array.from(hevc))
    expect(readMetadata(Buffer.from('unknown'))).toEqual({})
  })
})

describeWith(['avifenc'], 'AVIF files that cannot be written anew', () => {
  const avif = (...args: string[]): Buffer =>
    inFolder((path) => {
      writeFileSync(
        path('a.png'),
        run('ffmpeg', [
          '-v',
          'error',
          '-f',
          'lavfi',
          '-i',
          'testsrc2=s=256x192',
          '-frames:v',
          '1',
          '-c:v',
          'png',
          ...pipe,
          '-',
        ]),
      )
      run('avifenc', ['-s', '10', ...args, path('a.png'), path('a.avif')])
      return readFileSync(path('a.avif'))
    })

  test.each([
    ['a grid', ['--grid', '2x2']],
    ['a crop off the corner', ['--crop', '4,2,20,30']],
  ])('%s', (_, args) => {
    const file = avif(...args)
    expect(readMetadata(file)).toEqual({})
    expect(codeOf(() => writeMetadata(file, { exif: given.exif }))).toBe('ERR_ENCODE')
  })
})

function pngChunk(type: string, data: Uint8Array): Buffer {
  const head = Buffer.alloc(4)
  head.writeUInt32BE(data.length)
  // The CRC is not looked at here.
  return Buffer.concat([head, Buffer.from(type), data, Buffer.alloc(4)])
}
