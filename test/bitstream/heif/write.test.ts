import { identify } from '../../../lib/codecs/recognise'
import { inspect } from '../../../lib/inspect'
import {
  inspectHeif,
  isHeif,
  readHeif,
  writeHeif,
  type HeifPicture,
} from '../../../lib/bitstream/heif'
import { hevcSps } from '../../../lib/bitstream/nal/hevc'
import type { Section } from '../../../lib/bitstream/section'
import {
  decodeStream,
  drawPlanes,
  encodeAv1,
  encodeHevc,
  maxDifference,
  resize,
  run,
  type Planes,
} from '../../helpers/ffmpeg_streams'
import {
  decodeByAvifdec,
  decodeByLibheif,
  describeWith,
  inFolder,
  type Pixels,
} from '../../helpers/heif_programs'
import { iccProfile } from '../../helpers/icc_profile'
import { planesToRgb } from '../../helpers/planes_to_rgb'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'

const sRgb = (matrix: number) => ({ primaries: 1, transfer: 13, matrix, fullRange: true })
const BT601 = sRgb(5)

const picture = drawPlanes('yuv444p', 64, 48)
const av1: HeifPicture = {
  codec: 'av1',
  stream: encodeAv1(picture),
  width: 64,
  height: 48,
  nclx: BT601,
}
const fullRange = ['-color_range', 'pc', '-colorspace', 'bt470bg']
const hevc: HeifPicture = {
  codec: 'hevc',
  stream: encodeHevc(picture, 'qp=20', fullRange),
  width: 64,
  height: 48,
  nclx: BT601,
}
const metadata = {
  exif: Uint8Array.from([0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0]),
  icc: iccProfile(),
  xmp: Buffer.from('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>'),
}

const differences = (a: Planes, b: Planes): number[] =>
  a.planes.map((plane, i) => maxDifference(plane, b.planes[i]!))
const bytesOf = (sections: readonly Section[], kind?: Section['kind']): number =>
  sections.filter((s) => !kind || s.kind === kind).reduce((sum, { length }) => sum + length, 0)

/** R, G, B of `x`, `y` in interleaved samples. */
const pixel = ({ width, channels, samples }: Pixels, x: number, y: number): number[] =>
  Array.from(samples.subarray((y * width + x) * channels, (y * width + x) * channels + 3))

