import { bmpWalks, verifyBmp } from '../../lib/bitstream/bmp'
import { keeping } from '../../lib/bitstream/walk'

const [WIDTH, ROWS] = [300, 200]

/** Runs of one pixel, under a header of so many bytes; the file's length as told, or 0. */
function runs(size: number, told: boolean): Buffer {
  const head = Buffer.alloc(14 + size)
  const row = Buffer.concat([Buffer.alloc(2 * WIDTH, Buffer.from([1, 7])), Buffer.from([0, 0])])
  const file = Buffer.concat([
    head,
    ...Array.from({ length: ROWS }, () => row),
    Buffer.from([0, 1]),
  ])
  file.write('BM')
  file.writeUInt32LE(told ? file.length : 0, 2)
  file.writeUInt32LE(head.length, 10)
  file.writeUInt32LE(size, 14)
  file.writeInt32LE(WIDTH, 18)
  file.writeInt32LE(ROWS, 22)
  file.writeUInt16LE(1, 26)
  file.writeUInt16LE(8, 28)
  file.writeUInt32LE(1, 30)
  return file
}

// Async calls walk through a long file with rests. A second way, in one go, would find the change.
describe.each([24, 40, 52, 124])('run-length coded rows under a header of %i bytes', (size) => {
  test.each([true, false])('are walked through once; the length is told: %s', (told) => {
    const file = runs(size, told)
    const walk = bmpWalks().map((walker) => [...keeping(file, walker)])
    expect(walk).toHaveLength(1)
    file.fill(1, 14 + size)
    expect(() => verifyBmp(file)).not.toThrow()
  })

  test('that are cut off are an error', () => {
    const file = runs(size, false)
    expect(() => verifyBmp(file)).not.toThrow()
    const half = Uint8Array.from(file.subarray(0, file.length >> 1))
    expect(() => verifyBmp(half)).toThrow('cut off')
  })
})
