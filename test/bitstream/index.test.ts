import { formats, identify } from '../../lib/codecs/recognise'
import * as rows from '../../lib/formats'
import type { Format } from '../../lib/formats/format'
import { inspect } from '../../lib/probe/inspect'
import { verifyVp9 } from '../../lib/bitstream/vp9'
import { plainPng } from '../../lib/bitstream/png_plain'
import { CodecError } from '../../lib/errors'
import { decode, encode, probe, random, recipes } from '../fixtures/bitstream/streams'
import { codeOf } from '../helpers/failures'

const SIZES = [
  [97, 65],
  [16, 16],
  [130, 70],
] as const

/** Formats that state their length or end in a marker: no cut may pass. */
const SELF_DELIMITING = new Set(['obu', 'ivf', 'webp', 'jpeg', 'jpeg2000', 'png', 'qoi'])

/** A format whose bytes are known. */
type Whole = Required<Pick<Format, 'inspect' | 'size' | 'verify'>> & Format

/** Calls all functions of a kind on `bytes`; anything but a result or an ERR_DECODE fails the test. */
function survives(kind: Whole, bytes: Uint8Array): void {
  for (const call of [kind.inspect, kind.size, kind.verify, inspect]) {
    try {
      const result: unknown = call(bytes)
      if (call === kind.inspect) expectCover(result as ReturnType<typeof kind.inspect>, bytes)
    } catch (error) {
      if (!(error instanceof CodecError) || error.code !== 'ERR_DECODE') throw error
    }
  }
}

function expectCover(sections: ReturnType<typeof inspect>['sections'], bytes: Uint8Array): void {
  let at = 0
  for (const { offset, length } of sections) {
    if (offset !== at || length < 1) throw new Error(`section at ${offset}, expected at ${at}`)
    at += length
  }
  if (at !== bytes.length) throw new Error(`sections cover ${at} of ${bytes.length} bytes`)
}

describe.each(Object.entries(recipes))('%s', (_name, { args, demuxer, format }) => {
  const stream = (): Uint8Array => encode(args, 97, 65)
  const kind = identify(encode(args, 97, 65)) as Whole

  test.each(SIZES)('%dx%d: every byte once, size as ffprobe reads it, valid', (width, height) => {
    const bytes = encode(args, width, height)
    const found = inspect(bytes)
    expectCover(found.sections, bytes)
    expect(found).toMatchObject({ format, width, height, bytes: bytes.length })
    const totals = Object.values(found.totals).reduce((sum, part) => sum + part)
    expect(totals).toBe(bytes.length)
    expect(found.totals.picture).toBeGreaterThan(bytes.length / 10)
    const { width: w, height: h } = probe(bytes, demuxer)
    expect([w, h]).toEqual([width, height])
    expect(() => kind.verify(bytes)).not.toThrow()
  })

  test('is identified, and only as itself', () => {
    expect(formats.filter(({ matches }) => matches(stream()))).toEqual([kind])
    expect(kind.name).toBe(format)
  })

  test('every truncation gives sections of what is there, or ERR_DECODE', () => {
    const bytes = stream()
    const step = Math.max(1, Math.floor(bytes.length / 400))
    for (let length = 0; length < bytes.length; length += step) {
      const cut = bytes.subarray(0, length)
      survives(kind, cut)
      if (SELF_DELIMITING.has(format)) {
        // A cut right behind a whole VP9 or AV1 packet does not exist: there is only one.
        expect(() => kind.verify(cut)).toThrow(CodecError)
      }
    }
  })

  test('flipped bits never give anything but sections or ERR_DECODE', () => {
    const next = random(1)
    for (let round = 0; round < 400; round++) {
      const damaged = Uint8Array.from(stream())
      const flips = 1 + next(4)
      // Half of them in the headers, where they do most.
      const range = round % 2 ? damaged.length : Math.min(200, damaged.length)
      for (let i = 0; i < flips; i++) damaged[next(range)]! ^= 1 << next(8)
      survives(kind, damaged)
    }
  })

  test('noise behind the first bytes never gives anything but sections or ERR_DECODE', () => {
    const next = random(2)
    for (let round = 0; round < 200; round++) {
      const noise = Uint8Array.from({ length: 8 + next(300) }, () => next(256))
      noise.set(stream().subarray(0, Math.min(noise.length, 4 + next(60))))
      survives(kind, noise)
    }
  })

  test('the ffmpeg program decodes what verify accepts', () => {
    expect(decode(stream(), demuxer).length).toBeGreaterThan(97 * 65 - 1)
  })
})

test('a PNG with any one bit changed is ERR_DECODE, or a warning where no pixel needs it', () => {
  const png = encode(recipes.png!.args, 16, 16)
  const { verify } = rows.png as Whole
  for (let bit = 0; bit < png.length * 8; bit++) {
    const damaged = Uint8Array.from(png)
    damaged[bit >> 3]! ^= 1 << (bit & 7)
    const code = codeOf(() => verify(damaged))
    const warnings = code === 'none' ? plainPng(damaged)?.warnings : undefined
    expect([code, warnings]).toEqual(
      code === 'none' ? [code, [expect.stringMatching(/CRC/)]] : ['ERR_DECODE', undefined],
    )
  }
})

test.each([
  ['no bytes', [], 'there are no bytes'],
  ['text', [0x68, 0x65, 0x6c, 0x6c, 0x6f], 'no known format begins with 68656c6c6f'],
  ['a start code alone', [0, 0, 1], 'no known format begins with 000001'],
])('inspect of %s is ERR_DECODE', (_name, bytes, message) => {
  expect(() => inspect(Uint8Array.from(bytes))).toThrow(new CodecError('ERR_DECODE', message))
})

test.each([[5], [undefined], [[1, 2]]])('inspect of %p is a TypeError', (value) => {
  expect(() => inspect(value as unknown as Uint8Array)).toThrow(TypeError)
  expect(() => inspect(value as unknown as Uint8Array)).toThrow(
    /inspect: expected a path, a Uint8Array/,
  )
})

test('inspect takes a view of a larger buffer', () => {
  const qoi = encode(recipes.qoi!.args, 16, 16)
  const larger = new Uint8Array(qoi.length + 20).fill(255)
  larger.set(qoi, 7)
  expect(inspect(larger.subarray(7, 7 + qoi.length))).toEqual(inspect(qoi))
})

test('a lone VP9 packet is checked as far as its headers go', () => {
  const packet = encode(recipes['ivf VP9']!.args, 97, 65).subarray(44)
  expect(() => verifyVp9(packet)).not.toThrow()
  expect(() => verifyVp9(packet.subarray(0, 12))).toThrow(CodecError)
})
