import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ndarray from 'ndarray'
import type { PixelArray, Samples } from '../../lib/image'
import { readImage, readImageSync } from '../../lib/files'
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
