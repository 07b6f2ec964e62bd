import { JPEG2000 } from '../../lib'
import { addon } from '../../lib/backends/native/addon'
import { codecFailureSync } from '../helpers/failures'
import { itWhere } from '../helpers/where'

// JPEG 2000 whose picture begins at 1, 1 of the reference grid: chroma of 2x2 or 2x1 begins in front of it.
// By opj_compress 2.5 -d 1,1, of the planes below without their first row and column.

interface Case {
  pixelFormat: string
  bits: number
  down: number
  base64: string
}
const cases: Case[] = [
  {
    pixelFormat: 'yuv420p',
    bits: 8,
    down: 2,
    base64:
      '/0//UQAvAAAAAAARAAAACQAAAAEAAAABAAAAEQAAAAkAAAAAAAAAAAADBwEBBwICBwIC/1IADAAAAAEAAQQEAAH/XAAHQEBISFD/ZAAlAAFDcmVhdGVkIGJ5IE9wZW5KUEVHIHZlcnNpb24gMi41LjD/kAAKAAAAAABUAAH/k8fUMBFPAnAzqG2XpXtj9lrJjfcE2kCVdngblcfUEBVbmoS0HdxfwfIEAICbbcB8IcA6GBFrDxKNv8D5AQAJU6B8gMAEBn//2Q==',
  },
  {
    pixelFormat: 'yuv422p',
    bits: 8,
    down: 1,
    base64:
      '/0//UQAvAAAAAAARAAAACAAAAAEAAAAAAAAAEQAAAAgAAAAAAAAAAAADBwEBBwIBBwIB/1IADAAAAAEAAQQEAAH/XAAHQEBISFD/ZAAlAAFDcmVhdGVkIGJ5IE9wZW5KUEVHIHZlcnNpb24gMi41LjD/kAAKAAAAAABeAAH/k8fUMBFQEdnSU83vC4Br5Ony0ts34B0tVG94X8fUFiIT9xJiq42qzrkPw+cUFTFr044igBgCS8B8IcA6GBFrDwOEj8D5AYARay+gPhDAAM/f/9k=',
  },
  {
    pixelFormat: 'yuv420p10le',
    bits: 10,
    down: 2,
    base64:
      '/0//UQAvAAAAAAARAAAACQAAAAEAAAABAAAAEQAAAAkAAAAAAAAAAAADCQEBCQICCQIC/1IADAAAAAEAAQQEAAH/XAAHQFBYWGD/ZAAlAAFDcmVhdGVkIGJ5IE9wZW5KUEVHIHZlcnNpb24gMi41LjD/kAAKAAAAAABeAAH/k8fgPhFPAnAzqG2Xpt+LogWm++7st0WltvMiFKrNgpwzMn/H4BAVW5qEtB3cZsH1AoAAgJtuJ8B84OAfIDARaxUSjbvA+oCACVSgfUBgBAa//9k=',
  },
]

const [WIDTH, HEIGHT] = [18, 10]

/** The whole picture, from the origin on. */
function planesOf({ bits, down }: Case) {
  const scale = 2 ** (bits - 8)
  const plane = (width: number, height: number, code: (x: number, y: number) => number) => {
    const codes = Array.from({ length: width * height }, (_, i) =>
      Math.round(scale * code(i % width, Math.floor(i / width))),
    )
    return bits > 8 ? Uint16Array.from(codes) : Uint8Array.from(codes)
  }
  const [width, height] = [WIDTH / 2, HEIGHT / down]
  return [
    plane(WIDTH, HEIGHT, (x, y) => 60 + 4 * x + 3 * y),
    plane(width, height, (x) => 100 + 8 * x),
    plane(width, height, (_, y) => 150 - 4 * down * y),
  ]
}

const available = (['native', 'ffmpeg'] as const).filter(
  (backend) => addon() && new JPEG2000({ backend, lossless: true }).available(),
)
const test = itWhere(available.length > 0, 'no addon, or no JPEG 2000 here')
const runs = (available.length > 0 ? available : (['native'] as const)).flatMap((backend) =>
  cases.map((one) => [one.pixelFormat, backend, one] as const),
)

test.each(runs)('%s by %s: chroma lies where it lies in the whole picture', (_, backend, one) => {
  const { pixelFormat, down, base64 } = one
  const codec = new JPEG2000({ backend, lossless: true, pixelFormat })
  const image = { planes: planesOf(one), width: WIDTH, height: HEIGHT, pixelFormat }
  const whole = codec.decodeSync(codec.encodeSync(image))
  const found = codec.decodeSync(Buffer.from(base64, 'base64'))
  expect(found.shape).toEqual([8, 16, 3])
  expect(found.bitDepth).toBe(whole.bitDepth)
  const top = down - 1
  // but for its first columns and rows, whose chroma lies between the first one and what is in front of it
  for (let y = 2; y < 8; y++) {
    for (let x = 2; x < 16; x++) {
      const pixels = [found, whole].map((picture, i) =>
        [0, 1, 2].map((c) => picture.get(y + i * top, x + i, c)),
      )
      expect(pixels[0]).toEqual(pixels[1])
    }
  }
})

test('it has no planes of a pixel format', () => {
  const codec = new JPEG2000({ backend: available[0] ?? 'native' })
  const bytes = Buffer.from(cases[0]!.base64, 'base64')
  const error = codecFailureSync(() => codec.decodeSync(bytes, { as: 'planes' }))
  expect(error).toMatchObject({ code: 'ERR_DECODE' })
  expect(error.message).toMatch(/odd origin/)
})
