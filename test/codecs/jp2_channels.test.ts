import { codecs, createCodec, probeSync } from '../../lib'
import { codecFailure } from '../helpers/failures'
import { makePicture, samplesOf } from '../helpers/pictures'

// Channels of a JP2 file that are not its components in their order: cdef and palettes.

const [width, height] = [24, 16]
const RGB = [0, 0, 0, 16]
const GRAY = [0, 0, 0, 17]
const u16 = (value: number): number[] => [value >> 8, value & 255]

function box(type: string, ...parts: (readonly number[] | Uint8Array)[]): Uint8Array {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)))
  const head = Buffer.from([0, 0, 0, 0, ...Buffer.from(type)])
  head.writeUInt32BE(8 + body.length)
  return Buffer.concat([head, body])
}

const cdef = (...channels: number[][]) =>
  box('cdef', u16(channels.length), channels.flat().flatMap(u16))

function file(codestream: Uint8Array, enumerated: number[], ...more: Uint8Array[]): Uint8Array {
  const siz = Buffer.from(codestream).indexOf(Buffer.from([0xff, 0x51]))
  const count = codestream[siz + 39]!
  const depth = codestream[siz + 40]!
  const size = [0, 0, 0, height, 0, 0, 0, width]
  return Buffer.concat([
    box('jP  ', [0x0d, 0x0a, 0x87, 0x0a]),
    box('ftyp', Buffer.from('jp2 '), [0, 0, 0, 0], Buffer.from('jp2 ')),
    box(
      'jp2h',
      box('ihdr', size, [0, count, depth, 7, 0, 0]),
      box('colr', [1, 0, 0], enumerated),
      ...more,
    ),
    box('jp2c', codestream),
  ])
}

const bare = createCodec('jpeg2000', { format: 'j2k', lossless: true })
const backends = codecs().filter(({ name, available }) => available && name === 'jpeg2000')

function channelsOf(
  samples: ArrayLike<number>,
  channels: number,
  order: readonly number[],
): number[] {
  const pixels = Array.from({ length: samples.length / channels }, (_, i) => i * channels)
  return pixels.flatMap((at) => order.map((channel) => samples[at + channel]!))
}

describe.each(backends)('by $backend', ({ backend }) => {
  const codec = createCodec('jpeg2000', { backend })

  it.each([8, 12])('opacity in front, colours from the last: %i bits', async (bitDepth) => {
    const picture = makePicture({ width, height, channels: 4, bitDepth })
    const codestream = bare.encodeSync(picture)
    const samples = samplesOf(picture)
    const abgr = file(codestream, RGB, cdef([0, 1, 0], [1, 0, 3], [2, 0, 2], [3, 0, 1]))
    const image = await codec.decode(abgr)
    expect([...samplesOf(image)]).toEqual(channelsOf(samples, 4, [3, 2, 1, 0]))
    expect(image.bitDepth).toBe(bitDepth)
    expect(probeSync(abgr)).toMatchObject({ channels: 4, bitDepth })
  })

  it('a channel that says nothing of itself is none of the picture', async () => {
    const picture = makePicture({ width, height, channels: 4 })
    const rgbx = file(
      bare.encodeSync(picture),
      RGB,
      cdef([0, 0, 1], [1, 0, 2], [2, 0, 3], [3, 65535, 65535]),
    )
    const image = await codec.decode(rgbx)
    expect([...samplesOf(image)]).toEqual(channelsOf(samplesOf(picture), 4, [0, 1, 2]))
    expect(probeSync(rgbx).channels).toBe(3)
  })

  const indices = makePicture({ width, height, channels: 1 })
  const table = (columns: number, depth: number, entries = 256): number[] =>
    Array.from({ length: entries * columns }, (_, i) => (i * 40503 + 11) % 2 ** depth)

  it.each([
    [3, 8, RGB, [0, 1, 2]],
    [3, 8, RGB, [2, 1, 0]],
    [4, 8, RGB, [0, 1, 2, 3]],
    [1, 8, GRAY, [0]],
    [3, 16, RGB, [0, 1, 2]],
  ])('a palette of %i columns of %i bits', async (columns, depth, space, mapped) => {
    const values = table(columns, depth)
    const pclr = box(
      'pclr',
      u16(256),
      [columns],
      Array<number>(columns).fill(depth - 1),
      depth > 8 ? values.flatMap(u16) : values,
    )
    const cmap = box(
      'cmap',
      mapped.flatMap((column) => [0, 0, 1, column]),
    )
    const bytes = file(bare.encodeSync(indices), space, pclr, cmap)
    const image = await codec.decode(bytes)
    const expected = [...samplesOf(indices)].flatMap((i) =>
      mapped.map((c) => values[i * columns + c]!),
    )
    expect([...samplesOf(image)]).toEqual(expected)
    expect(probeSync(bytes)).toMatchObject({ channels: columns, bitDepth: depth })
  })

  it('an index behind the last colour is the last one', async () => {
    const pclr = box('pclr', u16(2), [3, 7, 7, 7], [1, 2, 3, 4, 5, 6])
    const cmap = box(
      'cmap',
      [0, 1, 2].flatMap((column) => [0, 0, 1, column]),
    )
    const bytes = file(bare.encodeSync(indices), RGB, pclr, cmap)
    const expected = [...samplesOf(indices)].flatMap((i) => (i === 0 ? [1, 2, 3] : [4, 5, 6]))
    expect([...samplesOf(await codec.decode(bytes))]).toEqual(expected)
  })

  it.each([
    ['pclr is too short', [box('pclr', u16(9), [3, 7, 7, 7], [1])]],
    ['signed or unequal', [box('pclr', u16(1), [2, 7, 15], [1, 2, 3])]],
    ['without one', [box('pclr', u16(1), [1, 7], [1]), box('cmap', [0, 0, 0, 0])]],
  ])('refused by name: %s', async (message, boxes) => {
    const cmap = box('cmap', [0, 0, 1, 0])
    const bytes = file(bare.encodeSync(indices), RGB, ...boxes, ...(boxes.length > 1 ? [] : [cmap]))
    const error = await codecFailure(() => codec.decode(bytes))
    expect([error.code, error.message]).toEqual(['ERR_DECODE', expect.stringMatching(message)])
  })
})
