import ndarray from 'ndarray'
import type { PixelArray, Samples } from '../../lib/image'
import { run } from '../helpers/ffmpeg_streams'
import { makePicture, maxDifference, samplesOf } from '../helpers/pictures'
import { allEntries, describeEntries, type Entry, nearBest, pixelFormats } from '../helpers/table'

// Colours survive: our tags are what ffprobe reads, other programs' tags are what we follow.

const matrices = ['bt601', 'bt709', 'bt2020'] as const
const ranges = ['full', 'limited'] as const
const combinations = matrices.flatMap((matrix) => ranges.map((range) => [matrix, range] as const))

/** Those of them that a codec takes: VVC has one range. */
function taken({ descriptor: { options } }: Entry) {
  const values = options.range?.type === 'enum' ? options.range.values : ranges
  return combinations.filter(([, range]) => values.includes(range))
}

/** Names of H.273's code points in FFmpeg. */
const spaceNames = { bt601: 'smpte170m', bt709: 'bt709', bt2020: 'bt2020nc', rgb: 'gbr' } as const
const rangeNames = { full: 'pc', limited: 'tv' } as const

interface Tags {
  color_range?: string
  color_space?: string
  color_primaries?: string
  color_transfer?: string
}

function probe(stream: Uint8Array, demuxer: string): Tags {
  const entries = 'frame=color_range,color_space,color_primaries,color_transfer'
  const args = ['-v', 'error', '-f', demuxer, '-show_entries', entries, '-of', 'json', '-']
  const { frames } = JSON.parse(run('ffprobe', args, stream).toString()) as { frames: Tags[] }
  const { color_range, color_space, color_primaries, color_transfer } = frames[0]!
  return { color_range, color_space, color_primaries, color_transfer }
}

/** 9 x 9 x 9 colours of the RGB cube, its corners and its greys among them, as 27 x 27 pixels. */
function colourCube(bitDepth: number): PixelArray {
  const max = 2 ** bitDepth - 1
  const data = new (bitDepth > 8 ? Uint16Array : Uint8Array)(27 * 27 * 3)
  for (let i = 0; i < 729; i++) {
    const digits = [Math.floor(i / 81), Math.floor(i / 9) % 9, i % 9]
    digits.forEach((digit, c) => (data[i * 3 + c] = Math.round((digit * max) / 8)))
  }
  return Object.assign(ndarray<Samples>(data, [27, 27, 3]), { bitDepth })
}

const tagged = allEntries.filter(({ descriptor, backend }) => {
  return descriptor.options.matrix && backend === 'native'
})

describe('tags', () => {
  const readable = tagged.filter(({ descriptor }) => {
    return Object.values(descriptor.formats)[0]!.demuxer
  })
  describeEntries(readable, (entry) => {
    const demuxer = Object.values(entry.descriptor.formats)[0]!.demuxer!
    const image = makePicture({ width: 64, height: 48 })
    // VP9 has no place for primaries and transfer.
    const srgb =
      entry.descriptor.name === 'vp9'
        ? {}
        : { color_primaries: 'bt709', color_transfer: 'iec61966-2-1' }

    it.each(taken(entry))('%s, %s range', (matrix, range) => {
      const stream = entry.make({ matrix, range }).encodeSync(image)
      const space = { color_space: spaceNames[matrix], color_range: rangeNames[range] }
      // VP9's one BT.601 is read as FFmpeg's other name for it.
      const found = probe(stream, demuxer)
      const same = found.color_space === 'bt470bg' ? { ...found, color_space: 'smpte170m' } : found
      expect(same).toEqual({ ...space, ...srgb })
    })

    if (pixelFormats(entry).some(({ model }) => model === 'rgb')) {
      it('matrix rgb', () => {
        const stream = entry.make({ matrix: 'rgb' }).encodeSync(image)
        const rgb = { color_space: spaceNames.rgb, color_range: 'pc' }
        expect(probe(stream, demuxer)).toEqual({ ...rgb, ...srgb })
      })
    }
  })
})

