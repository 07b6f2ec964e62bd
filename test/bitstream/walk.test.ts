import { keeping, stretches, type Walker, walked } from '../../lib/bitstream/walk'
import { formats } from '../../lib/codecs/recognise'
import { verifyJpeg } from '../../lib/bitstream/jpeg'
import { jpegSegments } from '../../lib/bitstream/jpeg_segments'
import { JPEG } from '../../lib/classes'
import { makePicture } from '../helpers/pictures'

// Long files are walked in stretches, that the event loop may turn between them: counted, not timed.

const MIB = 2 ** 20

/** How often a walk rests. */
function rests(bytes: Uint8Array, walker: Walker): number {
  return [...keeping(bytes, walker)].length
}

function repeated(start: string, piece: string, end = ''): Uint8Array {
  const [a, b, c] = [start, piece, end].map((hex) => Buffer.from(hex, 'hex'))
  return Buffer.concat([a!, Buffer.alloc(4 * MIB, b), c!])
}

const scan = 'ffd8' + 'ffda0008010100003f00'
const qoi = '716f6966' + '00002000' + '00002000' + '0400'

test.each([
  ['jpeg', 'FF00 in a scan', repeated(scan, 'ff00', 'ffd9')],
  ['jpeg', 'FF in a scan', repeated(scan, 'ff', 'd9')],
  ['jpeg', 'restart markers', repeated(scan, 'ffd0ffd1ffd2ffd3ffd4ffd5ffd6ffd7', 'ffd9')],
  ['jpeg', 'fill bytes', repeated('ffd8', 'ff', 'd9')],
  ['jpeg', 'bytes between segments', repeated('ffd8', 'ff00', 'ffd9')],
  ['qoi', 'pixels of a byte each', repeated(qoi, '00', '0000000000000001')],
  ['hevc', 'zeros', repeated('00000140010c', '00')],
  ['hevc', 'escapes', repeated('00000140010c', '000003')],
  ['bmp', 'runs', repeated(bmpHeader(), '01070000', '0001')],
])('%s of 4 MiB of %s is walked with rests', (name, _, bytes) => {
  const { matches, walks } = formats.find((format) => format.name === name)!
  expect(matches(bytes)).toBe(true)
  const most = Math.max(...walks!().map((walker) => rests(bytes, walker)))
  expect(most).toBeGreaterThanOrEqual(3)
})

function bmpHeader(): string {
  const header = Buffer.alloc(54)
  header.write('BM')
  const fields: [number, number][] = [
    [10, 54],
    [14, 40],
    [18, 30000],
    [22, 30000],
    [26, 1 + (8 << 16)],
    [30, 1],
  ]
  for (const [at, value] of fields) header.writeUInt32LE(value, at)
  return header.toString('hex')
}

test('what a walk found, or how it failed, is kept for the bytes that were walked, and no others', () => {
  const bytes = new JPEG().encodeSync(makePicture({ width: 32, height: 32, channels: 3 }))
  const walker = formats.find(({ name }) => name === 'jpeg')!.walks!()[0]!
  rests(bytes, walker)
  expect(jpegSegments(bytes)).toBe(jpegSegments(bytes))
  expect(jpegSegments(bytes.slice())).not.toBe(jpegSegments(bytes))
  expect(jpegSegments(bytes.slice())).toEqual(jpegSegments(bytes))
  const cut = bytes.slice(0, -1)
  expect(rests(cut, walker)).toBe(0)
  expect(() => verifyJpeg(cut)).toThrow(expect.objectContaining({ code: 'ERR_DECODE' }))
  expect(() => walked(cut, walker)).toThrow('JPEG')
})

test('stretches cover every byte once, in order', () => {
  const seen: [number, number][] = []
  const walk = stretches(5, 3 * MIB, (from, to) => {
    seen.push([from, to])
    return -1
  })
  expect([...walk]).toHaveLength(2)
  expect(seen).toEqual([
    [5, MIB + 5],
    [MIB + 5, 2 * MIB + 5],
    [2 * MIB + 5, 3 * MIB],
  ])
})
