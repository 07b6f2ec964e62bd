import { readFileSync, writeFileSync } from 'node:fs'
import { brotliCompressSync, deflateSync } from 'node:zlib'
import { inspect } from '../../lib/probe/inspect'
import { box, text, u32 } from '../../lib/bitstream/heif/box_writer'
import { readMetadata, writeMetadata } from '../../lib/files/metadata'
import { codeOf } from '../helpers/failures'
import { encodeHevc, run } from '../helpers/ffmpeg_streams'
import { describeWith, inFolder } from '../helpers/heif_programs'
import { files, given, hex, picture, pipe, planes, pngChunk } from '../helpers/metadata_files'

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
