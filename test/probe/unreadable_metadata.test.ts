import { deflateSync } from 'node:zlib'
import { pngChunk } from '../../lib/bitstream/png'
import { PNG, probe, probeSync, readImage, readMetadata } from '../../lib'
import { codecFailureSync, failure } from '../helpers/failures'
import { makePicture } from '../helpers/pictures'

// A picture whose metadata cannot be read is a picture all the same.

const png = new PNG().encodeSync(makePicture({ width: 24, height: 16, channels: 3 }))
const head = Buffer.from('XML:com.adobe.xmp\0\x01\0\0\0', 'latin1')
const holding = (text: Uint8Array): Uint8Array =>
  Uint8Array.from(
    Buffer.concat([
      png.subarray(0, 33),
      pngChunk('iTXt', Buffer.concat([head, text])),
      png.subarray(33),
    ]),
  )

test.each([
  ['too long', holding(deflateSync(Buffer.alloc(2 ** 24 + 1))), 'ERR_LIMIT', /holds over 16777216/],
  ['damaged', holding(Buffer.from('damaged')), 'ERR_DECODE', /cannot be decompressed/],
])('XMP that is %s', async (_, bytes, code, message) => {
  const warnings = [expect.stringMatching(message) as string]
  const probed = { format: 'png', width: 24, height: 16, channels: 3, orientation: 1, warnings }
  expect(await probe(bytes)).toMatchObject(probed)
  expect(probeSync(bytes)).toMatchObject(probed)
  const picture = await readImage(bytes)
  expect(picture.shape).toEqual([16, 24, 3])
  expect(picture.warnings).toEqual(warnings)
  expect(codecFailureSync(() => readMetadata(bytes)).code).toBe(code)
  expect(await failure(readImage(bytes, { metadata: true }))).toMatchObject({ code })
})

test('where all is well there are no warnings', () => {
  expect(probeSync(png)).not.toHaveProperty('warnings')
})
