import { codecs, createCodec, probeSync } from '../../lib'
import { jpegSegments } from '../../lib/bitstream/jpeg_segments'
import { codecFailure } from '../helpers/failures'
import { losslessJpeg } from '../helpers/lossless_jpeg'
import { makePicture, maxDifference, samplesOf } from '../helpers/pictures'

// JPEG of 12 bits and lossless JPEG, by libavcodec's decoder.

/**
 * The file with samples of 12 bits: sixteen times the steps, of 16 bits each (T.81 B.2.4.1), are
 * sixteen times the samples, whose middle is then 2048 and not 128.
 */
function deep(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = []
  for (const { code, start, end, scanEnd } of jpegSegments(bytes)) {
    const segment = bytes.slice(start, scanEnd ?? end)
    if (code === 0xdb) parts.push(deepTables(segment))
    else parts.push(segment)
    if (code !== 0xc0 && code !== 0xc2) continue
    if (code === 0xc0) segment[1] = 0xc1 // baseline has 8 bits alone
    segment[4] = 12
  }
  return Buffer.concat(parts)
}

function deepTables(segment: Uint8Array): Uint8Array {
  const out: number[] = []
  for (let at = 4; at < segment.length; at += 65) {
    out.push(0x10 | segment[at]!)
    for (const step of segment.subarray(at + 1, at + 65))
      out.push((step * 16) >> 8, (step * 16) & 255)
  }
  const length = out.length + 2
  return Uint8Array.from([0xff, 0xdb, length >> 8, length & 255, ...out])
}

const codec = createCodec('jpeg')
const picture = makePicture({ width: 61, height: 43 })
const reading = codecs().filter(
  ({ name, available, backend }) => available && (name === 'jpeg' || name === 'mjpeg') && backend,
)

describe.each(reading)('12 bits by $name, $backend', ({ name, backend }) => {
  it.each([
    { subsampling: '4:4:4' },
    { subsampling: '4:2:0' },
    { subsampling: '4:4:4', progressive: true },
  ] as const)('sixteen times the 8-bit file: %j', async (options) => {
    const bytes = createCodec('jpeg', options).encodeSync(picture, { quality: 95 })
    const shallow = samplesOf(codec.decodeSync(bytes))
    const image = await createCodec(name, { backend }).decode(deep(bytes))
    expect(image.bitDepth).toBe(12)
    const scaled = Float64Array.from(shallow, (value) => value * 16)
    // What libjpeg rounds to 8 bits: the transform, chroma between samples, the matrix.
    expect(maxDifference(samplesOf(image), scaled)).toBeLessThanOrEqual(3 * 16)
  })
})

const [width, height] = [19, 13]
const sawtooth = (precision: number, channels: number) =>
  Uint16Array.from({ length: width * height * channels }, (_, i) => (i * 7919 + 1) % 2 ** precision)

describe.each(reading)('lossless by $name, $backend', ({ name, backend }) => {
  const by = createCodec(name, { backend })

  it.each([
    [1, 8], [1, 9], [1, 10], [1, 12], [1, 15], [1, 16], [3, 8], [3, 10], [3, 12], [3, 15],
  ])('%i channels of %i bits come back', async (channels, precision) => {
    const samples = sawtooth(precision, channels)
    const bytes = losslessJpeg(samples, { width, height, channels, precision })
    const image = await by.decode(bytes)
    expect(image.bitDepth).toBe(precision)
    expect(maxDifference(samplesOf(image), samples)).toBe(0)
    expect(probeSync(bytes)).toMatchObject({ channels, bitDepth: precision })
  }) // prettier-ignore

  it.each([[1, 4], [3, 4], [1, 7]])('%i channels of %i bits are scaled to 8', async (channels, precision) => {
    const samples = sawtooth(precision, channels)
    const bytes = losslessJpeg(samples, { width, height, channels, precision })
    const image = await by.decode(bytes)
    const white = 2 ** precision - 1
    expect(image.bitDepth).toBe(8)
    expect(probeSync(bytes).bitDepth).toBe(8)
    expect([...samplesOf(image)]).toEqual(Array.from(samples, (v) => Math.round((v * 255) / white)))
  }) // prettier-ignore

  const jfif = [0xff, 0xe0, 0, 16, ...Buffer.from('JFIF'), 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]
  it.each([
    ['4 components', { channels: 4, precision: 8 }],
    ['YCbCr', { channels: 3, precision: 8, segments: jfif }],
    ['RGB', { channels: 3, precision: 16 }],
    ['RGB', { channels: 3, precision: 9 }],
  ])('%s is refused by name: %j', async (what, how) => {
    const samples = sawtooth(how.precision, how.channels)
    const bytes = losslessJpeg(samples, { width, height, ...how })
    const { code, message } = await codecFailure(() => by.decode(bytes))
    expect([code, message]).toEqual(['ERR_DECODE', expect.stringMatching(`samples of ${what} are`)])
  })
})

it('RGB of 12 bits is refused by name', async () => {
  const bytes = deep(createCodec('jpeg', { subsampling: '4:4:4' }).encodeSync(picture))
  const adobe = [0xff, 0xee, 0, 14, ...Buffer.from('Adobe'), 0, 100, 0, 0, 0, 0, 0]
  const rgb = Buffer.concat([bytes.subarray(0, 2), Buffer.from(adobe), bytes.subarray(2)])
  const { code, message } = await codecFailure(() => codec.decode(rgb))
  expect([code, message]).toEqual(['ERR_DECODE', expect.stringMatching('12-bit samples of RGB')])
})

it('an error of the decoder is one line, without addresses of memory', async () => {
  // A difference of 32768 (T.81 H.1.2.2, category 16), which libavcodec does not know.
  const samples = Uint16Array.from({ length: 512 }, (_, i) => (i % 2 ? 0 : 32768))
  const bytes = losslessJpeg(samples, { width: 64, height: 8, channels: 1, precision: 16 })
  const { code, message } = await codecFailure(() => codec.decode(bytes))
  expect(code).toBe('ERR_DECODE')
  expect(message).not.toMatch(/0x[0-9a-f]{9}|\n/)
})
