import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { JPEG, JPEG2000, JXL, WebP } from '../../lib/index'
import type { PixelArray } from '../../lib/image'
import { readImageSync } from '../../lib/files'
import { run } from '../helpers/ffmpeg_streams'
import { makePicture, makePlanes, maxDifference, psnr, samplesOf } from '../helpers/pictures'

// The formats' own programs (cjpeg, djpeg, dwebp, opj_decompress, djxl) agree with our streams.

const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-references-'))
afterAll(() => rmSync(folder, { recursive: true }))

const has = (program: string): boolean => spawnSync(program, ['-version']).error === undefined

/** A group of tests that need a program; where it is missing, one skipped test says so. */
function withProgram(program: string, debian: string, body: () => void): void {
  if (has(program)) describe(program, body)
  else it.skip(`${program} is not installed (Debian's ${debian})`, () => undefined)
}

/** A PNM file's bytes: P6 for three channels, P5 for one. */
function pnm(image: PixelArray): Buffer {
  const [height, width, channels] = image.shape
  const header = `${channels === 1 ? 'P5' : 'P6'}\n${width} ${height}\n255\n`
  return Buffer.concat([Buffer.from(header), Buffer.from(samplesOf(image))])
}

/** The samples of a binary PNM, PGM or 16-bit PNM. */
function pnmSamples(file: Buffer): ArrayLike<number> {
  const header = /^P[56]\s(?:#.*\s)?(\d+)\s(\d+)\s(\d+)\s/.exec(
    file.subarray(0, 200).toString('latin1'),
  )!
  const body = file.subarray(header[0].length)
  if (Number(header[3]) < 256) return body
  return Uint16Array.from({ length: body.length / 2 }, (_, i) => body.readUInt16BE(2 * i))
}

function throughFiles(
  program: string,
  bytes: Uint8Array,
  from: string,
  to: string,
  args: (i: string, o: string) => string[],
): Buffer {
  const [input, output] = [join(folder, `in${from}`), join(folder, `out${to}`)]
  writeFileSync(input, bytes)
  run(program, args(input, output))
  return readFileSync(output)
}

const sizes = [
  [1, 1],
  [5, 3],
  [67, 45],
] as const
const picture = (width: number, height: number, channels = 3, bitDepth = 8): PixelArray =>
  makePicture({ width, height, channels, bitDepth, texture: 0.3 })

/** N. Robidoux's, as mozjpeg's `-quant-table 3` has it. */
const robidoux = [
  ...[16, 16, 16, 18, 25, 37, 56, 85, 16, 17, 20, 27, 34, 40, 53, 75],
  ...[16, 20, 24, 31, 43, 62, 91, 135, 18, 27, 31, 40, 53, 74, 106, 156],
  ...[25, 34, 43, 53, 69, 94, 131, 189, 37, 40, 62, 74, 94, 124, 169, 238],
  ...[56, 53, 91, 106, 131, 169, 226, 311, 85, 75, 135, 156, 189, 238, 311, 418],
]

withProgram('cjpeg', 'libjpeg-turbo-progs', () => {
  const samplings = { '4:4:4': '1x1', '4:2:2': '2x1', '4:2:0': '2x2' } as const
  const qualities = [1, 2, 10, 25, 49, 50, 51, 75, 90, 95, 99, 100]

  describe.each(Object.entries(samplings))('%s', (subsampling, sample) => {
    it.each([
      [false, false],
      [true, false],
      [true, true],
    ])('optimize %p, progressive %p: byte-identical', (optimize, progressive) => {
      for (const [width, height] of sizes) {
        for (const quality of width === 67 ? qualities : [75]) {
          const image = picture(width, height)
          const flags = [
            ...(optimize ? ['-optimize'] : []),
            ...(progressive ? ['-progressive'] : []),
          ]
          const args = ['-quality', String(quality), '-sample', sample, ...flags]
          const theirs = run('cjpeg', args, pnm(image))
          const options = { subsampling: subsampling as '4:4:4', optimize, progressive }
          const ours = new JPEG(options).encodeSync(image, { quality })
          expect(Buffer.compare(ours, theirs)).toBe(0)
        }
      }
    })
  })

  it('tune visual without trellis: byte-identical with its table', () => {
    for (const quality of qualities) {
      const image = picture(67, 45)
      const ours = new JPEG({ tune: 'visual', effort: 3 }).encodeSync(image, { quality })
      const table = join(folder, 'table.txt')
      writeFileSync(table, robidoux.join(' '))
      const args = ['-quality', String(quality), '-qtables', table, '-qslots', '0,0,0']
      const flags = ['-baseline', '-progressive', '-sample', '2x2']
      const theirs = run('cjpeg', [...args, ...flags], pnm(image))
      expect(Buffer.compare(ours, theirs)).toBe(0)
    }
  })

  it('gray: byte-identical', () => {
    for (const quality of qualities) {
      const image = picture(67, 45, 1)
      const theirs = run('cjpeg', ['-quality', String(quality), '-optimize'], pnm(image))
      const ours = new JPEG({ optimize: true, progressive: false }).encodeSync(image, { quality })
      expect(Buffer.compare(ours, theirs)).toBe(0)
    }
  })
})

