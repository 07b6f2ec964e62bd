import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ndarray from 'ndarray'
import { codecTable } from '../../lib/codecs'
import type { Descriptor } from '../../lib/codecs/descriptor'
import { plainFormats } from '../../lib/codecs/plain'
import { codecOfPath } from '../../lib/codecs/recognise'
import { resolve } from '../../lib/codecs/resolve'
import type { PixelArray, Samples } from '../../lib/image'
import { parsePixelFormat } from '../../lib/pixelformat'
import { readImage, readImageSync, writeImage, writeImageSync } from '../../lib/files'
import { run } from '../helpers/ffmpeg_streams'
import { makeNoise, makePicture, psnr, samplesOf } from '../helpers/pictures'

// Picture files: what other programs write is read to the bit, and what we write they read.

const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-readwrite-'))
afterAll(() => rmSync(folder, { recursive: true }))

let count = 0
const newPath = (extension: string): string => join(folder, `${count++}${extension}`)

const rawNames: Record<string, string> = {
  '1 8': 'gray',
  '3 8': 'rgb24',
  '4 8': 'rgba',
  '1 16': 'gray16le',
  '3 16': 'rgb48le',
  '4 16': 'rgba64le',
}

const rawName = (image: PixelArray): string =>
  rawNames[`${image.shape[2] ?? 1} ${image.bitDepth === 8 ? 8 : 16}`]!

/** The ffmpeg program writes the picture. */
function writeByFfmpeg(image: PixelArray, path: string, args: string[]): void {
  const [height, width] = image.shape
  const { buffer, byteOffset, byteLength } = samplesOf(image)
  const raw = ['-f', 'rawvideo', '-pix_fmt', rawName(image), '-s', `${width}x${height}`, '-i', '-']
  const bytes = new Uint8Array(buffer, byteOffset, byteLength)
  run('ffmpeg', ['-v', 'error', ...raw, ...args, '-y', path], bytes)
}

/** The ffmpeg program reads a file as these raw samples. */
function readByFfmpeg(path: string, pixelFormat: string): Buffer {
  return run('ffmpeg', ['-v', 'error', '-i', path, '-pix_fmt', pixelFormat, '-f', 'rawvideo', '-'])
}

/** 16 colours in noise: what a palette holds to the bit. */
function fewColours(channels: number): PixelArray {
  const noise = makeNoise({ width: 33, height: 17, channels: 1 })
  const colours = Array.from({ length: 16 }, (_, i) => [i * 17, 255 - i * 16, (i * 97) % 256, 255])
  const data = new Uint8Array(33 * 17 * channels)
  noise.data.forEach((value, i) => data.set(colours[value >> 4]!.slice(0, channels), i * channels))
  return Object.assign(ndarray<Samples>(data, [17, 33, channels]), { bitDepth: 8 })
}