describe('round trips without coding loss', () => {
  const exact = tagged.filter(({ descriptor, options }) => {
    return descriptor.options.lossless && !/svt|rav1e/.test(String(options.encoder))
  })
  describeEntries(exact, (entry) => {
    // Half a step of YCbCr is less than one of RGB in full range, and up to two in limited.
    it.each(combinations)('8 bit, 4:4:4, %s, %s', (matrix, range) => {
      const codec = entry.make({ matrix, range, lossless: true, pixelFormat: 'yuv444p' })
      const image = colourCube(8)
      const samples = samplesOf(image)
      const restored = samplesOf(codec.applySync(image).restored)
      const bound = range === 'full' ? 1 : 2
      expect(maxDifference(samples, restored)).toBeLessThanOrEqual(bound)
    })

    it.each(combinations)('8 bit in 10 bit 4:4:4, %s, %s: exact', (matrix, range) => {
      const codec = entry.make({ matrix, range, lossless: true, pixelFormat: 'yuv444p10le' })
      const image = colourCube(8)
      expect(maxDifference(samplesOf(image), samplesOf(codec.applySync(image).restored))).toBe(0)
    })

    it.each(combinations)('grey stays grey, %s, %s', (matrix, range) => {
      const codec = entry.make({ matrix, range, lossless: true, pixelFormat: 'yuv444p' })
      const data = Uint8Array.from({ length: 256 * 3 }, (_, i) => Math.floor(i / 3))
      const restored = samplesOf(codec.applySync(ndarray(data, [16, 16, 3])).restored)
      restored.forEach((sample, i) => expect(sample).toBe(restored[i - (i % 3)]))
      expect(maxDifference(data, restored)).toBeLessThanOrEqual(range === 'full' ? 0 : 1)
    })

    // A round trip alone would not see samples that are not converted in either direction.
    const hasGray = pixelFormats(entry).some(({ name }) => name === 'gray')
    if (!hasGray) return
    it.each(ranges)('gray is luma of %s range in the stream', (range) => {
      const gray = entry.make({ range, lossless: true, pixelFormat: 'gray' })
      const data = Uint8Array.from({ length: 256 }, (_, i) => i)
      const { planes } = gray.decodeSync(gray.encodeSync(ndarray(data, [16, 16])), { as: 'planes' })
      const luma = (v: number) => (range === 'full' ? v : Math.round(16 + (v * 219) / 255))
      expect(Uint8Array.from(planes[0]!)).toEqual(data.map(luma))
    })
  })
})

const makers: Record<string, string[]> = {
  h264: ['-c:v', 'libx264', '-qp', '4', '-f', 'h264'],
  hevc: ['-c:v', 'libx265', '-x265-params', 'qp=4:log-level=none', '-f', 'hevc'],
  obu: ['-c:v', 'libaom-av1', '-crf', '4', '-cpu-used', '8', '-usage', 'allintra', '-f', 'obu'],
  ivf: ['-c:v', 'libvpx-vp9', '-crf', '4', '-b:v', '0', '-speed', '8', '-f', 'ivf'],
}

describe('streams of the ffmpeg program, against its own conversion at its most exact', () => {
  const flags = 'flags=accurate_rnd+full_chroma_int+full_chroma_inp+bitexact'
  const readers = tagged.filter(({ descriptor }) => {
    return makers[Object.values(descriptor.formats)[0]!.demuxer ?? ''] !== undefined
  })
  const oneEach = readers.filter((entry, i) => {
    return readers.findIndex(({ descriptor }) => descriptor === entry.descriptor) === i
  })

  describeEntries(oneEach, (entry) => {
    const demuxer = Object.values(entry.descriptor.formats)[0]!.demuxer!

    it.each(combinations)('4:4:4, %s, %s: within 2 levels', (matrix, range) => {
      const image = makePicture({ width: 64, height: 48, texture: 0.2 })
      const names = { matrix: spaceNames[matrix], range: rangeNames[range] }
      const out = `scale=out_color_matrix=${matrix}:out_range=${names.range}:${flags},format=yuv444p`
      const tags = ['-colorspace', names.matrix, '-color_range', names.range]
      const raw = ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', '64x48', '-i', '-']
      const made = run(
        'ffmpeg',
        ['-v', 'error', ...raw, '-vf', out, ...makers[demuxer]!, ...tags, '-'],
        Buffer.from(samplesOf(image)),
      )
      const into = `scale=in_color_matrix=${matrix}:in_range=${names.range}:${flags}`
      const decoded = ['-v', 'error', '-f', demuxer, '-i', '-', '-vf', into, '-pix_fmt', 'rgb24']
      const theirs = run('ffmpeg', [...decoded, '-f', 'rawvideo', '-'], made)
      const ours = samplesOf(entry.make().decodeSync(new Uint8Array(made)))
      expect(maxDifference(ours, theirs)).toBeLessThanOrEqual(2)
      expect(maxDifference(ours, samplesOf(image))).toBeLessThan(24)
    })
  })
})

describe('formats with one colour unless told otherwise', () => {
  const fixed = allEntries.filter(({ descriptor, backend }) => {
    return descriptor.colour && backend === 'native'
  })
  describeEntries(fixed, (entry) => {
    it('keeps the primaries where they were', () => {
      const corners = [
        [255, 0, 0],
        [0, 255, 0],
        [0, 0, 255],
        [255, 255, 255],
        [0, 0, 0],
      ]
      const data = new Uint8Array(32 * 32 * 3)
      for (const colour of corners) {
        for (let i = 0; i < data.length; i++) data[i] = colour[i % 3]!
        const { restored } = entry
          .make()
          .applySync(ndarray(data, [32, 32, 3]), { quality: nearBest(entry) })
        expect(maxDifference(data, samplesOf(restored))).toBeLessThanOrEqual(6)
      }
    })

    for (const [name, value] of Object.entries({ matrix: 'bt709', range: 'limited' })) {
      if (name in entry.descriptor.options) continue
      it(`takes no ${name}, which the format could not tell`, () => {
        expect(() => entry.make({ [name]: value })).toThrow(TypeError)
      })
    }
  })
})
