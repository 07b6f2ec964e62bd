import { createCodec, type PixelArray, readMetadata, writeMetadata } from '../../lib'
import { makePicture } from '../helpers/pictures'

// Exif as sharp and piexif give it, with JPEG's own prefix in front: it was written twice, or into
// formats that have none, where no reader finds it.

const picture = makePicture({ width: 24, height: 16, channels: 3 })
const tagged = writeMetadata(createCodec('jpeg').encodeSync(picture), { orientation: 6 })
const exif = readMetadata(tagged).exif!
const prefixed = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), exif])

describe.each(['jpeg', 'png', 'webp', 'jpeg2000'])('%s', (name) => {
  const codec = createCodec(name)

  test('by writeMetadata', () => {
    const plain = codec.encodeSync(picture)
    expect(writeMetadata(plain, { exif: prefixed })).toEqual(writeMetadata(plain, { exif }))
    expect(readMetadata(writeMetadata(plain, { exif: prefixed }))).toMatchObject({ orientation: 6 })
  })

  test('by encode, of the call and of the array', () => {
    const given = codec.encodeSync(picture, { metadata: { exif: prefixed } })
    expect(readMetadata(given).exif).toEqual(exif)
    const carrying = { ...picture, metadata: { exif: prefixed } } as PixelArray
    expect(readMetadata(codec.encodeSync(carrying)).exif).toEqual(exif)
  })
})

test('what is no Exif is written as it is: a file may have it', () => {
  const garbage = Uint8Array.of(1, 2, 3, 4)
  const file = createCodec('png').encodeSync(picture, { metadata: { exif: garbage } })
  expect(readMetadata(file).exif).toEqual(garbage)
})
