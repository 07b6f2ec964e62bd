import { AVIF, HEIC, probeSync, readImage, readImageSync } from '../../lib'
import type { PixelArray } from '../../lib/image'
import { largest } from '../helpers/container/matrix'
import { arrayLevels, libheif, libvips, type Reader } from '../helpers/container/readers'
import { Assembly, clap, imir, irot, ispe, overlayData, type Place } from '../helpers/heif_derived'
import { hasProgram } from '../helpers/heif_programs'
import { makePicture, samplesOf } from '../helpers/pictures'
import { itWhere } from '../helpers/where'

// HEIF items that are made of others: identity derivations (iden) and overlays (iovl).

const codecs = { AVIF: new AVIF({ speed: 8 }), HEIC: new HEIC() }
type Format = keyof typeof codecs
const formats = Object.keys(codecs) as Format[]
const SIZE = [101, 77] as [number, number]
const NONE = new Uint8Array(0)
const PLACES = [
  { x: 3, y: 5 },
  { x: 51, y: 33 },
]
const OPAQUE = [0x1234, 0x8000, 0xffff, 0xffff]

interface Coded {
  subsampling?: '4:4:4' | '4:2:0'
  bitDepth?: 8 | 10
  channels?: number
}

function coded(format: Format, width: number, height: number, how: Coded): Uint8Array {
  const { channels = 3, bitDepth = 8, subsampling } = how
  const Class = format === 'AVIF' ? AVIF : HEIC
  const options = { bitDepth, subsampling: channels === 1 ? undefined : subsampling }
  const picture = makePicture({ width, height, channels, bitDepth })
  return new Class(options).encodeSync(picture)
}

interface Laid {
  fill?: readonly number[]
  places?: readonly Place[]
  wide?: boolean
  /** Of the first picture, and of the whole. */
  inner?: Uint8Array[]
  outer?: Uint8Array[]
}

function overlay(pictures: readonly Uint8Array[], how: Laid = {}): Uint8Array {
  const { fill = OPAQUE, places = PLACES, wide, inner = [], outer = [] } = how
  const file = new Assembly()
  const ids = pictures.map((picture, i) => file.picture(picture, ...(i === 0 ? inner : [])))
  const data = overlayData(fill, SIZE, places, wide)
  return file.file(file.derive('iovl', ids, data, ispe(...SIZE), ...outer))
}

function identity(picture: Uint8Array, inner: Uint8Array[], outer: Uint8Array[]): Uint8Array {
  const file = new Assembly()
  const id = file.picture(picture, ...inner)
  const [width, height] = inner.length > 0 ? [48, 64] : [64, 48]
  return file.file(file.derive('iden', [id], NONE, ispe(width, height), ...outer))
}

/** The formula in double precision, on pictures that were read by themselves. */
function composed(pictures: readonly PixelArray[], fill: readonly number[], bitDepth: number) {
  const max = 2 ** bitDepth - 1
  const [width, height] = SIZE
  const canvas = Array.from({ length: width * height }, () => fill.map((v) => v / 65535))
  pictures.forEach(({ data, shape: [h = 0, w = 0, channels = 0] }, i) => {
    for (let y = 0; y < h; y++) {
      for (let x = 0; x < w; x++) {
        const [at, to] = [(y * w + x) * channels, [x + PLACES[i]!.x, y + PLACES[i]!.y] as const]
        if (to[0] >= width || to[1] >= height) continue
        const below = canvas[to[1] * width + to[0]]!
        const alpha = channels === 4 ? data[at + 3]! / max : 1
        const whole = alpha + below[3]! * (1 - alpha)
        for (let c = 0; c < 3 && alpha > 0; c++) {
          const own = (data[at + c]! / max) * alpha
          below[c] = (own + below[c]! * below[3]! * (1 - alpha)) / whole
        }
        below[3] = whole
      }
    }
  })
  return canvas
}

async function expectAs(reader: Reader, file: Uint8Array, bound: number): Promise<void> {
  const mine = arrayLevels(readImageSync(file))
  const theirs = await reader.pixels(file, { chroma: '4:4:4', depth: 8 })
  expect(largest(mine.rgb, theirs.rgb)).toBeLessThanOrEqual(bound)
}

