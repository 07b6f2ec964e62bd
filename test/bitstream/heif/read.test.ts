import { readFileSync, writeFileSync } from 'node:fs'
import { inspectHeif, readHeif, type HeifFile } from '../../../lib/bitstream/heif'
import { maxDifference, run, type Planes } from '../../helpers/ffmpeg_streams'
import {
  decodeByAvifdec,
  decodeByLibheif,
  decodeImage,
  describeWith,
  inFolder,
  writePng,
  type Pixels,
  type PngFormat,
} from '../../helpers/heif_programs'
import { iccProfile } from '../../helpers/icc_profile'
import { planesToRgb } from '../../helpers/planes_to_rgb'

const CHANNELS: Readonly<Record<PngFormat, number>> = {
  gray: 1,
  rgb24: 3,
  rgba: 4,
  rgb48be: 3,
  rgba64be: 4,
}

/** A smooth picture with a different course in each channel. */
function draw(width: number, height: number, format: PngFormat): Pixels {
  const channels = CHANNELS[format]
  const max = format.endsWith('be') ? 65535 : 255
  const samples = Uint16Array.from({ length: width * height * channels }, (_, i) => {
    const channel = i % channels
    const x = Math.floor(i / channels) % width
    const y = Math.floor(i / channels / width)
    if (channel === 3) return Math.round((max * (x + y)) / (width + height))
    return Math.round(max * (0.5 + 0.4 * Math.sin(x / 19 + channel) * Math.cos(y / 23 + channel)))
  })
  return { width, height, channels, samples }
}

/** The file that a program writes of a drawn PNG. */
function written(
  program: 'avifenc' | 'heif-enc',
  args: string[],
  { width = 64, height = 48, format = 'rgb24' as PngFormat, extension = 'avif' } = {},
): Buffer {
  return inFolder((path) => {
    const [input, output] = [path('in.png'), path(`out.${extension}`)]
    writePng(input, draw(width, height, format), format)
    const io = program === 'avifenc' ? [input, output] : [input, '-o', output]
    run(program, [...args, ...io])
    return readFileSync(output)
  })
}

const differences = (a: Planes, b: Planes): number[] =>
  a.planes.map((plane, i) => maxDifference(plane, b.planes[i]!))

const expectCovered = (file: Uint8Array): void => {
  const sections = inspectHeif(file)
  expect(sections.reduce((sum, { length }) => sum + length, 0)).toBe(file.length)
}

// Every chroma format and depth through the codecs: test/flow/container_matrix.test.ts.
describeWith(['avifenc', 'avifdec'], 'files of avifenc, against avifdec', () => {
  const speed = ['-s', '10']
  test.each([
    [['-y', '444', '-d', '10'], 64, 48, 'rgb24'],
    [['-y', '400', '-d', '12'], 64, 48, 'rgb24'],
    [['-y', '420'], 97, 81, 'rgb24'],
    [['-y', '422', '-d', '10'], 97, 81, 'rgb48be'],
    [['-y', '444'], 1, 1, 'rgb24'],
    [['-l'], 33, 17, 'rgb24'],
    [['-r', 'limited'], 64, 48, 'rgb24'],
    [['--cicp', '9/16/9', '-d', '10'], 64, 48, 'rgb24'],
    [['-c', 'svt', '-y', '420'], 96, 80, 'rgb24'],
    [['-c', 'rav1e', '-y', '420'], 64, 48, 'rgb24'],
    [['--grid', '2x2', '-y', '444'], 256, 192, 'rgb24'],
    [['--grid', '3x2', '-y', '420'], 384, 128, 'rgb24'],
    [['--irot', '1', '--imir', '0'], 64, 48, 'rgb24'],
    [['--crop', '4,2,20,30'], 64, 48, 'rgb24'],
  ] as const)('%j %dx%d %s', (args, width, height, format) => {
    const file = written('avifenc', [...speed, ...args], { width, height, format })
    const read = readHeif(file)
    const theirs = decodeByAvifdec(file)
    expect([read.image.width, read.image.height]).toEqual([width, height])
    expect(differences(decodeImage(read.image), theirs)).toEqual(theirs.planes.map(() => 0))
    expectCovered(file)
  })

  test.each([
    [['-y', '444'], false],
    [['-y', '444', '--premultiply'], true],
  ] as const)('alpha, %j', (args, premultiplied) => {
    const file = written('avifenc', [...speed, ...args], { format: 'rgba' })
    const { image, alpha } = readHeif(file)
    const theirs = decodeByAvifdec(file)
    expect(alpha!.premultiplied).toBe(premultiplied)
    const [mask] = decodeImage(alpha!).planes
    expect(
      differences(decodeImage(image), { ...theirs, planes: theirs.planes.slice(0, 3) }),
    ).toEqual([0, 0, 0])
    expect(maxDifference(mask!, theirs.planes[3]!)).toBe(0)
    expectCovered(file)
  })

  test('alpha of a grid', () => {
    const file = written('avifenc', [...speed, '--grid', '2x2'], {
      width: 256,
      height: 192,
      format: 'rgba',
    })
    const { alpha } = readHeif(file)
    expect(alpha).toMatchObject({ rows: 2, columns: 2, width: 256, height: 192 })
    const [mask] = decodeImage(alpha!).planes
    expect(maxDifference(mask!, decodeByAvifdec(file).planes[3]!)).toBe(0)
    expectCovered(file)
  })

  test('colour, transformations and metadata', () => {
    const [icc, exif, xmp] = [
      iccProfile(),
      Buffer.from('MM\0*\0\0\0\b\0\0\0\0\0\0'),
      '<x:xmpmeta/>',
    ]
    const file = inFolder((path) => {
      writeFileSync(path('a.icc'), icc)
      writeFileSync(path('a.exif'), exif)
      writeFileSync(path('a.xmp'), xmp)
      const given = ['--icc', path('a.icc'), '--exif', path('a.exif'), '--xmp', path('a.xmp')]
      return written('avifenc', [
        ...speed,
        ...given,
        '--irot',
        '3',
        '--imir',
        '1',
        '--cicp',
        '9/16/9',
      ])
    })
    const read = readHeif(file)
    expect(read).toMatchObject({
      brand: 'avif',
      width: 48,
      height: 64,
      nclx: { primaries: 9, transfer: 16, matrix: 9, fullRange: true },
      transforms: [
        { type: 'irot', angle: 270 },
        { type: 'imir', axis: 1 },
      ],
    })
    expect(Buffer.from(read.icc!)).toEqual(Buffer.from(icc))
    expect(Buffer.from(read.exif!)).toEqual(exif)
    expect(Buffer.from(read.xmp!).toString()).toBe(xmp)
    expectCovered(file)
  })

  test('a crop', () => {
    const file = written('avifenc', [...speed, '--crop', '4,2,20,30'])
    expect(readHeif(file).transforms).toEqual([{ type: 'clap', x: 4, y: 2, width: 20, height: 30 }])
  })
})

