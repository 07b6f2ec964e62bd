import type { PlanarImage } from '../../lib/image'
import { type PixelFormat, planeSize } from '../../lib/pixelformat'
import { makePicture, makePlanes, psnr, samplesOf } from '../helpers/pictures'
import {
  allEntries,
  describeEntries,
  type Entry,
  isLossless,
  nearBest,
  pixelFormats,
} from '../helpers/table'

// Every pixel format that a codec lists: by the option, and as planes that are coded as they are.

const allSizes = [
  [1, 1],
  [5, 3],
  [17, 33],
  [64, 48],
] as const
const floor = 38

const sizesOf = ({ backend }: Entry) => (backend === 'native' ? allSizes : allSizes.slice(2, 3))

/** Programs get every format through the same argument: 12 bit shows nothing that 10 does not. */
const formatsOf = (entry: Entry): PixelFormat[] =>
  pixelFormats(entry).filter(({ depth }) => entry.backend === 'native' || depth !== 12)

const isPlanar = (format: PixelFormat): boolean => format.planar && !format.name.endsWith('be')

const named = (formats: PixelFormat[]) => formats.map((format) => [format.name, format] as const)

/** What is wrong with planes that came back. */
function difference(
  format: PixelFormat,
  sent: PlanarImage,
  got: PlanarImage,
  lossless: boolean,
): string | undefined {
  const { width, height } = sent
  const found = `${got.width}x${got.height} ${got.pixelFormat} ${got.planes.length}`
  const wanted = `${width}x${height} ${format.name} ${format.planes}`
  if (found !== wanted) return `${found} instead of ${wanted}`
  for (const [i, plane] of sent.planes.entries()) {
    const own = planeSize(format, width, height, i)
    if (got.planes[i]!.length !== own.width * own.height) return `plane ${i} of another size`
    const db = psnr(plane, got.planes[i]!, format.depth)
    if (db < (lossless ? Infinity : floor)) return `plane ${i}: ${db.toFixed(2)} dB`
  }
  return undefined
}

async function checkPlanes(entry: Entry, format: PixelFormat, quality: number): Promise<void> {
  const codec = entry.make()
  const lossless = isLossless(entry, codec, quality)
  for (const [width, height] of sizesOf(entry)) {
    const sent = makePlanes(format.name, width, height)
    const bytes = await codec.encode(sent, { quality })
    const got = await codec.decode(bytes, { as: 'planes' })
    expect(difference(format, sent, got, lossless)).toBeUndefined()
    if (entry.backend !== 'native') continue
    const { restored } = codec.applySync(sent, { quality })
    expect(restored).toEqual(got)
    // what comes out goes in again
    expect(codec.encodeSync(got, { quality }).length).toBeGreaterThan(0)
  }
}

describeEntries(allEntries, (entry) => {
  const codec = entry.make()
  const near = nearBest(entry, codec)
  const best = codec.qualitySteps.at(-1)!
  const formats = formatsOf(entry)

  it('lists formats that are known', () => {
    expect(formats.length).toBeGreaterThan(0)
    expect(formats).not.toContain(undefined)
  })

  const byOption = async (pixelFormat: string, format: PixelFormat): Promise<void> => {
    const gray = format.model === 'gray'
    const channels = format.alpha ? 4 : gray ? 1 : 3
    for (const [width, height] of sizesOf(entry)) {
      const image = makePicture({ width, height, channels, bitDepth: format.depth, gray })
      const set = entry.make({ pixelFormat })
      const { restored, bytes } = await set.apply(image, { quality: near })
      if (isPlanar(format) && entry.backend === 'native') {
        expect(set.decodeSync(bytes, { as: 'planes' }).pixelFormat).toBe(pixelFormat)
      }
      expect(restored.shape).toEqual(image.shape)
      expect(restored.bitDepth).toBe(format.depth)
      expect(psnr(samplesOf(image), samplesOf(restored), format.depth)).toBeGreaterThan(floor)
    }
  }

  // BPG has options of its own for this, as bpgenc has.
  if (!entry.descriptor.options.colorSpace) it.each(named(formats))('%s by option', byOption)

  const planar = formats.filter(isPlanar)
  const packed = formats.filter((format) => !isPlanar(format))

  if (planar.length > 0 && entry.backend !== 'cli') {
    // A program is asked once, where it is lossless for that: the same way, and nothing may differ.
    if (best === near || entry.backend === 'native') {
      it.each(named(planar))('%s as planes', (_, format) => checkPlanes(entry, format, near))
    }

    if (best !== near) {
      it.each(named(planar))('%s as planes, lossless', (_, format) =>
        checkPlanes(entry, format, best),
      )
    }
  }

  if (entry.backend === 'cli') {
    it('takes and gives no planes', async () => {
      const bytes = await codec.encode(makePicture({ width: 8, height: 8 }))
      await expect(codec.encode(makePlanes('yuv420p', 8, 8))).rejects.toThrow(/pixels|pixelFormat/)
      await expect(codec.decode(bytes, { as: 'planes' })).rejects.toThrow(
        /expected 'pixels' of the cli backend, got 'planes'/,
      )
    })
  }

  if (packed.length > 0 && entry.backend === 'native') {
    it.each(named(packed))('%s is not taken as planes', async (pixelFormat, { planes, depth }) => {
      const samples = new (depth > 8 ? Uint16Array : Uint8Array)(8 * 8 * 4)
      const image = { planes: Array(planes).fill(samples), width: 8, height: 8, pixelFormat }
      await expect(codec.encode(image)).rejects.toThrow(RangeError)
      await expect(codec.encode(image)).rejects.toThrow(/planar format of native byte order/)
    })
  }
})
