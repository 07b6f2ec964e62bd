import { createCodec, readImageSync, readMetadata, writeMetadata } from '../../lib'
import { iccProfile } from '../helpers/icc_profile'
import { makePicture, samplesOf } from '../helpers/pictures'
import { tiffFile } from '../helpers/tiff_builder'
import { gray } from '../helpers/tiff_pictures'
import { itWhere } from '../helpers/where'

// metadata: { orientation } of encode is written as writeMetadata does it; it was passed over.

const picture = makePicture({ width: 24, height: 16, channels: 3 })

test('into a new Exif, and into one that is given', () => {
  const codec = createCodec('png')
  const file = codec.encodeSync(picture, { metadata: { orientation: 6 } })
  expect(readMetadata(file)).toMatchObject({ orientation: 6 })
  expect(file).toEqual(writeMetadata(codec.encodeSync(picture), { orientation: 6 }))
  expect(readImageSync(file).shape).toEqual([24, 16, 3])
  const { exif } = readMetadata(file)
  const again = codec.encodeSync(picture, { metadata: { exif, orientation: 3 } })
  expect(readMetadata(again).orientation).toBe(3)
  expect(readMetadata(codec.encodeSync(picture, { metadata: { orientation: 1 } }))).toEqual({})
  const same = codec.encodeSync(picture, { metadata: { exif, orientation: 6 } })
  expect(readMetadata(same).exif).toEqual(exif)
})

test('what cannot be', () => {
  for (const orientation of [0, 9, 1.5, NaN]) {
    const run = () => createCodec('png').encodeSync(picture, { metadata: { orientation } })
    expect(run).toThrow(RangeError)
    expect(run).toThrow('metadata.orientation')
  }
})

const avif = createCodec('avif', { lossless: true })
itWhere(avif.available(), 'no avif here')('AVIF gets the pixels turned', () => {
  const file = avif.encodeSync(picture, { metadata: { orientation: 8 } })
  const png = createCodec('png').encodeSync(picture, { metadata: { orientation: 8 } })
  const [shown, expected] = [readImageSync(file), readImageSync(png)]
  expect(shown.shape).toEqual(expected.shape)
  expect(samplesOf(shown)).toEqual(samplesOf(expected))
})

test('a profile of other colours than the pixels is left out, with a warning', () => {
  const icc = Buffer.from(iccProfile())
  icc.write('CMYK', 16)
  for (const options of [{ metadata: { icc } }, {}]) {
    const image = Object.assign(makePicture({ width: 24, height: 16 }), { metadata: { icc } })
    const file = createCodec('png').encodeSync(image, options)
    expect(file.warnings).toEqual([expect.stringMatching(/is of CMYK colours: left out/)])
    expect(readMetadata(file)).toEqual({})
  }
})

test('pixels of a TIFF that stay as they are keep its orientation', () => {
  const tiff = tiffFile(gray(8, { shorts: { 274: [6] } }))
  const file = createCodec('png').encodeSync(tiff, { metadata: 'keep', autoOrient: false })
  expect(readMetadata(file).orientation).toBe(6)
  expect(readMetadata(createCodec('png').encodeSync(tiff, { metadata: 'keep' }))).toEqual({})
})

test('of a file that is encoded again, it is what is given', () => {
  const file = createCodec('png').encodeSync(picture, { metadata: { orientation: 6 } })
  const jpeg = createCodec('jpeg').encodeSync(file, { metadata: { orientation: 3 } })
  expect(readMetadata(jpeg).orientation).toBe(3)
})
