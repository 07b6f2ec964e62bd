import { JPEG2000 } from '../../lib'
import { failure } from '../helpers/failures'
import { makePicture } from '../helpers/pictures'

// A region of interest (T.800 annex H): its code blocks have as many bit planes more as they are
// shifted by. A reader has room for some 30 of them; with more the picture is not to be had.

const codec = new JPEG2000({ format: 'j2k', lossless: true })

/** A codestream with an RGN segment (T.800 A.6.3) for component 0, as if it had been shifted. */
function shifted(stream: Uint8Array, by: number): Buffer {
  const bytes = Buffer.from(stream)
  const tile = bytes.indexOf(Buffer.from([0xff, 0x90]))
  const segment = Buffer.from([0xff, 0x5e, 0, 5, 0, 0, by])
  return Buffer.concat([bytes.subarray(0, tile), segment, bytes.subarray(tile)])
}

test('more bit planes than a decoder has room for are an error, not a wrong picture', async () => {
  const picture = makePicture({ width: 64, height: 48, channels: 1 })
  const stream = await codec.encode(picture)
  const error = await failure(codec.decode(shifted(stream, 30)))
  expect(error).toMatchObject({ code: 'ERR_DECODE' })
  expect((await codec.decode(stream)).data).toEqual(picture.data)
})
