import { codecs, createCodec } from '../../lib'
import { boxes } from '../../lib/bitstream/bmff'
import { inspectHeif } from '../../lib/bitstream/heif'
import { crc32 } from '../../lib/bitstream/crc32'
import { jpegSegments } from '../../lib/bitstream/jpeg_segments'
import { pngChunks } from '../../lib/bitstream/png'
import { codecFailure } from '../helpers/failures'
import { makePicture } from '../helpers/pictures'
import { itWhere } from '../helpers/where'

// Damage that no pixel depends on: the picture and a warning, an error with `strict`.

const picture = makePicture({ width: 40, height: 24 })
const inserted = (bytes: Uint8Array, at: number, more: readonly number[]): Uint8Array =>
  Uint8Array.from([...bytes.subarray(0, at), ...more, ...bytes.subarray(at)])

function chunk(type: string, data: readonly number[], crcError = 0): number[] {
  const out = Buffer.from([0, 0, 0, data.length, ...Buffer.from(type), ...data, 0, 0, 0, 0])
  out.writeUInt32BE((crc32(out, 4, out.length - 4) ^ crcError) >>> 0, out.length - 4)
  return [...out]
}

const pngAt = (bytes: Uint8Array, type: string): number =>
  pngChunks(bytes).find((found) => found.type === type)!.start
/** Behind the segment that comes first. */
const jpegAt = (bytes: Uint8Array): number => jpegSegments(bytes)[1]!.end
const comment = [0xff, 0xfe, 0, 0]
const iccOf = (data: readonly number[]): number[] =>
  chunk('iCCP', [...Buffer.from('a'), 0, ...data])
const phys = chunk('pHYs', [0, 0, 0, 1, 0, 0, 0, 1, 0])

type Damage = (bytes: Uint8Array) => Uint8Array
const kinds: [string, string, RegExp, Damage][] = [
  ['jpeg', 'junk behind SOI', /3 bytes between the segments/, (b) => inserted(b, 2, [1, 2, 3])],
  ['jpeg', 'FF00 behind a segment', /2 bytes/, (b) => inserted(b, jpegAt(b), [0xff, 0])],
  ['jpeg', 'a comment of length 0', /4 bytes/, (b) => inserted(b, jpegAt(b), comment)],
  ['jpeg', 'bytes behind the scan', /extraneous/, (b) => inserted(b, b.length - 2, Array<number>(99).fill(170))],
  ['png', 'a wrong CRC', /gAMA at 33 has a wrong CRC/, (b) => inserted(b, 33, chunk('gAMA', [0, 1, 0, 0], 1))],
  ['png', 'a wrong length', /gAMA at 33 has 3 bytes/, (b) => inserted(b, 33, chunk('gAMA', [0, 1, 0]))],
  ['png', 'zlib data that are none', /holds no profile/, (b) => inserted(b, 33, iccOf([0, 120, 1, 2, 3]))],
  ['png', 'a method that is none', /holds no profile/, (b) => inserted(b, 33, iccOf([7, 120, 156]))],
  ['png', 'pHYs behind IDAT', /pHYs at \d+ stands behind IDAT/, (b) => inserted(b, pngAt(b, 'IEND'), phys)],
] // prettier-ignore

/** The same damage by every codec and backend that reads the format. */
const rows = kinds.flatMap(([name, kind, warning, damage]) =>
  codecs()
    .filter((row) => row.available && (row.name === name || row.name === `m${name}`))
    // libavcodec's reader says nothing of bytes that a scan has left over
    .filter((row) => row.name === name || warning.source !== 'extraneous')
    .map((row) => [row.name, row.backend, kind, warning, damage] as const),
)

it.each(rows)('%s by %s: %s', async (name, backend, _kind, warning, damage) => {
  const codec = createCodec(name, { backend })
  const stream = await codec.encode(picture)
  const image = await codec.decode(damage(stream))
  expect(image.data).toEqual((await codec.decode(stream)).data)
  expect(image.warnings!.join('; ')).toMatch(warning)
  const strict = createCodec(name, { backend, strict: true })
  expect((await strict.decode(stream)).warnings).toBeUndefined()
  for (const refused of [
    () => strict.decode(damage(stream)),
    () => codec.decode(damage(stream), { strict: true }),
  ]) {
    const { code, message } = await codecFailure(refused)
    expect([code, message]).toEqual(['ERR_DECODE', expect.stringMatching(warning)])
  }
})

it('a healthy chunk gives no warning', () => {
  const codec = createCodec('png')
  const image = codec.decodeSync(inserted(codec.encodeSync(picture), 33, phys))
  expect(image.warnings).toBeUndefined()
})

it('transparency and palettes are part of the picture', () => {
  const codec = createCodec('png')
  const stream = codec.encodeSync(picture)
  for (const type of ['tRNS', 'PLTE']) {
    const at = pngAt(stream, 'IDAT')
    const damaged = inserted(stream, at, chunk(type, [0, 0, 0, 0, 0, 0], 1))
    expect(() => codec.decodeSync(damaged)).toThrow(/wrong CRC/)
  }
})

/** A HEIC file whose picture has one more NAL unit at its end. */
function withUnit(file: Uint8Array, unit: readonly number[]): Uint8Array {
  const mdat = [...boxes(file, 0, file.length, 'HEIF')].find(({ type }) => type === 'mdat')!
  const more = [0, 0, 0, unit.length, ...unit]
  const length = Buffer.alloc(4)
  length.writeUInt32BE(mdat.end - mdat.bodyStart)
  const grown = Buffer.concat([file, Buffer.from(more)])
  grown.writeUInt32BE(mdat.end - mdat.start + more.length, mdat.start)
  grown.writeUInt32BE(mdat.end - mdat.bodyStart + more.length, grown.indexOf(length))
  return grown
}

describe('HEIF', () => {
  const heic = createCodec('heic', { preset: 'ultrafast' })
  const test = itWhere(heic.available(), 'no heic here')

  test('NAL units of two bytes are nothing, slices of two bytes an error', () => {
    const file = heic.encodeSync(picture)
    const whole = heic.decodeSync(file)
    for (const unit of [
      [0x48, 1],
      [0x46, 1],
      [0x4a, 1],
      [0x7e, 1],
    ]) {
      // prettier-ignore
      expect(heic.decodeSync(withUnit(file, unit)).data).toEqual(whole.data)
      expect(inspectHeif(withUnit(file, unit)).length).toBeGreaterThan(0)
    }
    expect(() => heic.decodeSync(withUnit(file, [2, 1]))).toThrow(/NAL unit of 2 bytes/)
    expect(() => heic.decodeSync(withUnit(file, [0x48]))).toThrow(/NAL unit of 1 bytes/)
  })

  test('without pitm the first picture is shown', () => {
    for (const image of [picture, makePicture({ width: 40, height: 24, channels: 4 })]) {
      const file = Buffer.from(heic.encodeSync(image))
      const whole = heic.decodeSync(file)
      file.write('free', file.indexOf('pitm'))
      expect(heic.decodeSync(file).data).toEqual(whole.data)
    }
  })
})
