import { defineCodec, type PixelArray, X264, X265 } from '../../lib/index'
import { failure, failureSync } from '../helpers/failures'
import { makePicture, makePlanes, type PictureSpec } from '../helpers/pictures'
import { allEntries, describeEntries, type Entry } from '../helpers/table'

// decode(stream, { like }): what `restored` of apply is, without encoding again.

const forms: PictureSpec[] = [
  { width: 67, height: 45 },
  { width: 67, height: 45, layout: 'CHW', gray: true },
  { width: 66, height: 46, channels: 1, layout: 'HW' },
  { width: 66, height: 46, bitDepth: 12 },
  { width: 66, height: 46, channels: 4, layout: '1HWC' },
]

/** A codec that refuses a form refuses it by name: that is another test's. */
function applied(entry: Entry, form: PictureSpec) {
  try {
    return entry.make().applySync(makePicture(form))
  } catch {
    return undefined
  }
}

const same = (found: PixelArray, wanted: PixelArray): void => {
  expect(found.shape).toEqual(wanted.shape)
  expect(found.bitDepth).toBe(wanted.bitDepth)
  expect(found.data).toEqual(wanted.data)
}

describeEntries(allEntries, (entry) => {
  it('gives the form of the picture that was encoded', async () => {
    let compared = 0
    for (const form of forms) {
      const result = applied(entry, form)
      if (!result) continue
      const options = { like: makePicture(form) }
      same(entry.make().decodeSync(result.bytes, options), result.restored)
      same(await entry.make().decode(result.bytes, options), result.restored)
      compared++
    }
    expect(compared).toBeGreaterThan(0)
  }, 60_000)
})

it('brings 10 bits back to 8, without encoding again', () => {
  const picture = makePicture({ width: 64, height: 48 })
  const codec = new X265({ bitDepth: 10, preset: 'ultrafast' })
  const { bytes, restored } = codec.applySync(picture)
  expect(codec.decodeSync(bytes).bitDepth).toBe(10)
  same(codec.decodeSync(bytes, { like: picture }), restored)
})

it("takes the size of a program's planes without a header", () => {
  const copy = [process.execPath, '-e', 'fs.copyFileSync(...process.argv.slice(1))']
  const planes = defineCodec({
    name: 'planes-alone',
    encode: [...copy, '{input.yuv}', '{output}'],
    decode: [...copy, '{input}', '{output.yuv}'],
    pixelFormats: ['yuv444p'],
  })
  const picture = makePicture({ width: 34, height: 22 })
  const { bytes, restored } = planes.applySync(picture)
  const copied = new Uint8Array(bytes) // the codec remembers the size of what it made
  expect(() => planes.decodeSync(copied)).toThrow(/size/)
  same(planes.decodeSync(copied, { like: picture }), restored)
})

describe('mistakes', () => {
  const codec = new X264({ preset: 'ultrafast' })
  const picture = makePicture({ width: 64, height: 48 })
  const bytes = codec.encodeSync(picture)
  it.each<[string, unknown, RegExp]>([
    [
      'larger',
      makePicture({ width: 66, height: 48 }),
      /x264: decode: like: expected a picture of 66x48, got one of 64x48/,
    ],
    ['smaller', makePicture({ width: 32, height: 48 }), /of 32x48, got one of 64x48/],
    ['planes', makePlanes('yuv420p', 64, 48), /decode: like: expected pixels/],
    ['a path', 'a.png', /decode: like: image: expected an ndarray/],
    ['null', null, /decode: like: image: expected an ndarray/],
  ])('%s', async (_, like, message) => {
    const options = { like: like as PixelArray }
    expect(failureSync(() => codec.decodeSync(bytes, options)).message).toMatch(message)
    expect((await failure(codec.decode(bytes, options))).message).toMatch(message)
  })

  it("as: 'planes'", () => {
    const options = { like: picture, as: 'planes' as const }
    expect(() => codec.decodeSync(bytes, options)).toThrow(/like: expected without as: 'planes'/)
  })
})