describeWith(['heif-enc', 'heif-convert'], 'files of heif-enc, against heif-convert', () => {
  /** Our reading in RGB, transforms other than a crop at the upper left left out. */
  function ourRgb({ image, transforms }: HeifFile): Uint8ClampedArray {
    const whole = planesToRgb(decodeImage(image), { colorSpace: 'ycbcr', limitedRange: false })
    const crop = transforms.find(({ type }) => type === 'clap') as { width: number; height: number }
    if (!crop) return whole
    const row = 3 * image.width
    return Uint8ClampedArray.from({ length: 3 * crop.width * crop.height }, (_, i) => {
      const y = Math.floor(i / (3 * crop.width))
      return whole[y * row + (i % (3 * crop.width))]!
    })
  }

  test.each([
    ['heic', ['-q', '60', '-p', 'chroma=444'], 64, 48, 'rgb24'],
    ['heic', ['-q', '60', '-b', '10'], 64, 48, 'rgb48be'],
    ['heic', ['-q', '60', '-p', 'chroma=444', '-b', '12'], 64, 48, 'rgb48be'],
    ['heic', ['-q', '60'], 97, 81, 'rgb24'],
    ['heic', ['-L', '-p', 'chroma=444'], 41, 37, 'rgb24'],
    ['heic', ['-q', '60', '--matrix_coefficients=6'], 64, 48, 'rgb24'],
    ['avif', ['-q', '60'], 97, 81, 'rgb24'],
  ] as const)('%s %j %dx%d %s', (extension, args, width, height, format) => {
    const file = written('heif-enc', [...args], { width, height, format, extension })
    const read = readHeif(file)
    expect([read.width, read.height]).toEqual([width, height])
    const theirs = decodeByLibheif(file, 'rgb24')
    expect(maxDifference(ourRgb(read), theirs.samples)).toBeLessThanOrEqual(2)
    expectCovered(file)
  })

  test.each(['heic', 'avif'])('%s alpha, premultiplied or not', (extension) => {
    const at = { extension, format: 'rgba' as PngFormat }
    const straight = written('heif-enc', ['-q', '60', '-p', 'chroma=444'], at)
    const read = readHeif(straight)
    expect(read.alpha).toMatchObject({ premultiplied: false, chroma: '400', width: 64 })
    const theirs = decodeByLibheif(straight, 'rgba').samples.filter((_, i) => i % 4 === 3)
    expect(maxDifference(decodeImage(read.alpha!).planes[0]!, theirs)).toBe(0)
    expectCovered(straight)
    const premultiplied = written('heif-enc', ['--premultiplied-alpha'], at)
    expect(readHeif(premultiplied).alpha!.premultiplied).toBe(true)
  })

  test('a thumbnail beside the picture is left alone', () => {
    const file = written('heif-enc', ['-t', '32'], { width: 128, height: 96, extension: 'heic' })
    expect(readHeif(file)).toMatchObject({ width: 128, height: 96 })
    const names = inspectHeif(file).map(({ name }) => name)
    expect(names).toContain('slice')
    expect(names.some((name) => /^item \d+ slice$/.test(name))).toBe(true)
    expectCovered(file)
  })
})
