import { inspect } from '../../lib/probe/inspect'
import { metrics } from '../../lib/calls/compare'
import { AV1, createCodec, X264, X265 } from '../../lib/index'
import type { PixelArray } from '../../lib/image'
import { readImageSync } from '../../lib/files'
import { makePicture, realPicture } from '../helpers/pictures'
import { allEntries, describeEntries, nearBest } from '../helpers/table'

// A stream holds what a decoder needs, and nothing else.

const kodim23 = realPicture('kodim23.png')
const subject = kodim23
  ? 'kodim23'
  : 'a generated picture, for want of kodim23: no figures of its own'
const image = (): PixelArray =>
  kodim23 ? readImageSync(kodim23) : makePicture({ width: 768, height: 512, texture: 0.1 })

const pyCodecs = { preset: 'veryslow', pixelFormat: 'yuv444p', range: 'limited' } as const

/** What PyCodecs measured on kodim23, advertisement included; what we allow; its quality in dB. */
const rows = [
  ['x265', new X265({ ...pyCodecs, tune: 'ssim' }), 37, 9904, 7700, 37.7],
  ['x264', new X264(pyCodecs), 37, 10691, 10150, 37.7],
  ['av1', new AV1({ pixelFormat: 'yuv444p', range: 'limited' }), 42, 6920, 7100, 37.5],
] as const

describe(`PyCodecs' settings on ${subject}`, () => {
  it.each(rows)('%s', async (name, codec, quality, theirs, limit, floor) => {
    const picture = image()
    const { nBytes, bytes, restored } = await codec.apply(picture, { quality })
    const { totals, sections } = inspect(bytes)
    expect(totals.sei + totals.metadata).toBe(0)
    expect(sections.reduce((sum, { length }) => sum + length, 0)).toBe(nBytes)
    // Of a generated picture the headers are a larger part.
    expect(totals.picture / nBytes).toBeGreaterThan(kodim23 ? 0.98 : 0.95)
    if (!kodim23) return
    expect(nBytes).toBeLessThanOrEqual(limit)
    const measured = await metrics(picture, restored, ['psnr-ycbcr-bt601'])
    expect(measured['psnr-ycbcr-bt601']).toBeGreaterThan(floor)
    // The advertisement is all that makes ours smaller for x265 and x264.
    if (name !== 'av1') expect(nBytes).toBeLessThan(theirs)
  })
})

describe('the advertisement', () => {
  const picture = makePicture({ width: 64, height: 48 })
  const withInfo = allEntries.filter(({ descriptor }) => descriptor.options.info)

  it('is what two codecs have', () => {
    expect([...new Set(withInfo.map(({ descriptor }) => descriptor.name))]).toEqual([
      'x264',
      'x265',
    ])
  })

  describeEntries(withInfo, (entry) => {
    it('is left out, and comes back with info: true, in an SEI of text', async () => {
      const bare = await entry.make().encode(picture)
      const full = await entry.make({ info: true }).encode(picture)
      const [a, b] = [inspect(bare).totals, inspect(full).totals]
      expect(a.sei).toBe(0)
      const [least, most] = entry.descriptor.name === 'x265' ? [2000, 2600] : [450, 750]
      expect(b.sei).toBeGreaterThan(least)
      expect(b.sei).toBeLessThan(most)
      // Nothing else changes but its start code.
      expect(full.length - bare.length - b.sei).toBeLessThanOrEqual(4)
      expect(b.picture).toBe(a.picture)
      expect(Buffer.from(full).toString('latin1')).toMatch(/x26[45]/)
      expect(Buffer.from(bare).toString('latin1')).not.toMatch(/x26[45] /)
    })
  })
})

describe('the container', () => {
  const picture = makePicture({ width: 64, height: 48 })
  const native = allEntries.filter(({ backend }) => backend === 'native')

  describeEntries(native, (entry) => {
    it('is none of NUT, Matroska or MP4 where the codec does not need one', async () => {
      const bytes = Buffer.from(await entry.make().encode(picture, { quality: nearBest(entry) }))
      const start = bytes.subarray(0, 64).toString('latin1')
      expect(start).not.toContain('nut/multimedia container')
      expect(bytes.readUInt32BE(0)).not.toBe(0x1a45dfa3)
      if (!entry.descriptor.container) expect(start.slice(4, 8)).not.toBe('ftyp')
    })

    it('names no encoder', async () => {
      const text = Buffer.from(await entry.make().encode(picture)).toString('latin1')
      expect(text).not.toMatch(/Lav[cf]\d|OpenJPEG|libaom|SVT-AV1|libwebp/)
    })

    it('is told byte by byte', async () => {
      const bytes = await entry.make().encode(picture)
      const { sections, totals } = inspect(bytes)
      const sum = sections.reduce((total, { length }) => total + length, 0)
      expect(sum).toBe(bytes.length)
      expect(Object.values(totals).reduce((total, n) => total + n, 0)).toBe(bytes.length)
      expect(totals.picture).toBeGreaterThan(0)
    })
  })

  it('of AV1 is an OBU stream of a temporal delimiter, a sequence header and a frame', async () => {
    for (const encoder of ['libaom-av1', 'libsvtav1', 'librav1e'] as const) {
      const codec = createCodec('av1', { encoder, effort: 0 })
      if (!codec.available()) continue
      const bytes = await codec.encode(picture)
      expect([...bytes.subarray(0, 2)]).toEqual([0x12, 0])
      const names = inspect(bytes).sections.map(({ name }) => name)
      expect(names[0]).toMatch(/temporal delimiter/)
      expect(names.filter((name) => /sequence header/.test(name)).length).toBeGreaterThan(0)
      const ivf = await createCodec('av1', { encoder, effort: 0, format: 'ivf' }).encode(picture)
      expect(ivf.length).toBe(bytes.length + 32 + 12)
    }
  })
})
