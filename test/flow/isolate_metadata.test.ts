import '../lab/processes'
import { defineCodec, JPEG, metrics, PNG, readImage, writeMetadata } from '../../lib/index'
import { crc32 } from '../../lib/bitstream/crc32'
import * as recognise from '../../lib/codecs/recognise'
import * as metadata from '../../lib/files/metadata'
import { codecFailure } from '../helpers/failures'
import { makePicture } from '../helpers/pictures'
import { standIn } from '../helpers/stand_in'

// With `isolate` nothing of a stranger's file is read in this process: its metadata come with the pixels.

jest.mock('../../lib/files/metadata', () => {
  const own = jest.requireActual<typeof metadata>('../../lib/files/metadata')
  return { ...own, pictureMetadata: jest.fn(own.pictureMetadata) }
})
jest.mock('../../lib/codecs/recognise', () => {
  const own = jest.requireActual<typeof recognise>('../../lib/codecs/recognise')
  const looks = { identify: jest.fn(own.identify), codecsOfBytes: jest.fn(own.codecsOfBytes) }
  return { ...own, ...looks }
})

jest.setTimeout(120_000) // the child compiles the sources when it begins

const image = makePicture({ width: 24, height: 16 })
const exif = Buffer.from('49492a000800000001001201030001000000060000000000', 'hex') // orientation 6
const xmp = new TextEncoder().encode('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>')
const photo = writeMetadata(new JPEG().encodeSync(image), { exif, xmp })

describe('the same as in this process', () => {
  it.each([{}, { metadata: true }, { metadata: false, autoOrient: false }] as const)(
    'readImage with %j',
    async (options) => {
      const own = await readImage(photo, options)
      expect(await readImage(photo, { ...options, isolate: true })).toEqual(own)
    },
  )

  it('decode, by a codec that is set so and by a call', async () => {
    const own = await new JPEG().decode(photo, { metadata: true })
    expect(own.metadata?.xmp).toEqual(xmp)
    expect(await new JPEG({ isolate: true }).decode(photo, { metadata: true })).toEqual(own)
    expect(await new JPEG().decode(photo, { metadata: true, isolate: true })).toEqual(own)
  })

  it('metrics, and encode of a file with its profile', async () => {
    expect(await metrics(photo, photo, ['mse'], { isolate: true })).toEqual({ mse: 0 })
    const again = await new PNG({ isolate: true }).encode(photo, { metadata: 'keep' })
    expect(again).toEqual(await new PNG().encode(photo, { metadata: 'keep' }))
  })

  it('damage in them is the same warning', async () => {
    const damaged = Buffer.from(new PNG().encodeSync(image))
    const body = Buffer.from('iCCPname\0\0no zlib data', 'latin1')
    const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(body.length - 4)
    crc.writeUInt32BE(crc32(body, 0, body.length))
    const parts = [damaged.subarray(0, 33), length, body, crc, damaged.subarray(33)]
    const file = Buffer.concat(parts)
    for (const options of [{}, { metadata: true }, { metadata: 'keep' }] as const) {
      const own = await readImage(file, options)
      expect(own.warnings).toBeDefined()
      expect(await readImage(file, { ...options, isolate: true })).toEqual(own)
    }
  })

  it('bytes of no format, and of another codec', async () => {
    const text = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')
    const other = await codecFailure(() => new PNG().decode(photo))
    for (const [isolate, file] of [true, false].map((on) => [on, text] as const)) {
      expect((await codecFailure(() => readImage(file, { isolate }))).message).toMatch(/SVG/)
    }
    const same = await codecFailure(() => new PNG({ isolate: true }).decode(photo))
    expect(same).toMatchObject({ code: other.code, message: other.message })
  })
})

it('this process looks at nothing of the file', async () => {
  const looks = [metadata.pictureMetadata, recognise.identify, recognise.codecsOfBytes]
  jest.clearAllMocks()
  await readImage(photo, { isolate: true, metadata: true })
  await new JPEG({ isolate: true }).decode(photo, { metadata: true })
  for (const look of looks) expect(look).not.toHaveBeenCalled()
  await readImage(photo)
  for (const look of looks) expect(look).toHaveBeenCalled()
})

it('a codec that is a program of the caller', async () => {
  const run = [process.execPath, standIn('quantise')]
  const codec = defineCodec(
    {
      name: 'isolated-program',
      encode: [...run, 'encode', '{input.ppm}', '{output}', '{quality}'],
      decode: [...run, 'decode', '{input}', '{output.ppm}'],
      quality: { steps: [2, 1] },
    },
    { isolate: true },
  )
  const bytes = await codec.encode(image, { quality: 1 })
  expect((await codec.decode(bytes)).shape).toEqual([16, 24, 3])
})
