import { metrics, readImage, readImageSync } from '../../lib/index'
import { codecFailure } from '../helpers/failures'

// The header of a .npy file is text; one of megabytes took seconds to be taken apart.

const header = (text: string) => {
  const length = Buffer.alloc(4)
  length.writeUInt32LE(text.length)
  return Uint8Array.from(
    Buffer.concat([Buffer.from('\x93NUMPY\x02\0', 'latin1'), length, Buffer.from(text, 'latin1')]),
  )
}
const start = "{'descr': '|u1', 'fortran_order': False, 'shape': ("

test.each([
  ['axes', start + '1, '.repeat(1e6) + ')}'],
  ['spaces', start.padEnd(2 ** 20) + '1, 1, 1)}'],
  ['brackets', '('.repeat(2 ** 20)],
])('a long one of %s: ERR_LIMIT', async (_what, text) => {
  const bytes = header(text)
  for (const call of [
    () => readImage(bytes),
    () => readImageSync(bytes),
    () => metrics(bytes, bytes, 'psnr'),
  ]) {
    expect(await codecFailure(call)).toMatchObject({
      code: 'ERR_LIMIT',
      message: expect.stringMatching(/header of at most 65535 bytes, got \d+/) as string,
    })
  }
})

test('one that says 4 GiB', async () => {
  const bytes = Uint8Array.from(Buffer.from('\x93NUMPY\x02\0\xff\xff\xff\xff{', 'latin1'))
  expect((await codecFailure(() => readImage(bytes))).code).toBe('ERR_LIMIT')
})

test('one that is padded, as NumPy pads them, is read', () => {
  const text = (start + '2, 3, 1), }').padEnd(60000) + '\n'
  const bytes = Buffer.concat([header(text), Buffer.from([1, 2, 3, 4, 5, 6])])
  expect(Array.from(readImageSync(bytes).data)).toEqual([1, 2, 3, 4, 5, 6])
})
