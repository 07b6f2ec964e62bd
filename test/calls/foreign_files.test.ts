import {
  CodecError,
  createCodec,
  decode,
  inspect,
  readMetadata,
  writeMetadata,
} from '../../lib/index'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { failure } from '../helpers/failures'
import { makePicture } from '../helpers/pictures'
import { allEntries } from '../helpers/table'

// A codec that gets another codec's file says whose it is and who reads it; files in any form.

const image = makePicture({ width: 48, height: 32 })
const natives = allEntries
  .filter(({ backend }) => backend === 'native')
  .map(({ make }) => make())
  .filter((codec) => codec.available())
const names = new Set(natives.map(({ name }) => name))

/** Of two codecs with one format each reads the other's. */
const shared: readonly ReadonlySet<string>[] = [
  new Set(['jpeg', 'mjpeg']),
  new Set(['avif', 'heic']),
  new Set(['bpg', 'h265']),
]
const readsBoth = (a: string, b: string) => shared.some((set) => set.has(a) && set.has(b))

describe.each([...names])("a file of %s, given to the others' decode", (name) => {
  const bytes = createCodec(name).encodeSync(image)

  test.each([...names].filter((other) => other !== name))('%s', async (other) => {
    const call = createCodec(other).decode(bytes)
    if (readsBoth(name, other)) return expect((await call).shape).toEqual([32, 48, 3])
    const error = await failure(call)
    expect(error).toBeInstanceOf(CodecError)
    const text = new RegExp(
      `^${other}: expected a file of its own, got one of \\w+: decode\\(bytes\\)`,
    )
    expect(error).toMatchObject({
      code: 'ERR_DECODE',
      codec: other,
      message: expect.stringMatching(text),
    })
  })

  test('which the package reads by itself', async () => {
    expect((await decode(bytes)).shape).toEqual([32, 48, 3])
  })
})

test.each([...names])('%s: what is no picture is called what it is', async (name) => {
  const codec = createCodec(name)
  await expect(codec.decode(Buffer.from('<!doctype html><html>'))).rejects.toThrow(/got a web page/)
  await expect(codec.decode(Buffer.from('GIF89a'.padEnd(99)))).rejects.toThrow(/got a GIF: sharp/)
  await expect(codec.decode(Buffer.from('YUV4MPEG2 W2 H2'))).rejects.toThrow(/got Y4M.*ffmpeg -i/)
})

test.each([...names])('%s: its own damaged file is still called damaged', async (name) => {
  const bytes = createCodec(name).encodeSync(image)
  const error = await failure(createCodec(name).decode(bytes.subarray(0, bytes.length >> 1)))
  expect(error.message).not.toMatch(/of its own/)
})

describe('inspect, readMetadata and writeMetadata take what sync calls take', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-forms-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const png = writeMetadata(createCodec('png').encodeSync(image), { xmp: Buffer.from('<x/>') })
  const path = join(folder, 'photo.png')
  writeFileSync(path, png)
  const { buffer } = Uint8Array.from(png)

  test.each<[string, string | URL | ArrayBuffer | DataView]>([
    ['a path', path],
    ['a file: URL', pathToFileURL(path)],
    ['an ArrayBuffer', buffer],
    ['a DataView', new DataView(buffer)],
  ])('%s', (_name, source) => {
    expect(inspect(source)).toEqual(inspect(png))
    expect(readMetadata(source)).toEqual(readMetadata(png))
    expect(writeMetadata(source, { xmp: null })).toEqual(writeMetadata(png, { xmp: null }))
  })
})
