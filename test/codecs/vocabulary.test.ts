import { hevcSps } from '../../lib/bitstream/nal/annexb'
import { readHeif } from '../../lib/bitstream/heif'
import { Codec } from '../../lib/codec'
import { resolve, rowsOf } from '../../lib/codecs/resolve'
import {
  BPG,
  createCodec,
  decode,
  HEIC,
  JXL,
  metrics,
  type PixelArray,
  PNG,
  probe,
} from '../../lib/index'
import { isSampled, parsePixelFormat } from '../../lib/pixelformat'
import { allDescriptors, codecCalled } from '../../lib/registry'
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

const sixteen = makePicture({ width: 24, height: 16, bitDepth: 16 })

test.each([8, 10, 12, 14, 16] as const)(
  'JPEG XL of bitDepth %d says how deep it is',
  async (bitDepth) => {
    const jxl = new JXL({ bitDepth, effort: 0 })
    for (const picture of [image, sixteen]) {
      const restored = await decode(await jxl.encode(picture, { quality: 0.1 }))
      expect([restored.bitDepth, (await probe(await jxl.encode(picture))).bitDepth]).toEqual([
        bitDepth,
        bitDepth,
      ])
      const { psnr } = await metrics(picture, await scaled(restored, picture.bitDepth!), ['psnr'])
      expect(psnr).toBeGreaterThan(38)
    }
  },
)

/** The same picture with other samples. */
async function scaled(restored: PixelArray, bitDepth: number): Promise<PixelArray> {
  return await decode(await new PNG().encode(restored), { bitDepth })
}

test('lossless JPEG XL keeps the samples that a picture has, at their depth', async () => {
  const ten = makePicture({ width: 24, height: 16, bitDepth: 10 })
  const jxl = new JXL({ lossless: true, bitDepth: 10, effort: 0 })
  const { restored } = await jxl.apply(ten)
  expect([restored.bitDepth, restored.data]).toEqual([10, ten.data])
  const floats = { data: Float32Array.from({ length: 48 }, (_, i) => i / 47), width: 4, height: 4 }
  expect((await decode(await jxl.encode(floats))).data[47]).toBe(1023)
  for (const sync of [false, true]) {
    const encode = (picture: PixelArray) =>
      sync ? failureSync(() => jxl.encodeSync(picture)) : failure(jxl.encode(picture))
    expect((await encode(image)).message).toMatch(
      /^jxl: bitDepth: expected 8 or 16.* got 10 for 8 bits$/,
    )
    expect((await encode(sixteen)).message).toMatch(
      /^jxl: lossless: 10 bits .*do not hold samples of 16/,
    )
  }
  const packed = await new JXL({ pixelFormat: 'rgb24', effort: 0 }).encode(ten)
  expect((await decode(packed)).bitDepth).toBe(8)
})

test('PNG of 16 bits is what bitDepth says, and never loses bits', async () => {
  expect((await probe(await new PNG({ bitDepth: 16 }).encode(image))).bitDepth).toBe(16)
  const error = await failure(new PNG({ bitDepth: 8 }).encode(sixteen))
  expect([error.name, error.message]).toEqual([
    'RangeError',
    'png: lossless: 8 bits (bitDepth) do not hold samples of 16; readImage and decode give fewer: { bitDepth: 8 }',
  ])
})

test.each(allDescriptors().filter(({ samplesItself }) => !samplesItself))(
  '$name takes what its encoders can code, and nothing else',
  (descriptor) => {
    const rows = rowsOf(descriptor)
    const formats = descriptor.encoders.flatMap((encoder) =>
      descriptor
        .pixelFormats(resolve(descriptor, {}), encoder)
        .map((name) => parsePixelFormat(name)!),
    )
    for (const name of ['subsampling', 'bitDepth'] as const) {
      const row = rows[name]
      if (row?.type !== 'enum') continue
      for (const value of row.values) {
        const wanted =
          name === 'subsampling' ? value : (descriptor.carriedIn?.(Number(value)) ?? value)
        expect([value, formats.some((format) => isSampled(format, { [name]: wanted }))]).toEqual([
          value,
          true,
        ])
      }
    }
  },
)

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

test.each([
  ['JPEG XL', 'jxl'],
  ['image/jp2', 'jpeg2000'],
  ['image/heif', 'heic'],
  ['libaom-av1', 'av1'],
  ['libx265', 'x265'],
  ['H.265', 'x265'],
  ['mozjpeg', 'jpeg'],
])('what others call a codec: %s is %s', (name, own) => {
  const error = failureSync(() => createCodec(name as string))
  expect(error.message).toBe(`codec '${name}' is not known; it is '${own}'`)
  expect(codecCalled(name)?.name).toBe(own)
})
