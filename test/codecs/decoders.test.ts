import type { Descriptor } from '../../lib/codecs/descriptor'
import type { PlanarImage, PixelArray } from '../../lib/image'
import { parsePixelFormat, type PixelFormat, planeSize } from '../../lib/pixelformat'
import { run } from '../helpers/ffmpeg_streams'
import { makePicture, makePlanes, maxDifference, samplesOf } from '../helpers/pictures'
import { allEntries, describeEntries, type Entry, nearBest, pixelFormats } from '../helpers/table'

// Every stream decodes by the ffmpeg program alone, told nothing but its demuxer, to our samples.

const sizes = [
  [64, 48],
  [17, 33],
] as const

const readable = allEntries.filter(({ backend, descriptor }) => {
  return backend === 'native' && Object.values(descriptor.formats).some((f) => f.demuxer)
})

/**
 * ffmpeg's decoders compute as ours do, but for its own IDCT in JPEG: libjpeg's rounds otherwise.
 * JPEG XL is decoded in floats, which libjxl's versions round each in their way.
 */
const toleranceOf = ({ engine, name }: Descriptor): number =>
  engine === 'jpeg' ? 2 : name === 'jxl' ? 1 : 0

function byFfmpeg(stream: Uint8Array, demuxer: string): Buffer {
  const input = demuxer.endsWith('_pipe') ? ['-frame_size', String(stream.length)] : []
  const args = ['-v', 'error', '-f', demuxer, ...input, '-i', '-', '-frames:v', '1']
  return run('ffmpeg', [...args, '-f', 'rawvideo', '-'], stream)
}

const wide = (raw: Buffer): Uint16Array =>
  Uint16Array.from({ length: raw.length / 2 }, (_, i) => raw.readUInt16LE(2 * i))

/** JPEG 2000 of 9 to 15 bits, gray or RGB, comes out of libavcodec in the upper bits of 16. */
function lowered(samples: Uint16Array, depth: number): Uint16Array {
  const raised = samples.some((value) => value >> depth > 0)
  return raised ? samples.map((value) => value >> (16 - depth)) : samples
}

/** The size that is coded: other decoders do not know the true one of a padded raw stream. */
function codedSize(entry: Entry, format: PixelFormat, width: number, height: number) {
  const encoder = String(entry.options.encoder ?? entry.descriptor.encoders[0])
  const g = entry.descriptor.geometry(entry.make().options, encoder, format.name)
  const up = (size: number, min = 1, multiple = 1): number =>
    Math.ceil(Math.max(size, min) / multiple) * multiple
  return [
    up(width, g.minWidth, g.multipleOfWidth),
    up(height, g.minHeight, g.multipleOfHeight),
  ] as const
}

/** Raw planes of the coded size against ours of the true size. */
function comparePlanes(entry: Entry, format: PixelFormat, raw: Buffer, ours: PlanarImage): void {
  const samples = format.depth > 8 ? lowered(wide(raw), format.depth) : raw
  const [codedWidth, codedHeight] = codedSize(entry, format, ours.width, ours.height)
  let at = 0
  ours.planes.forEach((plane, i) => {
    const coded = planeSize(format, codedWidth, codedHeight, i)
    const own = planeSize(format, ours.width, ours.height, i)
    const theirs = Array.from({ length: own.width * own.height }, (_, j) => {
      return samples[at + Math.floor(j / own.width) * coded.width + (j % own.width)]!
    })
    expect(maxDifference(plane, theirs)).toBeLessThanOrEqual(toleranceOf(entry.descriptor))
    at += coded.width * coded.height
  })
}

/** Which of ffmpeg's channels ours are: WebP lossless is ARGB, gray with alpha two channels. */
const channelOrder: Record<string, readonly number[]> = {
  bgra: [1, 2, 3, 0],
  ya8: [0, 0, 0, 1],
  ya16le: [0, 0, 0, 1],
  ya16be: [0, 0, 0, 1],
}

