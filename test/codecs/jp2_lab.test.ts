import { createCodec, readImage } from '../../lib'
import { codecFailure } from '../helpers/failures'
import { makePicture, samplesOf } from '../helpers/pictures'

// CIE L*a*b* in JP2 (EnumCS 14, T.801 M.11.7.4): its ranges, offsets and the white that it is of.

const [width, height] = [3, 1]
const u32 = (value: number): number[] => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255)

function box(type: string, ...parts: (readonly number[] | Uint8Array)[]): Uint8Array {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)))
  return Buffer.concat([Buffer.from([...u32(8 + body.length), ...Buffer.from(type)]), body])
}

/** L* 0 to 100, a* and b* -128 to 127 in 8 bits. */
const RANGES = [100, 0, 255, 128, 255, 128]

/** A JP2 of these codes. */
function file(codes: readonly number[], parameters: readonly number[]): Uint8Array {
  const picture = { ...makePicture({ width, height }), data: Uint8Array.from(codes) }
  const bare = createCodec('jpeg2000', { format: 'j2k', lossless: true }).encodeSync(picture)
  return Buffer.concat([
    box('jP  ', [0x0d, 0x0a, 0x87, 0x0a]),
    box('ftyp', Buffer.from('jp2 '), [0, 0, 0, 0], Buffer.from('jp2 ')),
    box(
      'jp2h',
      box('ihdr', [...u32(height), ...u32(width)], [0, 3, 7, 7, 0, 0]),
      box('colr', [1, 0, 0], u32(14), parameters.flatMap(u32)),
    ),
    box('jp2c', bare),
  ])
}

const code = (l: number, a: number, b: number) => [Math.round(l * 2.55), a + 128, b + 128]
const white = code(100, 0, 0)
// Lindbloom's calculator: sRGB blue and red, each of two whites.
const OF_D65 = [...white, ...code(32.3, 79, -108), ...code(53.24, 80, 67)]
const OF_D50 = [...white, ...code(29.57, 68, -112), ...code(54.29, 81, 70)]
const RGB = [255, 255, 255, 0, 0, 255, 255, 0, 0]

/** 8-bit codes of L*a*b* and clipping leave some levels. */
const NEAR = 13

async function difference(codes: readonly number[], ...parameters: number[]): Promise<number> {
  const samples = samplesOf(await readImage(file(codes, parameters)))
  return Math.max(...RGB.map((value, i) => Math.abs(value - samples[i]!)))
}

const CT = 0x43540000

test.each<[string, number[], number[]]>([
  ['D50', OF_D50, [0x00443530]],
  ['none told', OF_D50, []],
  ['a colour temperature of 5000 K', OF_D50, [CT + 5000]],
  ['D65', OF_D65, [0x00443635]],
  ['F7, which is near D65', OF_D65, [0x00004637]],
  ['a colour temperature of 6504 K', OF_D65, [CT + 6504]],
])('%s', async (_name, codes, illuminant) => {
  expect(await difference(codes, ...RANGES, ...illuminant)).toBeLessThanOrEqual(NEAR)
  const other = codes === OF_D50 ? OF_D65 : OF_D50
  expect(await difference(other, ...RANGES, ...illuminant)).toBeGreaterThan(2 * NEAR)
})

test.each([0x00443735, 0x00005341, 0x00005343, 0x00004632, 0x00463131, CT + 4000, CT + 7500])(
  'of the white %p, whatever it is, white is white',
  async (illuminant) => {
    const codes = [...white, ...white, ...white]
    const samples = samplesOf(await readImage(file(codes, [...RANGES, illuminant])))
    expect(Math.min(...samples)).toBeGreaterThanOrEqual(254)
  },
)

test.each([0, 0x12345678, CT + 1000, CT + 30_000])(
  'the white %p is refused by name',
  async (illuminant) => {
    const error = await codecFailure(() => readImage(file(OF_D50, [...RANGES, illuminant])))
    expect([error.code, error.message]).toEqual([
      'ERR_DECODE',
      expect.stringMatching(/CIELab of the illuminant [0-9a-f]{8} is not supported/),
    ])
  },
)
