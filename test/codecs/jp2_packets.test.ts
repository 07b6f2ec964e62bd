import { JPEG2000 } from '../../lib'
import { codecFailure } from '../helpers/failures'
import { makePicture } from '../helpers/pictures'

// Progression order changes (POC, T.800 A.6.6) tell which packets a codestream has: where they do not
// tell all, decoders show what there is, or stop, each in its own way.

const codec = new JPEG2000({ format: 'j2k', lossless: true })
const picture = makePicture({ width: 96, height: 64 })
const stream = codec.encodeSync(picture)
const cod = Buffer.from(stream).indexOf(Buffer.from([0xff, 0x52]))
const layers = Buffer.from(stream).readUInt16BE(cod + 6)
const resolutions = stream[cod + 9]! + 1
const LRCP = stream[cod + 5]!

/** From resolution and component up to layer, resolution and component, in the stream's own order. */
type Change = [first: number, from: number, layers: number, end: number, to: number]

const all: Change = [0, 0, layers, resolutions, 3]

const segmentOf = (changes: readonly Change[]): Buffer => {
  const entries = changes.flatMap(([first, from, most, end, to]) => [
    ...[first, from, most >> 8, most & 255, end, to, LRCP],
  ])
  return Buffer.from([0xff, 0x5f, 0, 2 + entries.length, ...entries])
}

function inMainHeader(changes: readonly Change[]): Buffer {
  const sot = Buffer.from(stream).indexOf(Buffer.from([0xff, 0x90]))
  return Buffer.concat([stream.subarray(0, sot), segmentOf(changes), stream.subarray(sot)])
}

function inTile(changes: readonly Change[]): Buffer {
  const sot = Buffer.from(stream).indexOf(Buffer.from([0xff, 0x90]))
  const segment = segmentOf(changes)
  const start = Buffer.from(stream.subarray(sot, sot + 12))
  const length = start.readUInt32BE(6)
  if (length > 0) start.writeUInt32BE(length + segment.length, 6)
  return Buffer.concat([stream.subarray(0, sot), start, segment, stream.subarray(sot + 12)])
}

const places = [
  ['the main header', inMainHeader],
  ['a tile', inTile],
] as const

describe.each(places)('in %s', (_name, put) => {
  it.each<[string, Change[]]>([
    ['all at once', [all]],
    ['more than there are', [[0, 0, 65535, 33, 255]]],
    ['to the last component, said as 0', [[0, 0, layers, resolutions, 0]]],
    [
      'by resolutions',
      [
        [0, 0, layers, 2, 3],
        [2, 0, layers, resolutions, 3],
      ],
    ],
  ])('all packets are told: %s', async (_what, changes) => {
    const { data } = await codec.decode(put(changes))
    expect(data).toEqual(picture.data)
  })

  it.each<[string, Change[]]>([
    ['the last resolution', [[0, 0, layers, resolutions - 1, 3]]],
    ['the first', [[1, 0, layers, resolutions, 3]]],
    ['a component', [[0, 0, layers, resolutions, 2]]],
    ['a resolution of a component', [[0, 0, layers, resolutions, 2], [1, 2, layers, resolutions, 3]]], // prettier-ignore
    ['all layers', [[0, 0, 0, resolutions, 3]]],
  ])('packets are left out: %s', async (_what, changes) => {
    const error = await codecFailure(() => codec.decode(put(changes)))
    expect([error.code, error.message]).toEqual([
      'ERR_DECODE',
      expect.stringContaining('progression order changes (POC) leave packets out'),
    ])
  })
})

it('more changes than decoders take are a limit', async () => {
  const many = Array.from({ length: 9000 }, () => all)
  const segment = segmentOf(many)
  segment.writeUInt16BE(2 + 7 * many.length, 2)
  const sot = Buffer.from(stream).indexOf(Buffer.from([0xff, 0x90]))
  const long = Buffer.concat([stream.subarray(0, sot), segment, stream.subarray(sot)])
  expect((await codecFailure(() => codec.decode(long))).code).toBe('ERR_LIMIT')
})
