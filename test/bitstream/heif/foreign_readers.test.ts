import { readHeif, writeHeif } from '../../../lib/bitstream/heif'
import {
  decodeStream,
  drawPlanes,
  encodeAv1,
  encodeHevc,
  maxDifference,
  resize,
  run,
} from '../../helpers/ffmpeg_streams'
import {
  decodeByAvifdec,
  decodeByLibheif,
  describeWith,
  inFolder,
  type Pixels,
} from '../../helpers/heif_programs'
import { planesToRgb } from '../../helpers/planes_to_rgb'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import {
  BT601,
  av1,
  differences,
  fullRange,
  hevc,
  metadata,
  pixel,
  sRgb,
} from '../../helpers/heif_written'

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
