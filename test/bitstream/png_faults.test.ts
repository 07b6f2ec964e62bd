import { PNG, readImage } from '../../lib/index'
import { crc32 } from '../../lib/bitstream/crc32'
import { failure } from '../helpers/failures'
import { makePicture } from '../helpers/pictures'

// Warnings of a file that has thousands of faults: some of them, and how many there are.

const small = Buffer.from(new PNG().encodeSync(makePicture({ width: 8, height: 8 })))

function withChunks(count: number, good = false): Buffer {
  const chunk = Buffer.alloc(12)
  chunk.write('tEXt', 4)
  if (good) chunk.writeUInt32BE(crc32(chunk, 4, 8), 8)
  const many = Buffer.alloc(12 * count, chunk)
  return Buffer.concat([small.subarray(0, 33), many, small.subarray(33)])
}

it('are few, whatever the file', async () => {
  for (const count of [1, 16]) {
    expect((await readImage(withChunks(count))).warnings).toHaveLength(count)
  }
  for (const count of [17, 8000]) {
    const { warnings } = await readImage(withChunks(count))
    expect(warnings).toHaveLength(17)
    expect(warnings!.at(-1)).toMatch(`and ${count - 16} more`)
    expect(warnings).toEqual(new PNG().decodeSync(withChunks(count)).warnings)
  }
  expect((await readImage(withChunks(8000, true))).warnings).toBeUndefined()
})

it('a strict refusal is short, too', async () => {
  const error = await failure(new PNG({ strict: true }).decode(withChunks(8000)))
  expect(error).toMatchObject({ code: 'ERR_DECODE' })
  expect(error.message.length).toBeLessThan(2000)
})
