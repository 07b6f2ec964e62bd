import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { copyOf, isCopy, ownBytes } from '../../lib/source/copies'
import { createCodec, QOI, readImage, readMetadata, writeImage } from '../../lib/index'
import { sourceBytes } from '../../lib/files/source'
import { drive } from '../helpers/drive'
import { makePicture } from '../helpers/pictures'

// Bytes that nobody else can change are not copied again on their way.

const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-copies-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('what was read is ours, what was given is not', async () => {
  const path = join(folder, 'a.qoi')
  const image = makePicture({ width: 40, height: 30 })
  await writeImage(path, image)
  const given = new QOI().encodeSync(image)
  for (const source of [path, new Blob([given]), new Blob([given]).stream()]) {
    expect(isCopy(await drive(sourceBytes(source, 'test')))).toBe(true)
  }
  for (const source of [given, given.buffer]) {
    expect(isCopy(await drive(sourceBytes(source, 'test')))).toBe(false)
  }
  expect(isCopy(copyOf(given))).toBe(true)
})

test("Node's pool is not ours: other Buffers lie in it", () => {
  const pooled = ownBytes(Buffer.from('a text'))
  expect(pooled.buffer.byteLength).toBeGreaterThan(pooled.length)
  expect([isCopy(pooled), isCopy(Buffer.from('another'))]).toEqual([false, false])
})

test('bytes that their owner changes while they are decoded do not matter', async () => {
  const image = makePicture({ width: 300, height: 200 })
  const given = new QOI().encodeSync(image)
  const reading = Array.from({ length: 8 }, () => readImage(given))
  given.fill(0)
  for (const found of await Promise.all(reading)) expect(found.data).toEqual(image.data)
})

test.each(['avif', 'webp', 'png', 'jpeg', 'jpeg2000', 'jxl'])(
  'metadata that is read of %s lies in memory of its own',
  async (name) => {
    const xmp = `<x:xmpmeta>${'x'.repeat(5000)}</x:xmpmeta>`
    const image = makePicture({ width: 40, height: 30 })
    const bytes = createCodec(name).encodeSync(image, { metadata: { xmp } })
    const before = Buffer.from(bytes)
    const found = [readMetadata(bytes), (await readImage(bytes, { metadata: true })).metadata!]
    for (const { xmp: read } of found) {
      expect(Buffer.from(read!).toString()).toBe(xmp)
      read!.fill(0)
    }
    expect(before.equals(bytes)).toBe(true)
  },
)
