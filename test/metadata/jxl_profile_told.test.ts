import { createCodec, decode, readMetadata } from '../../lib'
import { iccProfile } from '../helpers/icc_profile'
import { makePicture } from '../helpers/pictures'
import { itWhere } from '../helpers/where'

// JPEG XL codes an ICC profile with the picture: only a decoder reads it.

const codec = createCodec('jxl', { lossless: true, backend: 'native' })
const test = itWhere(codec.available(), 'no JPEG XL here')
const picture = makePicture({ width: 24, height: 16 })
const icc = iccProfile()

test('readMetadata says that there is one, decode gives it', async () => {
  const bytes = await codec.encode(picture, { metadata: { icc } })
  const { warnings, ...found } = readMetadata(bytes)
  expect(found).toEqual({})
  expect(warnings).toEqual([expect.stringMatching('ICC profile is coded with the picture')])
  const { metadata } = await decode(bytes, { metadata: true })
  expect(metadata!.icc).toEqual(icc)
  expect(metadata).not.toHaveProperty('warnings')
})

test('nothing is said where there is none', async () => {
  expect(readMetadata(await codec.encode(picture))).toEqual({})
})

it('nor of other formats', async () => {
  const bytes = await createCodec('png').encode(picture, { metadata: { icc } })
  expect(Object.keys(readMetadata(bytes))).toEqual(['icc'])
})
