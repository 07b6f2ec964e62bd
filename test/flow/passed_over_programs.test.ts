import { codecs, createCodec } from '../../lib'
import { codecFailure } from '../helpers/failures'
import { makePicture } from '../helpers/pictures'
import { itWhere } from '../helpers/where'

// Programs that read a whole file get it without what lies behind its picture.

const [name, backend] = ['webp', 'cli'] as const
const row = codecs().find((one) => one.name === name && one.backend === backend)

itWhere(row?.available === true, 'no dwebp')('bytes behind the end', async () => {
  const picture = makePicture({ width: 16, height: 8 })
  const bytes = await createCodec(name, { backend }).encode(picture)
  const longer = Buffer.concat([bytes, Buffer.from('ab')])
  const { shape, warnings } = await createCodec(name, { backend }).decode(longer)
  expect(shape).toEqual([8, 16, 3])
  expect(warnings).toEqual([expect.stringMatching('2 bytes behind the end')])
  const strict = createCodec(name, { backend, strict: true })
  const error = await codecFailure(() => strict.decode(longer))
  expect(error.code).toBe('ERR_DECODE')
})
