import '../lab/processes'
import { AVIF, BPG, HEIC, probeSync, readImageSync, WebP } from '../../lib'
import { box, fullBox, text, u32 } from '../../lib/bitstream/heif/box_writer'
import { readBpg } from '../../lib/bitstream/bpg'
import { makePicture, samplesOf } from '../helpers/pictures'
import { itWhere } from '../helpers/where'

// Sequences in AVIF and HEIC files, animated BPG: the first picture is read, and the result says so.

const picture = makePicture({ width: 32, height: 32, channels: 3 })

/** A track of so many samples (ISO/IEC 14496-12), as far as they are counted. */
const track = (handler: string, count: number, sizes = 'stsz'): Uint8Array =>
  box(
    'trak',
    box(
      'mdia',
      fullBox('hdlr', 0, 0, u32(0), text(handler), new Uint8Array(13)),
      box('minf', box('stbl', fullBox(sizes, 0, 0, u32(0), u32(count)))),
    ),
  )
const withSequence = (file: Uint8Array, ...tracks: Uint8Array[]): Uint8Array =>
  Buffer.concat([file, box('moov', fullBox('mvhd', 0, 0), ...tracks)])

describe.each([
  ['avif', () => new AVIF()],
  ['heic', () => new HEIC()],
] as const)('%s', (name, make) => {
  const codec = make()
  const test = itWhere(codec.available(), `no ${name} here`)

  test.each<[string, Uint8Array[], number]>([
    ['one track', [track('pict', 7)], 7],
    ['compact sizes', [track('pict', 5, 'stz2')], 5],
    ['alpha and sound beside it', [track('soun', 99), track('auxv', 7), track('pict', 4)], 4],
    ['no pictures', [track('soun', 99)], 1],
    ['a track without boxes', [box('trak')], 1],
    ['a track cut off', [box('trak', Uint8Array.of(0, 0, 0, 99, 1, 2, 3, 4))], 1],
  ])('a sequence of %s', (_, tracks, frames) => {
    const file = codec.encodeSync(picture)
    const whole = withSequence(file, ...tracks)
    expect(probeSync(whole).frames).toBe(frames)
    const image = readImageSync(whole, { strict: true })
    expect(samplesOf(image)).toEqual(samplesOf(readImageSync(file)))
    const told = frames > 1 ? [`heif: the first of ${frames} pictures is read`] : undefined
    expect(image.warnings).toEqual(told)
    expect(codec.decodeSync(whole, { as: 'planes' }).warnings).toEqual(told)
  })
})

const bpgTest = itWhere(new BPG().available(), 'no bpg here')

/** The file as an animation: its picture's units `count` times. */
function animated(file: Uint8Array, count: number): Uint8Array {
  const again = Buffer.from(readBpg(file).hevc)
  const slice = again.subarray(again.lastIndexOf(Buffer.from([0, 0, 1])) - 1)
  const changed = Buffer.concat([file, ...Array.from({ length: count - 1 }, () => slice)])
  changed[5]! |= 1
  // A length of 0: all that follows. It has the bytes that it had, as ue7 of more digits.
  const start = 8 // behind width and height of a byte each
  for (let at = start, more = 1; more !== 0; at++) {
    more = changed[at]! & 0x80
    changed[at] = more
  }
  return new Uint8Array(changed)
}

bpgTest('an animated BPG', () => {
  const file = new BPG().encodeSync(picture)
  expect(probeSync(file).frames).toBe(1)
  const three = animated(file, 3)
  expect(probeSync(three)).toMatchObject({ frames: 3, width: 32, height: 32 })
  const image = readImageSync(three)
  expect(samplesOf(image)).toEqual(samplesOf(readImageSync(file)))
  expect(image.warnings).toEqual(['bpg: the first of 3 pictures is read'])
})

test('planes tell what was passed over, and may be encoded again', () => {
  const codec = new WebP()
  const file = Buffer.concat([codec.encodeSync(picture), Buffer.from('more')])
  const planes = codec.decodeSync(file, { as: 'planes' })
  expect(planes.warnings).toEqual(['webp: 4 bytes behind the end of the picture'])
  expect(planes.warnings).toEqual(codec.decodeSync(file).warnings)
  expect(codec.decodeSync(codec.encodeSync(planes), { as: 'planes' })).not.toHaveProperty(
    'warnings',
  )
})
