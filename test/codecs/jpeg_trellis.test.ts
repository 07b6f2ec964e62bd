import { spawnSync } from 'node:child_process'
import type { PixelInput } from '../../lib/image'
import { bdRate, JPEG, metrics, readImage } from '../../lib/index'
import { realPicture } from '../helpers/pictures'
import { luma, type Raster, synth } from '../helpers/raster'
import { itWhere } from '../helpers/where'

const built = new JPEG().available()
const title = built ? 'JPEG trellis' : 'JPEG trellis (skipped: no libjpeg-turbo)'

const djpeg = spawnSync('djpeg', ['-version']).error === undefined

/** Rows and columns of 8x8 blocks beyond the picture count as the picture's own. */
const sizes = [
  [1, 1],
  [7, 9],
  [16, 16],
  [33, 17],
  [120, 75],
] as const

async function curveOf(picture: Raster, options: object) {
  const codec = new JPEG(options)
  const curve = { bpp: [] as number[], psnr: [] as number[] }
  for (const quality of [45, 62, 76, 90]) {
    const bytes = await codec.encode(picture as PixelInput, { quality })
    const restored = await codec.decode(bytes)
    const { psnr } = await metrics(picture as PixelInput, restored, ['psnr'])
    curve.bpp.push(bytes.length)
    curve.psnr.push(psnr)
  }
  return curve
}

const gain = async (picture: Raster, options: object) => {
  const plain = await curveOf(picture, { ...options, trellis: false })
  const chosen = await curveOf(picture, { ...options, trellis: true })
  return bdRate(plain, chosen, { metric: 'psnr' }).bdRate
}

;(built ? describe : describe.skip)(title, () => {
  it.each(
    (['4:4:4', '4:2:2', '4:2:0'] as const).flatMap((subsampling) =>
      [false, true].map((progressive) => [subsampling, progressive] as const),
    ),
  )(
    '%s, progressive %s: whole files of every size and quality',
    async (subsampling, progressive) => {
      const codec = new JPEG({ subsampling, progressive, trellis: true })
      for (const [width, height] of sizes) {
        for (const picture of [synth(width, height), luma(synth(width, height), 1)]) {
          for (const quality of [1, 50, 76, 100]) {
            const bytes = codec.encodeSync(picture as PixelInput, { quality })
            const restored = codec.decodeSync(bytes)
            expect(restored.shape).toEqual([height, width, picture.channels])
            expect(await codec.encode(picture as PixelInput, { quality })).toEqual(bytes)
          }
        }
      }
    },
  )

  it.each(['4:4:4', '4:2:2', '4:2:0'] as const)('takes planes of %s', async (subsampling) => {
    const codec = new JPEG({ subsampling, trellis: true })
    const file = await new JPEG({ subsampling }).encode(synth(65, 43) as PixelInput, {
      quality: 95,
    })
    const planes = await codec.decode(file, { as: 'planes' })
    const bytes = await codec.encode(planes, { quality: 80 })
    const plain = await new JPEG({ subsampling }).encode(planes, { quality: 80 })
    expect(bytes.length).toBeLessThan(plain.length)
    expect((await codec.decode(bytes)).shape).toEqual([43, 65, 3])
  })

  it('is what the visual tune does unless told otherwise, and psnr does not', () => {
    expect(new JPEG({ tune: 'visual' }).options).toMatchObject({ trellis: true, progressive: true })
    expect(new JPEG({ tune: 'visual', effort: 3 }).options).toMatchObject({ trellis: false })
    expect(new JPEG({ effort: 9 }).options).not.toMatchObject({ trellis: true })
    expect(new JPEG({ tune: 'visual' }).defaultQuality).toBe(78)
  })

  itWhere(djpeg, 'no djpeg')('files are read by djpeg', () => {
    const bytes = new JPEG({ tune: 'visual' }).encodeSync(synth(120, 75) as PixelInput)
    const { stdout, status } = spawnSync('djpeg', ['-ppm'], { input: bytes, maxBuffer: 2 ** 24 })
    expect(status).toBe(0)
    const samples = new Uint8Array(stdout.subarray(stdout.length - 120 * 75 * 3))
    expect(Buffer.compare(samples, Buffer.from(new JPEG().decodeSync(bytes).data))).toBe(0)
  })

  it.each([{}, { progressive: true }, { subsampling: '4:4:4' }] as const)(
    'takes fewer bytes at a quality, for a decibel at most: %j',
    async (options) => {
      const picture = synth(257, 190)
      const plain = await curveOf(picture, { ...options, trellis: false })
      const chosen = await curveOf(picture, { ...options, trellis: true })
      for (const [i, bytes] of chosen.bpp.entries()) {
        expect(bytes).toBeLessThan(0.99 * plain.bpp[i]!)
        expect(chosen.psnr[i]).toBeGreaterThan(plain.psnr[i]! - 1)
      }
    },
  )

  const photograph = realPicture('kodim23.png')
  const run = photograph === undefined ? it.skip : it
  run('takes fewer bytes of a photograph at equal PSNR (skipped without it)', async () => {
    const { data, shape } = await readImage(photograph!)
    const picture = {
      data: Uint8Array.from(data),
      width: shape[1]!,
      height: shape[0]!,
      channels: 3,
    }
    expect(await gain(picture, { tune: 'visual' })).toBeLessThan(-2)
  })
})
