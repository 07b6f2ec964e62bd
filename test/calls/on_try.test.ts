import { CodecError, encode, JPEG, type SearchTry, WebP } from '../../lib'
import { makePicture } from '../helpers/pictures'
import { any } from '../helpers/mistakes'

// A search tells of each of its encodes as it is measured.

const image = makePicture({ width: 48, height: 32 })
const codec = new JPEG()

test.each([{ bytes: 900 }, { psnr: 32 }])('%p: what is in `tries`, in order', async (target) => {
  const told: SearchTry[] = []
  const onTry = (one: SearchTry) => void told.push(one)
  const { tries } = await codec.encode(image, { target, onTry })
  expect(told.length).toBeGreaterThan(2)
  expect(told).toEqual(tries)
  told.length = 0
  expect(codec.encodeSync(image, { target, onTry }).tries).toEqual(told)
  told.length = 0
  expect((await codec.apply(image, { target, onTry })).tries).toEqual(told)
  told.length = 0
  await encode(image, { codec: 'jpeg', target, onTry })
  expect(told).toEqual(tries)
})

test('what it throws ends the call', async () => {
  const enough = new CodecError('ERR_ENCODE', 'enough')
  let count = 0
  const onTry = () => {
    if (++count === 2) throw enough
  }
  await expect(codec.encode(image, { target: { psnr: 32 }, onTry })).rejects.toBe(enough)
  expect(count).toBe(2)
})

test('what is no function is refused before anything is encoded', async () => {
  const given = any({ target: { bytes: 900 }, onTry: 'log' })
  await expect(new WebP().encode(image, given)).rejects.toThrow(
    new TypeError("onTry: expected a function, got 'log'"),
  )
})