describe('the files', () => {
  test('a plain AVIF has at most 282 bytes more than its OBU stream', () => {
    const file = writeHeif(av1)
    expect(file.length - av1.stream.length).toBe(268)
    const sections = inspectHeif(file)
    expect(bytesOf(sections)).toBe(file.length)
    expect(bytesOf(sections, 'container')).toBe(258)
    expect(sections.at(-2)).toMatchObject({ kind: 'header', name: 'sequence header' })
    expect(sections.at(-1)).toMatchObject({ kind: 'picture', name: 'frame' })
  })

  test('a plain HEIC has less than 300 bytes more than its HEVC stream', () => {
    expect(writeHeif(hevc).length - hevc.stream.length).toBeLessThan(300)
  })

  test.each([
    ['AVIF 4:2:0', 'av1', 'yuv420p', 'avif', 'avifmif1miafMA1B'],
    ['AVIF 4:4:4', 'av1', 'yuv444p', 'avif', 'avifmif1miafMA1A'],
    ['AVIF 12 bit, in no profile of AVIF', 'av1', 'yuv420p12le', 'avif', 'avifmif1miaf'],
    ['HEIC of the Main profile', 'hevc', 'yuv420p', 'heic', 'heicmif1miaf'],
    ['HEIC of the range extensions', 'hevc', 'yuv444p10le', 'heix', 'heixmif1miaf'],
  ] as const)('%s claims its brands', (_, codec, format, major, compatible) => {
    const planes = drawPlanes(format, 64, 48)
    const stream = codec === 'av1' ? encodeAv1(planes) : encodeHevc(planes)
    const file = writeHeif({ codec, stream, width: 64, height: 48 })
    expect(Buffer.from(file.subarray(8, 12)).toString()).toBe(major)
    expect(Buffer.from(file.subarray(16, 16 + compatible.length)).toString()).toBe(compatible)
    expect(isHeif(file)).toBe(true)
    expect(isHeif(stream)).toBe(false)
  })

  test.each([
    ['AVIF', av1],
    ['HEIC', hevc],
  ] as const)('%s: our reader gives back what went in', (_, base) => {
    const mask = drawPlanes('gray', 64, 48)
    const alpha = base.codec === 'av1' ? encodeAv1(mask) : encodeHevc(mask)
    const file = writeHeif({
      ...base,
      ...metadata,
      alpha: { stream: alpha, premultiplied: true },
      width: 60,
      irot: 3,
      imir: 1,
    })
    const read = readHeif(file)
    expect(read).toMatchObject({ width: 48, height: 60, nclx: BT601 })
    expect(read.image).toMatchObject({ codec: base.codec, width: 64, height: 48, chroma: '444' })
    expect(read.alpha).toMatchObject({ premultiplied: true, chroma: '400', bitDepth: 8 })
    expect(read.transforms).toEqual([
      { type: 'clap', x: 0, y: 0, width: 60, height: 48 },
      { type: 'irot', angle: 270 },
      { type: 'imir', axis: 1 },
    ])
    for (const kind of ['exif', 'icc', 'xmp'] as const) {
      expect(Buffer.from(read[kind]!)).toEqual(Buffer.from(metadata[kind]))
    }
    const demuxer = base.codec === 'av1' ? 'obu' : 'hevc'
    const ours = decodeStream(read.image.tile(0), demuxer, picture)
    expect(differences(ours, decodeStream(base.stream, demuxer, picture))).toEqual([0, 0, 0])
    const ourMask = decodeStream(read.alpha!.tile(0), demuxer, mask)
    expect(differences(ourMask, decodeStream(alpha, demuxer, mask))).toEqual([0])

    const sections = inspectHeif(file)
    expect(bytesOf(sections)).toBe(file.length)
    const { exif, icc, xmp } = metadata
    expect(bytesOf(sections, 'metadata')).toBe(exif.length + 4 + icc.length + xmp.length)
    expect(sections.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['ICC profile', 'Exif', 'XMP', 'iref box']),
    )
  })

  test('4:2:0 of 8 and 10 bits claims Main and Main 10 in hvcC, VPS and SPS, and decodes as before', () => {
    for (const [format, profile] of [
      ['yuv420p', 1],
      ['yuv420p10le', 2],
    ] as const) {
      const planes = drawPlanes(format, 64, 48)
      const stream = encodeHevc(planes)
      expect(hevcSps(stream).profileTierLevel[0]).toBe(4)
      const { image } = readHeif(writeHeif({ codec: 'hevc', stream, width: 64, height: 48 }))
      expect(hevcSps(image.tile(0)).profileTierLevel[0]).toBe(profile)
      const info = inFolder((path) => {
        writeFileSync(path('a.hevc'), image.tile(0))
        const entries = ['-show_entries', 'stream=profile', '-of', 'csv=p=0']
        return run('ffprobe', ['-v', 'error', ...entries, path('a.hevc')])
          .toString()
          .trim()
      })
      expect(info).toBe(profile === 1 ? 'Main' : 'Main 10')
      const ours = decodeStream(image.tile(0), 'hevc', planes)
      expect(differences(ours, decodeStream(stream, 'hevc', planes))).toEqual([0, 0, 0])
    }
  })

  test.each([
    ['AVIF', av1],
    ['HEIC', hevc],
  ] as const)('%s is found by its file type, inspected and verified', (_, base) => {
    const file = writeHeif({ ...base, irot: 1 })
    expect(inspect(file)).toMatchObject({ format: 'heif', width: 48, height: 64 })
    expect(() => identify(file)!.verify!(file)).not.toThrow()
    expect(() => identify(file)!.verify!(file.subarray(0, -1))).toThrow('HEIF')
  })

  test('properties that colour and alpha share are stored once', () => {
    const alpha = { stream: encodeAv1(drawPlanes('gray', 64, 48)) }
    const names = inspectHeif(writeHeif({ ...av1, alpha })).map(({ name }) => name)
    expect(names.filter((name) => name === 'ispe box')).toHaveLength(1)
  })

  test.each<[string, Partial<HeifPicture>, string | RegExp]>([
    ['a width of 0', { width: 0 }, 'width is 0, expected an integer of 1 to 64'],
    ['more than the coded height', { height: 49 }, 'height is 49, expected an integer of 1 to 48'],
    ['a quarter turn too many', { irot: 4 as 3 }, 'irot is 4'],
    ['a third mirror axis', { imir: 2 as 1 }, 'imir is 2'],
    ['colour as alpha', { alpha: { stream: av1.stream } }, /alpha stream is 64x48, 8 bits, 444/],
    [
      'alpha of another size',
      { alpha: { stream: encodeAv1(drawPlanes('gray', 32, 48)) } },
      '32x48',
    ],
    ['no stream', { stream: new Uint8Array(0) }, 'AV1'],
    ['HEVC as AV1', { stream: hevc.stream }, 'AV1'],
    ['AV1 as HEVC', { codec: 'hevc' }, 'HEVC'],
    ['HEVC without parameter sets', { codec: 'hevc', stream: hevc.stream.subarray(-50) }, 'HEVC'],
  ])('%s is refused', (_, change, message) => {
    expect(() => writeHeif({ ...av1, ...change })).toThrow(message)
  })
})

