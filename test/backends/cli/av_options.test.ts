import { createCodec } from '../../../lib'
import { makePicture } from '../../helpers/pictures'
import { itWhere } from '../../helpers/where'

const here = itWhere(createCodec('webp', { backend: 'cli' }).available(), 'cwebp is not there')

here('refuses AVOptions, which its programs do not have', async () => {
  const codec = createCodec('webp', { backend: 'cli', options: { near_lossless: 40 } })
  const picture = makePicture({ width: 8, height: 8 })
  const said = 'webp: options: AVOptions mean nothing to cwebp'
  expect(() => codec.encodeSync(picture)).toThrow(new TypeError(said))
  await expect(codec.encode(picture)).rejects.toThrow(new TypeError(said))
})
