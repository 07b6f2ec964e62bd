import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { resize, run, splitPlanes, type Planes } from './ffmpeg_streams'
import type { HeifImage } from '../../lib/bitstream/heif'
import { decodeStream } from './ffmpeg_streams'

const PACKAGES = {
  avifenc: 'libavif-bin',
  avifdec: 'libavif-bin',
  'heif-enc': 'libheif-examples',
  'heif-convert': 'libheif-examples',
  'heif-info': 'libheif-examples',
} as const
type Program = keyof typeof PACKAGES

export const hasProgram = (program: Program): boolean => !spawnSync(program, ['--help']).error

/** `describe`, skipped with the reason in its name where one of the programs is not installed. */
export function describeWith(programs: Program[], name: string, body: () => void): void {
  const missing = programs.find((program) => !hasProgram(program))
  if (missing)
    describe.skip(`${name} (skipped: no ${missing}, of Debian's ${PACKAGES[missing]})`, body)
  else describe(name, body)
}

/** Runs `use` in a folder of its own that is gone afterwards. */
export function inFolder<T>(use: (path: (name: string) => string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-heif-'))
  try {
    return use((name) => join(folder, name))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Interleaved samples of a picture. */
export interface Pixels {
  width: number
  height: number
  channels: number
  samples: Uint16Array
}

const PNG_FORMATS = { rgb24: 3, rgba: 4, gray: 1, rgb48be: 3, rgba64be: 4 } as const
export type PngFormat = keyof typeof PNG_FORMATS

/** Writes interleaved samples as a PNG through the ffmpeg program. */
export function writePng(path: string, pixels: Pixels, format: PngFormat): void {
  const wide = format.endsWith('be')
  const raw = wide
    ? Buffer.from(Uint16Array.from(pixels.samples).buffer).swap16()
    : Uint8Array.from(pixels.samples)
  const size = `${pixels.width}x${pixels.height}`
  const input = ['-f', 'rawvideo', '-pix_fmt', format, '-s', size, '-i', '-']
  run('ffmpeg', ['-v', 'error', ...input, '-y', path], raw)
}

/** Reads a PNG as interleaved samples of this format (16-bit ones for 8-bit files are value x 257). */
function readPng(path: string, format: PngFormat): Pixels {
  const entries = ['-select_streams', 'v:0', '-show_entries', 'stream=width,height']
  const probe = run('ffprobe', ['-v', 'error', ...entries, '-of', 'csv=p=0', path]).toString()
  const [width = 0, height = 0] = probe.trim().split(',').map(Number)
  const raw = run('ffmpeg', ['-v', 'error', '-i', path, '-f', 'rawvideo', '-pix_fmt', format, '-'])
  const samples = format.endsWith('be')
    ? Uint16Array.from({ length: raw.length / 2 }, (_, i) => raw.readUInt16BE(2 * i))
    : Uint16Array.from(raw)
  return { width, height, channels: PNG_FORMATS[format], samples }
}

const Y4M_FORMATS: Readonly<Record<string, string>> = {
  mono: 'gray',
  '420jpeg': 'yuv420p',
  '420mpeg2': 'yuv420p',
  '420paldv': 'yuv420p',
  '420': 'yuv420p',
  '422': 'yuv422p',
  '444': 'yuv444p',
  '420p10': 'yuv420p10le',
  '422p10': 'yuv422p10le',
  '444p10': 'yuv444p10le',
  mono10: 'gray10le',
  '420p12': 'yuv420p12le',
  '422p12': 'yuv422p12le',
  '444p12': 'yuv444p12le',
  mono12: 'gray12le',
}

/** Planes of a one-frame YUV4MPEG2 file; `444alpha` gives the alpha plane as the fourth. */
export function readY4m(path: string): Planes {
  const file = readFileSync(path)
  const end = file.indexOf('\n')
  const fields = file.subarray(0, end).toString().split(' ')
  const value = (key: string): string =>
    fields.find((field, i) => i > 0 && field.startsWith(key))?.slice(1) ?? ''
  const size = { width: Number(value('W')), height: Number(value('H')) }
  const frame = file.subarray(end + 1 + 'FRAME\n'.length)
  if (value('C') === '444alpha') {
    const colour = { ...size, pixelFormat: 'yuv444p' }
    const length = size.width * size.height
    const planes = splitPlanes(frame.subarray(0, 3 * length), colour)
    return { ...colour, planes: [...planes, Uint16Array.from(frame.subarray(3 * length))] }
  }
  const pixelFormat = Y4M_FORMATS[value('C') || '420']
  if (!pixelFormat) throw new Error(`y4m of ${value('C')}`)
  return { ...size, pixelFormat, planes: splitPlanes(frame, { ...size, pixelFormat }) }
}

/** What a program makes of a HEIF file: avifdec -> y4m planes, untransformed. */
export const decodeByAvifdec = (file: Uint8Array): Planes =>
  inFolder((path) => {
    writeFileSync(path('in.avif'), file)
    run('avifdec', [path('in.avif'), path('out.y4m')])
    return readY4m(path('out.y4m'))
  })

/** libheif's picture: transformed, RGB. */
export const decodeByLibheif = (file: Uint8Array, format: PngFormat): Pixels =>
  inFolder((path) => {
    writeFileSync(path('in.heif'), file)
    run('heif-convert', ['--quiet', path('in.heif'), path('out.png')])
    return readPng(path('out.png'), format)
  })

/** The pixel format of what the ffmpeg program decodes from a HEIF item's stream. */
function pixelFormatOf({ chroma, bitDepth }: HeifImage): string {
  const base = chroma === '400' ? 'gray' : `yuv${chroma}p`
  return bitDepth === 8 ? base : `${base}${bitDepth}le`
}

/** Decodes the tiles by the ffmpeg program and lays them out; transforms are not applied. */
export function decodeImage(image: HeifImage): Planes {
  const pixelFormat = pixelFormatOf(image)
  const tile = { width: image.tileWidth, height: image.tileHeight, pixelFormat }
  const demuxer = image.codec === 'av1' ? 'obu' : 'hevc'
  const tiles = Array.from({ length: image.count }, (_, i) =>
    decodeStream(image.tile(i), demuxer, tile),
  )
  const whole = {
    width: image.columns * tile.width,
    height: image.rows * tile.height,
  }
  const planes = tiles[0]!.planes.map((first, plane) => {
    const height = first.length === tile.width * tile.height ? tile.height : chromaRows(image, tile)
    const width = first.length / height
    const joined = new Uint16Array(first.length * tiles.length)
    tiles.forEach((decoded, index) => {
      const left = (index % image.columns) * width
      const top = Math.floor(index / image.columns) * height
      for (let y = 0; y < height; y++) {
        const row = decoded.planes[plane]!.subarray(y * width, (y + 1) * width)
        joined.set(row, (top + y) * width * image.columns + left)
      }
    })
    return joined
  })
  return resize({ ...whole, pixelFormat, planes }, image.width, image.height)
}

const chromaRows = ({ chroma }: HeifImage, tile: { height: number }): number =>
  chroma === '420' ? Math.ceil(tile.height / 2) : tile.height