describeWith(['avifdec'], 'avifdec restores what we write', () => {
  // Every chroma format and depth through the codec: test/flow/container_matrix.test.ts.
  test.each([
    ['libaom-av1', 'gray10le', 64, 48],
    ['libaom-av1', 'yuv420p', 64, 48],
    ['libaom-av1', 'yuv444p12le', 64, 48],
    ['libaom-av1', 'gbrp', 64, 48],
    ['libaom-av1', 'yuv420p', 97, 81],
    ['libaom-av1', 'yuv422p', 97, 81],
    ['libaom-av1', 'yuv444p', 1, 1],
    ['libsvtav1', 'yuv420p', 64, 64],
    ['libsvtav1', 'yuv420p10le', 96, 80],
    ['librav1e', 'yuv420p', 64, 48],
    ['librav1e', 'yuv444p10le', 64, 48],
  ] as const)('%s %s %dx%d', (encoder, format, width, height) => {
    const planes = drawPlanes(format, width, height)
    const stream = encodeAv1(planes, encoder)
    const file = writeHeif({ codec: 'av1', stream, width, height })
    const expected = decodeStream(stream, 'obu', planes)
    const theirs = decodeByAvifdec(file)
    expect([theirs.width, theirs.height]).toEqual([width, height])
    expect(differences(expected, theirs)).toEqual(expected.planes.map(() => 0))
  })

  test.each([false, true])('alpha, premultiplied: %s', (premultiplied) => {
    const mask = drawPlanes('gray', 64, 48, (_, x, y) => (x + y) / 112)
    const alpha = { stream: encodeAv1(mask), premultiplied }
    const file = writeHeif({ ...av1, alpha })
    const theirs = decodeByAvifdec(file)
    expect(theirs.planes).toHaveLength(4)
    const expected = decodeStream(alpha.stream, 'obu', mask)
    expect(maxDifference(theirs.planes[3]!, expected.planes[0]!)).toBe(0)
    const info = inFolder((path) => {
      writeFileSync(path('a.avif'), file)
      return run('avifdec', ['--info', path('a.avif')]).toString()
    })
    expect(info).toMatch(premultiplied ? /Alpha +: Premultiplied/ : /Alpha +: Not premultiplied/)
  })

  test('it finds colour, metadata and transformations', () => {
    const info = inFolder((path) => {
      writeFileSync(path('a.avif'), writeHeif({ ...av1, ...metadata, irot: 1, imir: 0, width: 60 }))
      return run('avifdec', ['--info', path('a.avif')]).toString()
    })
    for (const line of [
      /Color Primaries: 1$/m,
      /Transfer Char\. : 13$/m,
      /Matrix Coeffs\. : 5$/m,
      /Range +: Full/,
      new RegExp(`ICC Profile +: Present \\(${metadata.icc.length} bytes\\)`),
      new RegExp(`XMP Metadata +: Present \\(${metadata.xmp.length} bytes\\)`),
      new RegExp(`Exif Metadata +: Present \\(${metadata.exif.length} bytes\\)`),
      /irot \(Rotation\) +: 1/,
      /imir \(Mirror\) +: Mode 0/,
      /clap/,
    ]) {
      expect(info).toMatch(line)
    }
  })
})

