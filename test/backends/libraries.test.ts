import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { JPEG, metricsSync, readImageSync, WebP, writeImageSync } from '../../lib/index'
import type { PixelArray } from '../../lib/image'
import { makePicture, realPicture } from '../helpers/pictures'

// WebP and JPEG of a quality are what the libraries' own programs make of it: bytes and PSNR.

const versionOf = (program: string): string | undefined => {
  const { error, stdout, stderr } = spawnSync(program, ['-version'], { encoding: 'utf8' })
  return error ? undefined : stdout + stderr
}

const real = ['kodim01.png', 'kodim23.png'].map(realPicture).filter((path) => path !== undefined)

/** 384 x 256 of it: enough for every tool of the encoders. */
const centre = (path: string): PixelArray => readImageSync(path).lo(128, 192, 0).hi(256, 384, 3)

const colour: [string, () => PixelArray][] = [
  ['generated, odd sizes', () => makePicture({ width: 333, height: 247, texture: 0.3 })],
  ...real.map((path): [string, () => PixelArray] => [basename(path), () => centre(path)]),
]

let folder: string
const at = (name: string): string => join(folder, name)
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'nodecodecs-libraries-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function run(program: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`)
}

/** The programs read what `write` wrote; cjpeg reads no PNG. */
let pnm: string
function write(picture: PixelArray): void {
  writeImageSync(at('in.png'), picture)
  if (picture.shape[2] === 4) return
  pnm = at(picture.shape[2] === 1 ? 'in.pgm' : 'in.ppm')
  writeImageSync(pnm, picture)
}

function cwebp(args: readonly string[]): Uint8Array {
  run('cwebp', ['-quiet', ...args, at('in.png'), '-o', at('out.webp')])
  return readFileSync(at('out.webp'))
}

function dwebp(bytes: Uint8Array): PixelArray {
  writeFileSync(at('in.webp'), bytes)
  run('dwebp', ['-quiet', at('in.webp'), '-o', at('out.png')])
  return readImageSync(at('out.png'))
}

function cjpeg(args: readonly string[]): Uint8Array {
  run('cjpeg', [...args, '-outfile', at('out.jpg'), pnm])
  return readFileSync(at('out.jpg'))
}

function djpeg(bytes: Uint8Array): PixelArray {
  writeFileSync(at('in.jpg'), bytes)
  run('djpeg', ['-pnm', '-outfile', at('out.ppm'), at('in.jpg')])
  return readImageSync(at('out.ppm'))
}

function expectWithinOnePercent(ours: Uint8Array, theirs: Uint8Array): void {
  expect(Math.abs(ours.length / theirs.length - 1)).toBeLessThanOrEqual(0.01)
}

const psnr = (a: PixelArray, b: PixelArray): number => metricsSync(a, b, ['psnr']).psnr

const withoutCwebp = versionOf('cwebp') === undefined
const webpTitle = `WebP and cwebp${withoutCwebp ? " (skipped: no cwebp, of Debian's webp)" : ''}`
;(withoutCwebp ? describe.skip : describe)(webpTitle, () => {
  describe.each(colour)('%s', (_, load) => {
    const picture = load()
    beforeAll(() => write(picture))

    it.each(([4, 6] as const).flatMap((m) => [0, 50, 75, 90, 100].map((q) => [m, q] as const)))(
      'method %i, quality %i: as many bytes, the same PSNR',
      (method, quality) => {
        const codec = new WebP({ method })
        const ours = codec.encodeSync(picture, { quality })
        const theirs = cwebp(['-m', String(method), '-q', String(quality)])
        expectWithinOnePercent(ours, theirs)
        const difference = psnr(picture, dwebp(ours)) - psnr(picture, dwebp(theirs))
        expect(Math.abs(difference)).toBeLessThanOrEqual(0.1)
      },
    )

    it.each([4, 6] as const)('lossless, method %i: as many bytes', (method) => {
      const ours = new WebP({ method, lossless: true }).encodeSync(picture)
      expectWithinOnePercent(ours, cwebp(['-lossless', '-m', String(method)]))
      expect(metricsSync(dwebp(ours), picture, ['mse'])).toEqual({ mse: 0 })
    })

    it('through the ffmpeg program too', () => {
      const ours = new WebP({ method: 4, backend: 'ffmpeg' }).encodeSync(picture, { quality: 90 })
      expectWithinOnePercent(ours, cwebp(['-m', '4', '-q', '90']))
    })
  })

  it.each([1, 4])('%i channels: as many bytes', (channels) => {
    const picture = makePicture({ width: 333, height: 247, channels, texture: 0.3 })
    write(picture)
    for (const quality of [25, 75, 90]) {
      const ours = new WebP({ method: 4 }).encodeSync(picture, { quality })
      expectWithinOnePercent(ours, cwebp(['-m', '4', '-q', String(quality)]))
    }
  })
})

const jpegVersion = versionOf('cjpeg')
const noJpeg = jpegVersion?.includes('libjpeg-turbo') ? '' : 'no cjpeg of libjpeg-turbo'
;(noJpeg ? describe.skip : describe)(`JPEG and cjpeg${noJpeg && ` (skipped: ${noJpeg})`}`, () => {
  const settings = [
    ['4:2:0', '2x2', {}, ['-optimize']],
    ['4:2:2', '2x1', { optimize: false, progressive: false }, []],
    ['4:4:4', '1x1', { progressive: true }, ['-progressive']],
  ] as const

  describe.each(colour)('%s', (_, load) => {
    const picture = load()
    beforeAll(() => write(picture))

    it.each(settings.flatMap((setting) => [1, 50, 75, 100].map((q) => [...setting, q] as const)))(
      '%s (-sample %s) %j %j, quality %i: the same bytes, the same pixels',
      (subsampling, sample, options, args, quality) => {
        const codec = new JPEG({ subsampling, ...options })
        const ours = codec.encodeSync(picture, { quality })
        const sampling = ['-quality', String(quality), '-sample', sample]
        const theirs = cjpeg([...sampling, ...args])
        expect(Buffer.compare(ours, theirs)).toBe(0)
        expect(metricsSync(codec.decodeSync(ours), djpeg(theirs), ['mse'])).toEqual({ mse: 0 })
      },
    )
  })

  it('gray: the same bytes', () => {
    const picture = makePicture({ width: 333, height: 247, channels: 1, texture: 0.3 })
    write(picture)
    const ours = new JPEG().encodeSync(picture, { quality: 75 })
    expect(Buffer.compare(ours, cjpeg(['-quality', '75', '-optimize']))).toBe(0)
  })
})
