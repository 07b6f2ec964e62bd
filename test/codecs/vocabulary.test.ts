import { hevcSps } from '../../lib/bitstream/nal/annexb'
import { readHeif } from '../../lib/bitstream/heif'
import { Codec } from '../../lib/codec'
import { BPG, createCodec, decode, HEIC, JXL } from '../../lib/index'
import { allDescriptors } from '../../lib/registry'
import { failure, failureSync } from '../helpers/failures'
import { makePicture } from '../helpers/pictures'
import { allEntries, describeEntries, pixelFormats } from '../helpers/table'

// One vocabulary: subsampling, bitDepth, matrix and range on every codec that has the choice.

const shifts = { '4:4:4': [0, 0], '4:2:2': [1, 0], '4:2:0': [1, 1] } as const
const image = makePicture({ width: 24, height: 16 })

describeEntries(
  allEntries.filter(
    ({ descriptor: { options }, backend }) => backend === 'native' && 'subsampling' in options,
  ),
  (entry) => {
    const formats = pixelFormats(entry)
    const depthsOf = entry.descriptor.options.bitDepth
    const depths = depthsOf?.type === 'enum' ? depthsOf.values.map(Number) : []
    test.each(Object.entries(shifts))('subsampling %s', async (subsampling, [x, y]) => {
      const codec = entry.make({ subsampling, ...(depths.includes(8) && { bitDepth: 8 }) })
      const has = pixelFormats(entry, codec).some(
        (f) => f.model === 'yuv' && f.chromaShiftX === x && f.chromaShiftY === y && f.depth === 8,
      )
      if (!has) {
        const error = await failure(codec.encode(image))
        expect([error.name, error.message]).toEqual([
          'RangeError',
          expect.stringMatching(subsampling),
        ])
        return
      }
      const planes = await codec.decode(await codec.encode(image), { as: 'planes' })
      const shift = { '4:4:4': '444', '4:2:2': '422', '4:2:0': '420' }[subsampling]!
      expect(planes.pixelFormat).toBe(`yuv${shift}p`)
    })

    test('bitDepth', async () => {
      for (const bitDepth of depths) {
        if (!formats.some((f) => f.model === 'yuv' && f.depth === bitDepth)) continue
        const codec = entry.make({ bitDepth })
        const planes = await codec.decode(await codec.encode(image), { as: 'planes' })
        expect(planes.pixelFormat).toMatch(bitDepth === 8 ? /p$/ : new RegExp(`p${bitDepth}le$`))
        const pixels = await codec.decode(await codec.encode(image))
        expect(pixels.bitDepth).toBe(bitDepth)
      }
    })

    test('gray stays gray; lossless is coded as RGB, which is not subsampled', async () => {
      const gray = makePicture({ width: 24, height: 16, channels: 1 })
      const codec = entry.make({ subsampling: '4:2:0' })
      if (formats.some(({ model }) => model === 'gray')) {
        expect((await codec.decode(await codec.encode(gray))).shape[2]).toBe(1)
      }
      if (!('lossless' in entry.descriptor.options)) return
      if (!formats.some(({ model }) => model === 'rgb')) return
      const lossless = entry.make({ lossless: true, subsampling: '4:2:0' })
      expect((await failure(lossless.encode(image))).name).toBe('RangeError')
    })
  },
)

test('JPEG XL says how deep it is', async () => {
  for (const bitDepth of [8, 16]) {
    const bytes = await new JXL({ bitDepth: bitDepth as 8, effort: 0 }).encode(image)
    expect((await decode(bytes)).bitDepth).toBe(bitDepth)
  }
})

const older = allDescriptors().flatMap((descriptor) =>
  Object.entries(descriptor.olderNames ?? {}).flatMap(([old, { of, values }]) =>
    Object.entries(values).map(([value, now]) => ({ descriptor, old, of, value, now })),
  ),
)

test.each(older)(
  '$descriptor.name: $old $value is $of $now',
  ({ descriptor, old, of, value, now }) => {
    const given = value === 'true' || value === 'false' ? value === 'true' : value
    const [first, second] = [{ [old]: given }, { [of]: now }].map((o) => new Codec(descriptor, o))
    expect(first!.options).toEqual(second!.options)
    expect([first!.options[old], first!.options[of]]).toEqual([given, now])
    expect(new Codec(descriptor, { [old]: given, [of]: now }).options).toEqual(second!.options)
    const another = older.find((o) => o.descriptor === descriptor && o.old === old && o.now !== now)
    const both = failureSync(() => new Codec(descriptor, { [old]: given, [of]: another!.now }))
    expect([both.name, both.message]).toEqual([
      'TypeError',
      `${descriptor.name}: ${old}, ${of}: two names of one option, expected one of them`,
    ])
    const wrong = failureSync(() => new Codec(descriptor, { [old]: 'no' }))
    expect(wrong.message).toMatch(new RegExp(`^${descriptor.name}: ${old}: expected`))
  },
)

test.each([
  ['bt709', 'limited'],
  ['bt2020', 'full'],
  ['ycgco', 'full'],
] as const)('BPG of matrix %s, range %s', async (matrix, range) => {
  const bpg = new BPG({ matrix, range, method: 1 })
  const planes = await bpg.decode(await bpg.encode(image), { as: 'planes' })
  expect([planes.matrix, planes.range]).toEqual([matrix, range])
})

test('HEIC is Main Still Picture, 8 bit 4:2:0, unless told otherwise', async () => {
  const sps = async (options: object, picture = image) =>
    hevcSps(
      readHeif(await new HEIC({ preset: 'ultrafast', ...options }).encode(picture)).image.tile(0),
    )
  const deep = makePicture({ width: 24, height: 16, bitDepth: 10 })
  for (const picture of [image, deep]) {
    const { chromaFormatIdc, bitDepthLuma, profileTierLevel } = await sps({}, picture)
    expect([chromaFormatIdc, bitDepthLuma, profileTierLevel[0]! & 31]).toEqual([1, 8, 3])
  }
  expect((await sps({ bitDepth: 10 })).bitDepthLuma).toBe(10)
  expect((await sps({ subsampling: '4:4:4' })).chromaFormatIdc).toBe(3)
  expect((await sps({ pixelFormat: 'yuv422p' })).chromaFormatIdc).toBe(2)
  const lossless = new HEIC({ preset: 'ultrafast', lossless: true })
  expect((await lossless.apply(deep)).restored.data).toEqual(deep.data)
})

test('codecs by what their files are called', () => {
  const names = ['hevc', 'h264', 'heif', 'jpg', 'jp2', 'j2k', 'obu'].map((name) =>
    createCodec(name),
  )
  expect(names.map(({ name }) => name)).toEqual([
    ...['x265', 'x264', 'heic', 'jpeg', 'jpeg2000', 'jpeg2000', 'av1'],
  ])
  expect(names.map(({ fileExtension }) => fileExtension)).toEqual([
    ...['.hevc', '.h264', '.heic', '.jpg', '.jp2', '.j2k', '.obu'],
  ])
  expect(failureSync(() => createCodec('tiff' as string)).message).toMatch(
    /codec 'tiff' is not known/,
  )
})
