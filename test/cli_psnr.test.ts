import ndarray from 'ndarray'
import { psnrOf } from '../lib/cli/psnr'
import { plainPsnr } from '../lib/cli/psnr_plain'
import { type PixelArray, toPicture } from '../lib/image'
import { noise } from './cli_pictures'

const plain = (a: PixelArray, b: PixelArray) => plainPsnr(toPicture(a), toPicture(b))

/** The same picture, each sample off by up to `most`. */
function damaged(picture: PixelArray, most: number): PixelArray {
  const { bitDepth = 8 } = picture
  const data = picture.data.map((value, i) =>
    Math.min(2 ** bitDepth - 1, Math.max(0, value + ((i * 7919) % (2 * most + 1)) - most)),
  )
  return Object.assign(ndarray(data, picture.shape), { bitDepth })
}

test.each([
  [3, 8],
  [3, 10],
  [3, 16],
  [4, 8],
  [1, 8],
  [1, 16],
])('%d channels of %d bit: the plain loops give what the addon gives', (channels, bitDepth) => {
  const a = noise(67, 45, channels, bitDepth)
  const b = damaged(a, 2 ** (bitDepth - 8) * 9)
  const [expected, actual] = [psnrOf(a, b), plain(a, b)]
  expect(Object.keys(actual)).toEqual(Object.keys(expected))
  for (const [name, value] of Object.entries(expected)) {
    expect(actual).toHaveProperty(name, expect.closeTo(value, 8))
  }
})

test('a strided view is its contiguous copy', () => {
  const a = noise(20, 12, 3)
  const turned = Object.assign(a.transpose(1, 0, 2), { bitDepth: 8 })
  const b = damaged(a, 5)
  expect(plain(turned, Object.assign(b.transpose(1, 0, 2), { bitDepth: 8 }))).toEqual({
    psnr: expect.closeTo(plain(a, b).psnr, 9) as number,
    'psnr-ycbcr': expect.closeTo(plain(a, b)['psnr-ycbcr']!, 9) as number,
  })
})

test('an error of 1 everywhere is 20 log10(255) dB', () => {
  const a = ndarray(new Uint8Array(300).fill(100), [10, 10, 3])
  const b = ndarray(new Uint8Array(300).fill(101), [10, 10, 3])
  expect(plain(a, b).psnr).toBeCloseTo(20 * Math.log10(255), 10)
  // of gray only Y differs, by one code; Cb and Cr are 128 to the last bit
  const y = 10 * Math.log10((255 ** 2 * 8) / 6)
  expect(plain(a, b)['psnr-ycbcr']).toBeCloseTo(y, 10)
})

test('identical pictures are infinitely alike', () => {
  const a = noise(9, 9, 3)
  const all = { psnr: Infinity, 'psnr-ycbcr': Infinity }
  expect(plain(a, a)).toEqual(all)
  expect(psnrOf(a, a)).toEqual(all)
})
