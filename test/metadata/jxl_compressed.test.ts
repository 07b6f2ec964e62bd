import * as zlib from 'node:zlib'
import { box } from '../../lib/bitstream/heif/box_writer'
import { probe, readImage, readMetadata } from '../../lib/index'
import { jxlWalks } from '../../lib/metadata/jxl'
import { keeping } from '../../lib/bitstream/walk'
import { failure } from '../helpers/failures'

// Compressed boxes (brob) of a JPEG XL file: the first of each kind is decompressed, no other. A file
// of 220 KB with 8,000 of a megabyte held the event loop for minutes, whatever `timeout` said.

const stream = Buffer.from('ff0afa7f01900880e8013800', 'hex') // no more than a header
const brob = (type: string, data: Uint8Array) =>
  box('brob', Buffer.from(type), zlib.brotliCompressSync(data))
const holding = (...boxes: Uint8Array[]) =>
  Uint8Array.from(
    Buffer.concat([
      box('JXL ', [0x0d, 0x0a, 0x87, 0x0a]),
      box('ftyp', Buffer.from('jxl \0\0\0\0jxl ')),
      ...boxes,
      box('jxlc', stream),
    ]),
  )
const damaged = box('brob', Buffer.from('xml damaged'))
const xmp = Buffer.from('<x:xmpmeta/>')

test('the first counts, and no other is looked into', async () => {
  const bytes = holding(brob('xml ', xmp), ...Array<Uint8Array>(1000).fill(damaged))
  expect(readMetadata(bytes).xmp).toEqual(Uint8Array.from(xmp))
  expect(await probe(bytes)).toMatchObject({ format: 'jxl', width: 4096, height: 4096 })
})

test('a damaged one is an error where it is asked for', () => {
  expect(() => readMetadata(holding(damaged))).toThrow(
    expect.objectContaining({ code: 'ERR_DECODE' }),
  )
})

test('one that is longer than is read is ERR_LIMIT, sync and async', async () => {
  const bytes = holding(brob('xml ', Buffer.alloc(2 ** 24 + 1)))
  expect(() => readMetadata(bytes)).toThrow(expect.objectContaining({ code: 'ERR_LIMIT' }))
  expect(await failure(readImage(bytes, { metadata: true }))).toMatchObject({ code: 'ERR_LIMIT' })
})

test('what is more than a megabyte is decompressed on another thread', async () => {
  const long = Buffer.alloc(2 ** 22, 'xmp ')
  const bytes = holding(brob('xml ', long))
  const asides = jxlWalks().flatMap((walker) => {
    const walk = keeping(bytes, walker)
    const step = walk.next()
    return step.done ? [] : [step.value]
  })
  expect(asides).toHaveLength(1)
  const parts = (await asides[0]!.run()) as Uint8Array[]
  expect(Buffer.compare(Buffer.concat(parts), long)).toBe(0)
  expect(Buffer.compare(readMetadata(holding(brob('xml ', long))).xmp!, long)).toBe(0)
})
