import { X264 } from '../../lib/index'
import type { PixelInput } from '../../lib/image'
import { synth } from '../helpers/raster'

const missing = new X264({ backend: 'native' }).available() ? '' : ' (skipped: no libx264)'
const image = synth(96, 80) as PixelInput

;(missing ? describe.skip : describe)(`x264's visual tune${missing}`, () => {
  it.each(['ultrafast', 'medium', 'veryslow'] as const)(
    '%s: adaptive, larger at less CRF',
    (preset) => {
      const sizes = [40, 30, 20].map((quality) => {
        const make = (tune: 'psnr' | 'visual') =>
          new X264({ backend: 'native', preset, tune }).encodeSync(image, { quality })
        expect(Buffer.compare(make('visual'), make('psnr'))).not.toBe(0)
        return make('visual').length
      })
      expect(sizes).toEqual([...sizes].sort((a, b) => a - b))
      expect(sizes[2]).toBeGreaterThan(sizes[0]! * 1.5)
    },
  )

  it.each(['yuv444p', 'yuv444p10le', 'yuv420p', 'gray'])('decodes in %s', (pixelFormat) => {
    const codec = new X264({ backend: 'native', tune: 'visual', pixelFormat })
    const source = pixelFormat === 'gray' ? { ...image, channels: 1, width: 288 } : image
    expect(codec.decodeSync(codec.encodeSync(source as PixelInput)).shape[0]).toBe(80)
  })

  it('leaves lossless lossless', () => {
    const codec = new X264({
      backend: 'native',
      tune: 'visual',
      lossless: true,
      pixelFormat: 'rgb24',
    })
    const { data } = codec.decodeSync(codec.encodeSync(image))
    expect(data).toEqual((image as { data: Uint8Array }).data)
  })

  it('has a default of its own', () => {
    expect(new X264({ tune: 'visual' }).defaultQuality).toBe(24)
    expect(new X264().defaultQuality).toBe(29)
  })
})
