import { codecs, createCodec } from '../../lib/index'
import { makePicture } from '../helpers/pictures'

// What docs/data/performance.md says of the option `threads`: how many there are changes no byte. That
// there is more than one does, where an encoder then works in rows (WPP, row-mt).

const rows = ['x265', 'bpg', 'heic', 'av1', 'avif']
/** libaom's allintra does not; AVIF takes it of a libaom that has a tune for the eye. */
const inRows = (name: string) =>
  rows.includes(name) && createCodec(name).options.usage !== 'allintra'
const picture = makePicture({ width: 320, height: 200, texture: 0.2 })

const names = codecs()
  .filter(({ backend, available }) => backend === 'native' && available)
  .map(({ name }) => name)

it.each(names)('%s', (name) => {
  const [one, two, three] = [1, 2, 3].map((threads) =>
    createCodec(name, { threads }).encodeSync(picture),
  )
  expect(three).toEqual(two)
  expect(Buffer.compare(one!, two!) === 0).toBe(!inRows(name))
  expect(createCodec(name).decodeSync(two!).shape).toEqual([200, 320, 3])
})

it('av1, allintra: as one', () => {
  const [one, two] = [1, 2].map((threads) =>
    createCodec('av1', { usage: 'allintra', threads }).encodeSync(picture),
  )
  expect(two).toEqual(one)
})
