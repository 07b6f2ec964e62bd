import { inflateSync } from 'node:zlib'
import { inspect } from '../../lib/probe/inspect'
import { Codec } from '../../lib/codec'
import type { ImageInput } from '../../lib/image'
import { makePicture, makePlanes } from '../helpers/pictures'
import { anotherFfmpeg } from '../helpers/same_ffmpeg'
import { itWhere } from '../helpers/where'
import { allEntries, describeEntries, type Entry, nearBest, pixelFormats } from '../helpers/table'

// The same samples and options give the same bytes in process and by the ffmpeg program.

const sizes = [
  [64, 48],
  [17, 33],
] as const

const both = allEntries.filter(
  ({ backend, descriptor }) => backend === 'ffmpeg' && descriptor.backends.includes('native'),
)

/** Node exports a zlib of its own, to which the dynamic linker binds libavcodec's calls. */
const deflates = 'the same filtered rows; Node brings another zlib than the ffmpeg program has'

function filteredRows(bytes: Uint8Array): Buffer {
  let at = 0
  const parts: Uint8Array[] = []
  for (const { name, length } of inspect(bytes).sections) {
    if (name === 'IDAT') parts.push(bytes.subarray(at, at + length))
    at += length
  }
  return inflateSync(Buffer.concat(parts))
}

async function expectSame(
  { descriptor, options: fast }: Entry,
  image: ImageInput,
  options: Record<string, unknown> = fast,
  quality?: number,
): Promise<void> {
  const encoder = fast.encoder === undefined ? {} : { encoder: fast.encoder }
  const [a, b] = await Promise.all(
    ['native', 'ffmpeg'].map((backend) =>
      new Codec(descriptor, { ...options, ...encoder, backend, threads: 1 }).encode(image, {
        quality,
      }),
    ),
  )
  const [x, y] = descriptor.name === 'png' ? [a, b].map((file) => filteredRows(file!)) : [a, b]
  expect(x!.length).toBeGreaterThan(0)
  expect(Buffer.compare(x!, y!)).toBe(0)
}

describeEntries(both, (entry) => {
  const { options: fast } = entry
  const near = nearBest(entry)
  const same = entry.descriptor.name === 'png' ? deflates : 'the same bytes'
  const formats = pixelFormats(entry).filter(({ depth }) => depth !== 12)
  const planar = formats.filter((f) => f.planar && !f.name.endsWith('be'))
  const packed = formats.filter((f) => !f.planar)
  const it = itWhere(anotherFfmpeg === undefined, anotherFfmpeg ?? '')
  const named = (list: typeof formats) => list.map((format) => [format.name, format] as const)

  it(`at its default settings: ${same}`, () =>
    expectSame(entry, makePicture({ width: 64, height: 48 }), {}))

  if (planar.length > 0) {
    it.each(named(planar))(`%s planes: ${same}`, async (name) => {
      for (const [w, h] of sizes) await expectSame(entry, makePlanes(name, w, h), fast, near)
    })
  }

  if (packed.length > 0) {
    it.each(named(packed))(`%s pixels: ${same}`, async (pixelFormat, { alpha, depth }) => {
      const [width, height] = sizes[1]
      const image = makePicture({ width, height, channels: alpha ? 4 : 3, bitDepth: depth })
      await expectSame(entry, image, { ...fast, pixelFormat }, near)
    })
  }

  const others = Object.keys(entry.descriptor.formats).slice(1)
  if (others.length > 0) {
    it.each(others)(`format %s: ${same}`, (format) =>
      expectSame(entry, makePicture({ width: 17, height: 33 }), { ...fast, format }),
    )
  }
})
