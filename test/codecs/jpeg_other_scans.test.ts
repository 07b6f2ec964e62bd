import { spawnSync } from 'node:child_process'
import { createCodec } from '../../lib'
import { jpegSegments } from '../../lib/bitstream/jpeg_segments'
import { codecFailureSync } from '../helpers/failures'
import { makePicture } from '../helpers/pictures'
import { itWhere } from '../helpers/where'

// A frame header that says baseline before scans of a progressive picture that has lost its first one:
// nobody can read those as what they are, and every reader shows what libjpeg makes of them.

const SOF2 = 0xc2
const SOF0 = 0xc0

function renamed(): Uint8Array {
  const codec = createCodec('jpeg', { progressive: true, subsampling: '4:4:4' })
  const bytes = codec.encodeSync(makePicture({ width: 32, height: 24 })).slice()
  const segments = jpegSegments(bytes)
  bytes[segments.find(({ code }) => code === SOF2)!.start + 1] = SOF0
  const first = segments.find(({ scanEnd }) => scanEnd !== undefined)!
  return Buffer.concat([bytes.subarray(0, first.start), bytes.subarray(first.scanEnd)])
}

const available = createCodec('jpeg').available()
const here = itWhere(available, 'the native addon is not built')

here('is shown with a warning, and refused by strict', () => {
  const file = renamed()
  const image = createCodec('jpeg').decodeSync(file)
  expect(image.shape).toEqual([24, 32, 3])
  expect(image.warnings!.join()).toMatch('progressive scans in a sequential frame')
  const error = codecFailureSync(() => createCodec('jpeg').decodeSync(file, { strict: true }))
  expect(error.code).toBe('ERR_DECODE')
})

const djpeg = spawnSync('djpeg', ['-version']).error === undefined
const byDjpeg = itWhere(available && djpeg, 'no addon, or no djpeg; Debian: libjpeg-turbo-progs')
byDjpeg('as djpeg shows it', () => {
  const file = renamed()
  const { stdout } = spawnSync('djpeg', ['-ppm'], { input: file, maxBuffer: 2 ** 24 })
  const image = createCodec('jpeg').decodeSync(file)
  expect(Buffer.compare(Buffer.from(image.data), stdout.subarray(-24 * 32 * 3))).toBe(0)
})

here('without such scans the same damage stays an error', () => {
  const bytes = createCodec('jpeg', { subsampling: '4:4:4' })
    .encodeSync(makePicture({ width: 32, height: 24 }))
    .slice()
  const { end, scanEnd } = jpegSegments(bytes).find((segment) => segment.scanEnd !== undefined)!
  const cut = end + ((scanEnd! - end) >> 1)
  const shorter = Buffer.concat([bytes.subarray(0, cut), bytes.subarray(scanEnd)])
  expect(codecFailureSync(() => createCodec('jpeg').decodeSync(shorter)).message).toMatch(
    'premature end',
  )
})