describe('files of the ffmpeg program', () => {
  const noise = (channels: number, bitDepth = 8) =>
    makeNoise({ width: 33, height: 17, channels, bitDepth })

  it.each<[string, string, PixelArray, string[]]>([
    ['PNG gray', '.png', noise(1), ['-pix_fmt', 'gray']],
    ['PNG gray, 16 bit', '.png', noise(1, 16), ['-pix_fmt', 'gray16be']],
    ['PNG RGB', '.png', noise(3), ['-pix_fmt', 'rgb24']],
    ['PNG RGB, every filter', '.png', noise(3), ['-pix_fmt', 'rgb24', '-pred', 'mixed']],
    ['PNG RGB, interlaced', '.png', noise(3), ['-pix_fmt', 'rgb24', '-flags', '+ildct']],
    ['PNG RGB, 16 bit', '.png', noise(3, 16), ['-pix_fmt', 'rgb48be']],
    ['PNG RGBA', '.png', noise(4), ['-pix_fmt', 'rgba']],
    ['PNG RGBA, 16 bit', '.png', noise(4, 16), ['-pix_fmt', 'rgba64be']],
    ['PPM', '.ppm', noise(3), []],
    ['PPM, 16 bit', '.ppm', noise(3, 16), ['-pix_fmt', 'rgb48be']],
    ['PGM', '.pgm', noise(1), []],
    ['PGM, 16 bit', '.pgm', noise(1, 16), ['-pix_fmt', 'gray16be']],
    ['PAM RGBA', '.pam', noise(4), []],
    ['PAM RGBA, 16 bit', '.pam', noise(4, 16), ['-pix_fmt', 'rgba64be']],
    ['BMP RGB', '.bmp', noise(3), ['-pix_fmt', 'bgr24']],
    ['TIFF RGB, uncompressed', '.tiff', noise(3), ['-compression_algo', 'raw']],
    ['TIFF RGB, packbits', '.tif', noise(3), ['-compression_algo', 'packbits']],
    ['TIFF RGB, LZW', '.tif', noise(3), ['-compression_algo', 'lzw']],
    ['TIFF RGB, deflate', '.tif', noise(3), ['-compression_algo', 'deflate']],
    ['TIFF RGB, 16 bit', '.tiff', noise(3, 16), ['-pix_fmt', 'rgb48le']],
    ['TIFF gray', '.tiff', noise(1), ['-pix_fmt', 'gray']],
    ['TIFF gray, 16 bit', '.tiff', noise(1, 16), ['-pix_fmt', 'gray16le']],
    ['TIFF RGBA', '.tiff', noise(4), ['-pix_fmt', 'rgba']],
    ['QOI RGB', '.qoi', noise(3), []],
    ['QOI RGBA', '.qoi', noise(4), []],
    ['WebP lossless', '.webp', noise(3), ['-c:v', 'libwebp', '-pix_fmt', 'bgra', '-lossless', '1']],
  ])('%s', async (_, extension, image, args) => {
    const path = newPath(extension)
    writeByFfmpeg(image, path, args)
    const found = await readImage(path)
    expect(found.shape).toEqual(image.shape)
    expect(found.bitDepth).toBe(image.bitDepth)
    expect(samplesOf(found)).toEqual(samplesOf(image))
    expect(readImageSync(path)).toEqual(found)
  })

  it.each([
    ['PNG', '.png'],
    ['BMP', '.bmp'],
    ['TIFF', '.tiff'],
  ])('%s with a palette: three channels where all of it is opaque', (_, extension) => {
    const image = fewColours(3)
    const path = newPath(extension)
    const palette =
      'split[a][b];[a]palettegen=reserve_transparent=0[p];[b][p]paletteuse=dither=none'
    writeByFfmpeg(image, path, ['-filter_complex', palette, '-pix_fmt', 'pal8'])
    const found = readImageSync(path)
    expect(found.shape).toEqual(image.shape)
    expect(samplesOf(found)).toEqual(samplesOf(image))
  })

  it('PNG with a transparent palette entry: four channels', () => {
    const image = fewColours(4)
    image.data.set([0, 0, 0, 0], 0)
    const path = newPath('.png')
    const palette = 'split[a][b];[a]palettegen[p];[b][p]paletteuse=dither=none'
    writeByFfmpeg(image, path, ['-filter_complex', palette, '-pix_fmt', 'pal8'])
    const found = readImageSync(path)
    expect(found.shape).toEqual(image.shape)
    expect(Buffer.from(samplesOf(found))).toEqual(readByFfmpeg(path, 'rgba'))
  })

  it.each([
    ['JPEG', '.jpg', ['-c:v', 'mjpeg', '-q:v', '2', '-pix_fmt', 'yuvj444p']],
    ['JPEG 4:2:0', '.jpg', ['-c:v', 'mjpeg', '-q:v', '2', '-pix_fmt', 'yuvj420p']],
    ['WebP lossy', '.webp', ['-c:v', 'libwebp', '-quality', '95']],
  ])('%s: close to the picture', (_, extension, args) => {
    const image = makePicture({ width: 64, height: 48 })
    const path = newPath(extension)
    writeByFfmpeg(image, path, args)
    const found = readImageSync(path)
    expect(found.shape).toEqual(image.shape)
    expect(psnr(samplesOf(found), samplesOf(image))).toBeGreaterThan(38)
  })
})

/** The extensions of a codec's files that writeImage writes by this codec. */
const extensionsOf = (descriptor: Descriptor): string[] =>
  Object.values(descriptor.formats)
    .flatMap(({ extension, aliases = [] }) => [extension, ...aliases])
    .filter((extension) => codecOfPath(`x${extension}`) === descriptor)

const written = [...codecTable, ...plainFormats]
  .map((descriptor: Descriptor) => ({ descriptor, extensions: extensionsOf(descriptor) }))
  .filter(({ extensions }) => extensions.length > 0)
  // VVC has no lossless mode here: nothing would come back as it was written
  .filter(({ descriptor }) => descriptor.lossless || descriptor.name === 'jpeg')