describeWith(['heif-convert', 'heif-info'], 'libheif restores what we write', () => {
  test.each([
    ['av1', 'yuv420p', 64, 48],
    ['av1', 'yuv444p10le', 64, 48],
    ['av1', 'gray', 64, 48],
    ['hevc', 'yuv422p', 64, 48],
    ['hevc', 'yuv444p12le', 64, 48],
    ['hevc', 'gray', 64, 48],
    ['hevc', 'gbrp', 64, 48],
    ['hevc', 'yuv444p', 97, 81],
  ] as const)('%s %s %dx%d', (codec, format, width, height) => {
    const planes = drawPlanes(format, width, height)
    const stream = codec === 'av1' ? encodeAv1(planes) : encodeHevc(planes, 'qp=10', fullRange)
    const rgb = format === 'gbrp'
    const file = writeHeif({ codec, stream, width, height, nclx: sRgb(rgb ? 0 : 5) })
    const demuxer = codec === 'av1' ? 'obu' : 'hevc'
    const colour = { colorSpace: rgb ? 'rgb' : 'ycbcr', limitedRange: false } as const
    const expected = planesToRgb(decodeStream(stream, demuxer, planes), colour)
    const theirs = decodeByLibheif(file, 'rgb24')
    expect([theirs.width, theirs.height]).toEqual([width, height])
    expect(maxDifference(theirs.samples, expected)).toBeLessThanOrEqual(2)
  })

  test('odd 4:2:0 HEIC, coded larger and cropped', () => {
    const planes = resize(drawPlanes('yuv420p', 97, 81), 98, 82)
    const stream = encodeHevc(planes, 'qp=10', fullRange)
    const theirs = decodeByLibheif(
      writeHeif({ codec: 'hevc', stream, width: 97, height: 81, nclx: BT601 }),
      'rgb24',
    )
    const decoded = resize(decodeStream(stream, 'hevc', planes), 97, 81)
    const expected = planesToRgb(decoded, { colorSpace: 'ycbcr', limitedRange: false })
    expect([theirs.width, theirs.height]).toEqual([97, 81])
    expect(maxDifference(theirs.samples, expected)).toBeLessThanOrEqual(2)
  })

  test.each([
    ['av1', av1],
    ['hevc', hevc],
  ] as const)('%s alpha, with and without rotation', (_, base) => {
    const mask = drawPlanes('gray', 64, 48, (_, x, y) => (x + 2 * y) / 160)
    const stream =
      base.codec === 'av1' ? encodeAv1(mask) : encodeHevc(mask, 'qp=5', ['-color_range', 'pc'])
    const expected = decodeStream(stream, base.codec === 'av1' ? 'obu' : 'hevc', mask).planes[0]!
    const alphas = ({ samples }: Pixels): Uint16Array => samples.filter((_, i) => i % 4 === 3)

    const upright = decodeByLibheif(writeHeif({ ...base, alpha: { stream } }), 'rgba')
    expect(maxDifference(alphas(upright), expected)).toBe(0)

    const turned = decodeByLibheif(writeHeif({ ...base, alpha: { stream }, irot: 1 }), 'rgba')
    expect([turned.width, turned.height]).toEqual([48, 64])
    // Anti-clockwise: the right column becomes the upper row.
    const top = alphas(turned).subarray(0, 48)
    expect(Array.from(top)).toEqual(Array.from({ length: 48 }, (_, y) => expected[y * 64 + 63]))
  })

  test.each([
    [{ irot: 1 }, [63, 0]],
    [{ irot: 2 }, [63, 47]],
    [{ irot: 3 }, [0, 47]],
    [{ imir: 0 }, [0, 47]],
    [{ imir: 1 }, [63, 0]],
    [{ irot: 1, imir: 0 }, [0, 0]],
    [{ width: 50, height: 30, irot: 2 }, [49, 29]],
  ] as const)('%o puts this pixel in the upper left corner: %j', (transform, [x, y]) => {
    const upright = decodeByLibheif(writeHeif(hevc), 'rgb24')
    const theirs = decodeByLibheif(writeHeif({ ...hevc, ...transform }), 'rgb24')
    expect(pixel(theirs, 0, 0)).toEqual(pixel(upright, x, y))
    const { width, height } = readHeif(writeHeif({ ...hevc, ...transform }))
    expect([theirs.width, theirs.height]).toEqual([width, height])
  })

  test.each([
    ['av1', av1],
    ['hevc', hevc],
  ] as const)('%s metadata', (_, base) => {
    inFolder((path) => {
      writeFileSync(path('a.heif'), writeHeif({ ...base, ...metadata }))
      const info = run('heif-info', [path('a.heif')]).toString()
      expect(info).toMatch(/color profile: prof/)
      expect(info).toMatch(/Exif/)
      run('heif-convert', ['--quiet', '--with-xmp', '--with-exif', path('a.heif'), path('b.png')])
      expect(existsSync(path('b.png'))).toBe(true)
      expect(readFileSync(path('b.xmp'))).toEqual(metadata.xmp)
      expect(readFileSync(path('b.exif')).subarray(4)).toEqual(Buffer.from(metadata.exif))
    })
  })
})