withProgram('djpeg', 'libjpeg-turbo-progs', () => {
  it.each(['4:4:4', '4:2:2', '4:2:0'] as const)('%s: the same pixels', (subsampling) => {
    for (const progressive of [false, true]) {
      for (const [width, height] of sizes) {
        const codec = new JPEG({ subsampling, progressive })
        const bytes = codec.encodeSync(picture(width, height), { quality: 80 })
        const ours = samplesOf(codec.decodeSync(bytes))
        expect(maxDifference(ours, pnmSamples(run('djpeg', ['-ppm'], bytes)))).toBe(0)
      }
    }
  })

  it('gray: the same pixels', () => {
    const codec = new JPEG()
    const bytes = codec.encodeSync(picture(67, 45, 1))
    const ours = samplesOf(codec.decodeSync(bytes))
    expect(maxDifference(ours, pnmSamples(run('djpeg', ['-pnm'], bytes)))).toBe(0)
  })
})

withProgram('dwebp', 'webp', () => {
  const toYuv = (bytes: Uint8Array) =>
    throughFiles('dwebp', bytes, '.webp', '.yuv', (i, o) => ['-quiet', i, '-yuv', '-o', o])
  const toPng = (bytes: Uint8Array) => {
    throughFiles('dwebp', bytes, '.webp', '.png', (i, o) => ['-quiet', i, '-o', o])
    return readImageSync(join(folder, 'out.png'))
  }

  it('lossless, RGB and RGBA: the same pixels', () => {
    for (const [width, height] of sizes) {
      for (const channels of [3, 4]) {
        const image = picture(width, height, channels)
        const bytes = new WebP({ lossless: true }).encodeSync(image)
        expect(maxDifference(samplesOf(toPng(bytes)), samplesOf(image))).toBe(0)
      }
    }
  })

  it('lossy: the same planes', () => {
    const codec = new WebP()
    for (const [width, height] of sizes) {
      const bytes = codec.encodeSync(makePlanes('yuv420p', width, height), { quality: 80 })
      const { planes } = codec.decodeSync(bytes, { as: 'planes' })
      expect(maxDifference(Buffer.concat(planes as Uint8Array[]), toYuv(bytes))).toBe(0)
    }
  })

  it('lossy: RGB within what another interpolation of 4:2:0 chroma makes', () => {
    const codec = new WebP()
    const bytes = codec.encodeSync(picture(67, 45), { quality: 90 })
    const [ours, theirs] = [codec.decodeSync(bytes), toPng(bytes)].map(samplesOf)
    expect(psnr(ours!, theirs!)).toBeGreaterThan(40)
  })

  it('lossy, RGBA: alpha to the bit', () => {
    const codec = new WebP()
    const image = picture(67, 45, 4)
    const bytes = codec.encodeSync(image, { quality: 90 })
    const alphas = [image, codec.decodeSync(bytes), toPng(bytes)].map((array) =>
      samplesOf(array).filter((_, i) => i % 4 === 3),
    )
    expect(alphas[1]).toEqual(alphas[2])
    expect(maxDifference(alphas[0]!, alphas[1]!)).toBe(0)
  })
})

withProgram('opj_decompress', 'libopenjp2-tools', () => {
  const decompress = (bytes: Uint8Array, format: string, gray = false) =>
    pnmSamples(
      throughFiles('opj_decompress', bytes, `.${format}`, gray ? '.pgm' : '.ppm', (i, o) => [
        ...['-i', i, '-o', o],
      ]),
    )

  describe.each(['libopenjpeg', 'jpeg2000'] as const)('%s', (encoder) => {
    it.each(['jp2', 'j2k'] as const)('%s, lossless RGB and gray: the same pixels', (format) => {
      for (const channels of [1, 3]) {
        for (const bitDepth of encoder === 'jpeg2000' ? [8] : [8, 16]) {
          const image = picture(67, 45, channels, bitDepth)
          const bytes = new JPEG2000({ encoder, format, lossless: true }).encodeSync(image)
          const theirs = decompress(bytes, format, channels === 1)
          expect(maxDifference(samplesOf(image), theirs)).toBe(0)
        }
      }
    })

    it.each(['jp2', 'j2k'] as const)('%s, lossy 4:4:4: RGB, within rounding', (format) => {
      const codec = new JPEG2000({ encoder, format })
      const quality = codec.qualitySteps.at(-3)!
      const image = picture(67, 45)
      const bytes = codec.encodeSync(image, { quality })
      const theirs = decompress(bytes, format)
      expect(maxDifference(samplesOf(codec.decodeSync(bytes)), theirs)).toBeLessThanOrEqual(1)
      expect(psnr(samplesOf(image), theirs)).toBeGreaterThan(30)
    })
  })
})

withProgram('djxl', 'libjxl-tools', () => {
  const decode = (bytes: Uint8Array): ArrayLike<number> => {
    throughFiles('djxl', bytes, '.jxl', '.png', (i, o) => ['--quiet', i, o])
    return samplesOf(readImageSync(join(folder, 'out.png')))
  }

  it.each([1, 3, 4])('lossless, %i channels, 8 and 16 bit: the same pixels', (channels) => {
    for (const bitDepth of [8, 16]) {
      const image = picture(67, 45, channels, bitDepth)
      const bytes = new JXL({ lossless: true }).encodeSync(image)
      expect(maxDifference(samplesOf(image), decode(bytes))).toBe(0)
    }
  })

  it('lossy: the same pixels, within rounding', () => {
    const codec = new JXL()
    const bytes = codec.encodeSync(picture(67, 45), { quality: 1 })
    expect(maxDifference(samplesOf(codec.decodeSync(bytes)), decode(bytes))).toBeLessThanOrEqual(1)
  })
})