describe.each(formats)('%s', (format) => {
  const test = itWhere(codecs[format].available(), `no ${format} here`)
  const reader = format === 'AVIF' ? libvips : libheif
  // sharp's libheif reads no HEVC; libheif 1.15 misplaces what begins outside.
  const asked = format === 'AVIF' ? test : itWhere(hasProgram('heif-convert'), 'no heif-convert')
  const pair = (how: Coded) => [coded(format, 64, 48, how), coded(format, 40, 30, how)]

  const identities: [string, Uint8Array[], Uint8Array[]][] = [
    ['alone', [], []],
    ['turned and mirrored', [], [irot(1), imir(0)]],
    ['of a turned one, cut', [irot(1)], [clap(31, 21, [48, 64])]],
  ]
  asked.each(identities)('identity: %s', async (_, inner, outer) => {
    const file = identity(coded(format, 64, 48, { subsampling: '4:4:4' }), inner, outer)
    // sharp has this size from the wrong item.
    if (inner.length === 0 || format === 'HEIC') await expectAs(reader, file, 0)
    const { width, height } = probeSync(file)
    expect(readImageSync(file).shape).toEqual([height, width, 3])
  })

  const overlays: [string, Laid, Coded][] = [
    ['of RGB', {}, { subsampling: '4:4:4' }],
    ['of gray', {}, { channels: 1 }],
    ['of fields of 32 bits', { wide: true }, { subsampling: '4:4:4' }],
    ['turned', { outer: [irot(3)] }, { subsampling: '4:4:4' }],
    ['of a turned picture', { inner: [irot(1)] }, { subsampling: '4:4:4' }],
  ]
  asked.each(overlays)('overlay %s: as libheif shows it', async (_, laid, how) => {
    await expectAs(reader, overlay(pair(how), laid), 0)
  })

  // libheif rounds each blend down, and repeats chroma.
  asked('overlay of RGBA and of 4:2:0, nearly so', async () => {
    await expectAs(reader, overlay(pair({ channels: 4, subsampling: '4:4:4' })), 2)
    await expectAs(reader, overlay(pair({ subsampling: '4:2:0' })), 4)
  })

  test.each<[Coded, number]>([
    [{ channels: 4 }, 0xffff],
    [{ channels: 4 }, 0x4000],
    [{ channels: 3, bitDepth: 10 }, 0],
    [{ channels: 4, bitDepth: 10 }, 0x4000],
  ])('%o on a canvas of opacity %d, in double precision', async (how, opacity) => {
    const files = pair({ ...how, subsampling: '4:2:0' })
    const fill = [...OPAQUE.slice(0, 3), opacity]
    const file = overlay(files, { fill })
    const { bitDepth = 8 } = how
    const channels = opacity < 0xffff ? 4 : 3
    expect(probeSync(file)).toMatchObject({ width: 101, height: 77, channels, bitDepth })
    const array = await readImage(file)
    expect(array.shape).toEqual([77, 101, channels])
    const parts = files.map((part) => readImageSync(part) as PixelArray)
    const expected = composed(parts, fill, bitDepth)
    const max = 2 ** bitDepth - 1
    // Each of two blends rounds once; what is nearly transparent has few codes of colour.
    const worst = Array.from(samplesOf(array)).reduce((most, sample, i) => {
      const pixel = expected[Math.floor(i / channels)]!
      const weight = i % channels === 3 ? 1 : pixel[3]!
      return Math.max(most, Math.abs(sample - pixel[i % channels]! * max) * weight)
    }, 0)
    expect(worst).toBeLessThanOrEqual(1.5)
  })

  test('what lies outside of the canvas, in part or wholly', async () => {
    const [big = NONE, small = NONE] = pair({ subsampling: '4:4:4' })
    const places = [
      { x: -7, y: -9 },
      { x: 101, y: 0 },
    ]
    const file = overlay([big, small], { places })
    if (format === 'AVIF') await expectAs(libvips, file, 0)
    const whole = readImageSync(big).lo(9, 7)
    const shown = readImageSync(file)
    for (let c = 0; c < 3; c++) expect(shown.get(38, 56, c)).toBe(whole.get(38, 56, c))
    expect([0, 1, 2].map((c) => shown.get(39, 57, c))).toEqual([0x12, 0x80, 0xff])
    expect([0, 1, 2].map((c) => shown.get(0, 100, c))).toEqual([0x12, 0x80, 0xff])
  })

  test('an identity of an overlay on an overlay', () => {
    const file = new Assembly()
    const inner = file.picture(coded(format, 64, 48, { subsampling: '4:4:4' }))
    const data = overlayData(OPAQUE, SIZE, PLACES.slice(0, 1))
    const lower = file.derive('iovl', [inner], data, ispe(...SIZE))
    const turned = file.derive('iden', [lower], NONE, ispe(...SIZE), irot(2))
    const outer = overlayData(OPAQUE, SIZE, [{ x: 0, y: 0 }])
    const top = file.derive('iovl', [turned], outer, ispe(...SIZE), irot(2))
    const once = file.file(lower)
    expect(samplesOf(readImageSync(file.file(top)))).toEqual(samplesOf(readImageSync(once)))
  })

  test('planes and gray of an overlay are refused', () => {
    const file = overlay(pair({}))
    expect(() => codecs[format].decodeSync(file, { as: 'planes' })).toThrow(/overlay/)
    const like = makePicture({ width: 101, height: 77, channels: 1 })
    expect(() => codecs[format].decodeSync(file, { like })).toThrow(/overlay.*gray/)
  })
})