function comparePixels(entry: Entry, raw: Buffer, ours: PixelArray, name: string): void {
  const channels = ours.shape[2]!
  const order = channelOrder[name] ?? [0, 1, 2, 3].slice(0, channels)
  const count = Math.max(...order) + 1
  const data = samplesOf(ours)
  const one = data.BYTES_PER_ELEMENT
  const read = (i: number): number =>
    one === 1 ? raw[i]! : name.endsWith('be') ? raw.readUInt16BE(2 * i) : raw.readUInt16LE(2 * i)
  expect(raw.length).toBe(((data.length * one) / channels) * count)
  const theirs = Array.from(data, (_, i) => {
    return read(Math.floor(i / channels) * count + order[i % channels]!)
  })
  const { bitDepth = 8 } = ours
  const same = one === 1 ? theirs : lowered(Uint16Array.from(theirs), bitDepth)
  expect(maxDifference(data, same)).toBeLessThanOrEqual(toleranceOf(entry.descriptor))
}

/** What the stream of this format decodes to by a decoder that undoes its colour transform. */
function decodesToRgb({ descriptor }: Entry, { model, chromaShiftX, chromaShiftY }: PixelFormat) {
  return (
    descriptor.stream?.codedPlanes !== undefined &&
    model === 'yuv' &&
    chromaShiftX + chromaShiftY === 0
  )
}

describeEntries(readable, (entry) => {
  const quality = nearBest(entry)
  const formats = pixelFormats(entry).filter(({ depth }) => depth !== 12)
  const [first, ...others] = Object.entries(entry.descriptor.formats)
  const demuxer = first![1].demuxer!
  const named = (list: PixelFormat[]) => list.map((format) => [format.name, format] as const)
  const asPixels = formats.filter(
    (f) => !f.planar || f.name.endsWith('be') || decodesToRgb(entry, f),
  )
  const asPlanes = formats.filter((f) => !asPixels.includes(f))
  const { engine, options: rows } = entry.descriptor

  if (asPlanes.length > 0) {
    it.each(named(asPlanes))('%s: planes', (name, format) => {
      const codec = entry.make()
      for (const [width, height] of sizes) {
        const stream = codec.encodeSync(makePlanes(name, width, height), { quality })
        const ours = codec.decodeSync(stream, { as: 'planes' })
        comparePlanes(entry, format, byFfmpeg(stream, demuxer), ours)
      }
    })
  }

  // libjpeg interpolates chroma for RGB: its planes are compared above.
  if (asPixels.length > 0 && engine !== 'jpeg') {
    it.each(named(asPixels))('%s: pixels', (pixelFormat, { alpha, depth, model }) => {
      const gray = model === 'gray'
      const channels = alpha ? 4 : gray ? 1 : 3
      const image = makePicture({ width: 17, height: 33, channels, bitDepth: depth, gray })
      const exact = rows.lossless && model === 'rgb' ? { lossless: true } : {}
      const codec = entry.make({ pixelFormat, ...exact })
      const stream = codec.encodeSync(image, { quality })
      const raw = byFfmpeg(stream, demuxer)
      if (entry.descriptor.encoderFor?.(pixelFormat)) {
        const ours = codec.decodeSync(stream, { as: 'planes' })
        comparePlanes(entry, parsePixelFormat(ours.pixelFormat)!, raw, ours)
      } else {
        comparePixels(entry, raw, codec.decodeSync(stream), pixelFormat)
      }
    })
  }

  if (others.length > 0) {
    it.each(others)('format %s', (format, stream) => {
      const codec = entry.make({ format })
      const bytes = codec.encodeSync(makePlanes('yuv420p', 64, 48), { quality })
      const ours = codec.decodeSync(bytes, { as: 'planes' })
      comparePlanes(entry, parsePixelFormat('yuv420p')!, byFfmpeg(bytes, stream.demuxer!), ours)
    })
  }
})
