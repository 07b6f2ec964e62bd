import { JXL, PNG, probeSync, readMetadata, writeMetadata } from '../../lib'
import { concat } from '../../lib/bitstream/bytes'
import { box, text, u32 } from '../../lib/bitstream/heif/box_writer'
import { CodecError } from '../../lib/errors'
import { iccProfile, tableCurve } from '../helpers/icc_profile'
import { makePicture } from '../helpers/pictures'
import { codeOf, failureSync } from '../helpers/failures'
import { itWhere } from '../helpers/where'

// JPEG XL codes an ICC profile with the picture, entropy coded: it is read without the picture and
// without the addon. The addon's libjxl writes these.

const codec = new JXL({ lossless: true, backend: 'native' })
const test = itWhere(codec.available(), 'no JPEG XL here')
const picture = makePicture({ width: 24, height: 16 })
const small = iccProfile()

/** The profile with more in it, behind what its tags say. */
function longer(more: readonly number[]): Uint8Array {
  const whole = Buffer.concat([small, Uint8Array.from(more)])
  whole.writeUInt32BE(whole.length, 0)
  return Uint8Array.from(whole)
}

const ramp = Array.from({ length: 2048 }, (_, i) => [i >> 3, (i * 32) & 255]).flat()
const noise = Array.from({ length: 3000 }, (_, i) => ((i + 1) * 2654435761) >>> 24)
const words = [...Buffer.from('the same words again, '.repeat(200))]
const numbers = Array.from({ length: 900 }, (_, i) => [0, i >> 7, (2 * i) & 255, 7]).flat()

const table = iccProfile(
  tableCurve(Array.from({ length: 1024 }, (_, i) => Math.round(65535 * (i / 1023) ** 2.2))),
)

const profiles = { small, table, ramp: longer(ramp), noise: longer(noise), words: longer(words), numbers: longer(numbers), all: longer([...words, ...ramp, ...numbers, ...noise]) } // prettier-ignore

describe.each(Object.entries(profiles))('a profile of %s', (_name, icc) => {
  test.each([0, 6, 9] as const)('effort %d', (effort) => {
    const jxl = new JXL({ lossless: true, backend: 'native', effort })
    const bytes = jxl.encodeSync(picture, { metadata: { icc } })
    expect(bytes.warnings).toBeUndefined()
    expect(readMetadata(bytes)).toEqual({ icc })
    expect(probeSync(bytes)).toMatchObject({ icc, colour: 'icc' })
    expect(jxl.decodeSync(bytes).metadata?.icc).toEqual(icc)
  })
})

test('of a lossy file it is that of the file', () => {
  const bytes = new JXL({ backend: 'native' }).encodeSync(picture, { metadata: { icc: small } })
  const { icc, colour } = probeSync(bytes) // newer versions of libjxl name what it means
  expect(readMetadata(bytes).icc).toEqual(icc)
  expect(icc).toEqual(colour === 'icc' ? small : undefined)
})

const file = () => Uint8Array.from(codec.encodeSync(picture, { metadata: { icc: small } }))

test('it may go on in another part of the codestream', () => {
  const bytes = file()
  const parts = [bytes.subarray(0, 40), bytes.subarray(40, 90), bytes.subarray(90)]
  const boxes = parts.map((part, i) => box('jxlp', u32(i + (i === 2 ? 2 ** 31 : 0)), part))
  const whole = concat([
    box('JXL ', [0x0d, 0x0a, 0x87, 0x0a]),
    box('ftyp', text('jxl '), u32(0), text('jxl ')),
    ...boxes,
  ])
  expect(readMetadata(whole)).toEqual({ icc: small })
  expect(codec.decodeSync(whole).data).toEqual(picture.data)
})

test('it is not taken out or replaced without coding the picture again', () => {
  const [plain, bytes] = [codec.encodeSync(picture), file()]
  for (const icc of [null, small]) {
    expect(codeOf(() => writeMetadata(bytes, { icc }))).toBe('ERR_ENCODE')
  }
  expect(writeMetadata(plain, { icc: null })).toEqual(Uint8Array.from(plain))
  expect(readMetadata(writeMetadata(bytes, { xmp: '<x/>' }))).toMatchObject({ icc: small })
})

test('a damaged one is told, and the picture is read where its decoder reads it', () => {
  const bytes = file()
  let told = 0
  for (let at = 20; at < 300; at++) {
    const broken = bytes.map((byte, i) => (i === at ? byte ^ 16 : byte))
    try {
      readMetadata(broken)
    } catch (error) {
      expect(error).toBeInstanceOf(CodecError)
      expect((error as CodecError).code).toMatch(/^ERR_(DECODE|LIMIT)$/)
      told++
    }
    expect(probeSync(broken).width).toBe(24)
  }
  expect(told).toBeGreaterThan(10) // prefix codes have no sum of their own
  for (let length = 20; length < 100; length += 7) {
    expect([length, failureSync(() => readMetadata(bytes.subarray(0, length))).message]).toEqual([
      length,
      expect.stringMatching(/^JPEG XL: /),
    ])
  }
})

test('nothing is said where there is none', async () => {
  expect(readMetadata(await codec.encode(picture))).toEqual({})
})

it('nor of other formats', async () => {
  const bytes = await new PNG().encode(picture, { metadata: { icc: small } })
  expect(Object.keys(readMetadata(bytes))).toEqual(['icc'])
})