describe.each(written.map((file) => [file.descriptor.name, file] as const))(
  '%s',
  (name, { descriptor, extensions }) => {
    const coder = descriptor.container?.inner ?? descriptor
    const options = resolve(coder, {})
    const formats = coder.pixelFormats(options, descriptor.encoders[0]!)
    const known = formats.map((format) => parsePixelFormat(format)!)
    const carries = (channels: number, depth: number): boolean =>
      known.some((format) => {
        const alpha = channels < 4 || format.alpha || descriptor.container !== undefined
        const colour = channels === 1 || format.model === 'rgb'
        return alpha && colour && format.depth >= depth
      })
    const lossy = name === 'jpeg'

    it.each(extensions)('%s: comes back as it was written', async (extension) => {
      for (const [channels, bitDepth] of [
        [1, 8],
        [3, 8],
        [4, 8],
        [1, 16],
        [3, 16],
        [4, 16],
      ] as const) {
        const image = makePicture({ width: 31, height: 19, channels, bitDepth })
        const path = newPath(extension.toUpperCase())
        if (!carries(channels, bitDepth) && !(lossy && channels < 4)) {
          expect(() => writeImageSync(path, image)).toThrow(/alpha|lossless/)
          expect(existsSync(path)).toBe(false)
          continue
        }
        await writeImage(path, image)
        const found = await readImage(path)
        const [height, width, has] = found.shape
        expect([width, height]).toEqual([31, 19])
        if (lossy) expect([channels, has]).toEqual([channels, channels])
        else if (has === channels) expect(samplesOf(found)).toEqual(samplesOf(image))
        // Formats without gray hold it as R = G = B.
        else
          expect([has, samplesOf(found).filter((_, i) => i % has! === 0)]).toEqual([
            3,
            samplesOf(image),
          ])
        writeImageSync(path, image)
        expect(readImageSync(path)).toEqual(found)
      }
    })

    it('says what is damaged', async () => {
      const path = newPath(extensions[0]!)
      writeImageSync(path, makePicture({ width: 31, height: 19, channels: name === 'pgm' ? 1 : 3 }))
      const whole = readFileSync(path)
      writeFileSync(path, whole.subarray(0, whole.length >> 1))
      await expect(readImage(path)).rejects.toMatchObject({
        name: 'CodecError',
        code: 'ERR_DECODE',
      })
      expect(() => readImageSync(path)).toThrow(/./)
    })

    it('has a quality for what is not lossless', () => {
      expect(lossy ? descriptor.writeQuality : 1).toBeGreaterThan(0)
    })
  },
)

describe('what cannot be read or written', () => {
  it.each<[string, Uint8Array]>([
    ['an empty file', new Uint8Array()],
    ['text', Buffer.from('Not a picture.\n')],
    ['zeros', new Uint8Array(1000)],
    ['a lone magic number of PNG', Buffer.from([0x89, 0x50, 0x4e, 0x47])],
    ['a lone magic number of JPEG', Buffer.from([0xff, 0xd8, 0xff])],
    ['RIFF that is no WebP', Buffer.from('RIFF\x24\x00\x00\x00WAVEfmt ')],
    ['BM and nothing more', Buffer.from('BM')],
    ['P6 without a size', Buffer.from('P6\n')],
    ['TIFF without a directory', Buffer.from([0x49, 0x49, 42, 0, 8, 0, 0, 0])],
  ])('%s', async (_, bytes) => {
    const path = newPath('.png')
    writeFileSync(path, bytes)
    await expect(readImage(path)).rejects.toMatchObject({ code: 'ERR_DECODE' })
    expect(() => readImageSync(path)).toThrow(/./)
  })

  it('a file that is not there, or is a folder', async () => {
    await expect(readImage(join(folder, 'none.png'))).rejects.toThrow(/none\.png/)
    expect(() => readImageSync(join(folder, 'none.png'))).toThrow(/none\.png/)
    await expect(readImage(folder)).rejects.toThrow(/EISDIR/)
  })

  it.each(['.gif', '.txt', '', '.png.bak', '.'])('the extension %p', async (extension) => {
    const path = join(folder, `picture${extension}`)
    const image = makePicture({ width: 4, height: 4 })
    await expect(writeImage(path, image)).rejects.toThrow(RangeError)
    expect(() => writeImageSync(path, image)).toThrow(/expected an extension among .*\.png, /)
    expect(existsSync(path)).toBe(false)
  })

  it('a folder that is not there: the path is named, nothing is left', async () => {
    const path = join(folder, 'none', 'a.png')
    await expect(writeImage(path, makePicture({ width: 4, height: 4 }))).rejects.toThrow(/none/)
    expect(readdirSync(folder)).not.toContain('none')
  })

  it('what is no picture', async () => {
    await expect(writeImage(newPath('.png'), {} as PixelArray)).rejects.toThrow(TypeError)
  })
})
