import { join } from 'node:path'
import { Codec, CodecError, codecs, createCodec, defineCodec, metrics } from '../../lib/index'
import type { ProgramDescription } from '../../lib/index'
import { makePicture, makePlanes } from '../helpers/pictures'

// Programs of somebody else's as codecs, by command templates.

const script = (name: string) => join(__dirname, '../programs', `${name}.js`)
const quantise = [process.execPath, script('quantise')] as const

/** The picture goes in and comes back as such files. */
const through = (form: string, more: Partial<ProgramDescription> = {}): ProgramDescription => ({
  name: `through-${form}`,
  encode: [...quantise, 'encode', `{input.${form}}`, '{output}', '{quality}'],
  decode: [...quantise, 'decode', '{input}', `{output.${form}}`],
  quality: { worst: 32, best: 1 },
  version: '1.0',
  ...more,
})

const picture = makePicture({ width: 37, height: 26 })
const best = { quality: 1 }

async function failure(call: () => unknown): Promise<Error> {
  try {
    await call()
  } catch (error) {
    return error as Error
  }
  throw new Error('it did not fail')
}

describe.each(['png', 'ppm'])('.%s files', (form) => {
  test('every 8-bit sample comes back, by async and sync calls', async () => {
    const codec = defineCodec(through(form))
    const { restored, bytes, nBytes, bpp } = await codec.apply(picture, best)
    expect(restored.data).toEqual(picture.data)
    expect(nBytes).toBe(bytes.length)
    expect(bpp).toBeCloseTo((8 * nBytes) / (37 * 26), 9)
    expect(codec.applySync(picture, best).restored.data).toEqual(picture.data)
    expect(codec.decodeSync(codec.encodeSync(picture, best)).data).toEqual(picture.data)
  })

  test('16 bits and gray where the encoder takes them', async () => {
    const formats = form === 'png' ? ['rgb24', 'gray', 'rgb48be', 'gray16be'] : ['rgb24', 'rgb48be']
    const codec = defineCodec(through(form, { pixelFormats: formats }))
    const deep = makePicture({ width: 20, height: 18, bitDepth: 16 })
    if (form === 'png') expect((await codec.apply(deep, best)).restored.data).toEqual(deep.data)
    const gray = makePicture({ width: 20, height: 18, channels: 1 })
    expect((await codec.apply(gray, best)).restored.data).toEqual(gray.data)
  })
})

describe.each(['y4m', 'yuv', 'raw'])('.%s files', (form) => {
  const formats = [
    ...['yuv420p', 'yuv422p', 'yuv444p', 'yuv420p10le', 'yuv444p10le', 'yuv444p12le', 'gray'],
    ...['gray10le', 'yuv444p16le'],
  ]
  test.each(formats)('%s planes come back to the sample, of odd size too', async (format) => {
    const codec = defineCodec(through(form, { pixelFormats: [format] }))
    const planes = makePlanes(format, 21, 13)
    const { restored } = await codec.apply(planes, best)
    expect(restored).toMatchObject({ pixelFormat: format, width: 21, height: 13 })
    expect(restored.planes).toEqual(planes.planes)
  })

  test('pixels go through 10-bit YCbCr by our own conversion', async () => {
    const codec = defineCodec(through(form, { pixelFormats: ['yuv444p10le'] }))
    const { restored } = await codec.apply(picture, best)
    expect(restored.data).toEqual(picture.data)
    const limited = createCodec(`through-${form}`, { range: 'limited', matrix: 'bt709' })
    expect((await metrics(picture, (await limited.apply(picture, best)).restored, ['psnr'])).psnr).toBeGreaterThan(50) // prettier-ignore
  })

  test('what was encoded here can be decoded alone', async () => {
    const codec = defineCodec(through(form, { pixelFormats: ['yuv444p'] }))
    const bytes = await codec.encode(picture, best)
    expect((await codec.decode(bytes)).shape).toEqual([26, 37, 3])
    const copy = codec.decode(Uint8Array.from(bytes))
    if (form === 'y4m') expect((await copy).shape).toEqual([26, 37, 3])
    else await expect(copy).rejects.toThrow(/do not say their size: use apply/)
    const large = makePicture({ width: 160, height: 120 })
    const long = await codec.encode(large, best)
    expect((await codec.decode(long)).shape).toEqual([120, 160, 3])
    expect(codec.decodeSync(long).shape).toEqual([120, 160, 3])
  })
})

test('raw planes of RGB', async () => {
  const codec = defineCodec(through('yuv', { pixelFormats: ['gbrp', 'rgb24'] }))
  expect((await codec.apply(picture, best)).restored.data).toEqual(picture.data)
})

test('targets, the list of codecs and calls are those of every codec', async () => {
  const codec = defineCodec(through('ppm', { name: 'quantised' }))
  const { quality, restored, tries } = await codec.apply(picture, { target: { psnr: 35 } })
  expect(tries!.length).toBeGreaterThan(1)
  expect((await metrics(picture, restored, ['psnr'])).psnr).toBeGreaterThanOrEqual(35)
  expect((await codec.apply(picture, { quality: quality + 1 })).nBytes).toBeLessThan(Infinity)
  expect(codec.calls.at(-1)!.args).toContain('decode')
  expect(codecs()).toContainEqual(
    expect.objectContaining({ name: 'quantised', backend: 'cli', version: '1.0', available: true }),
  )
  expect(codec.qualityPoints(4)).toEqual([32, 22, 11, 1])
  expect(createCodec('quantised' as string, { quality: 7 }).defaultQuality).toBe(7)
})

test('a container that is declared does not count', async () => {
  const bare = await defineCodec(through('png')).apply(picture, best)
  const inside = await defineCodec(through('png', { containerBytes: 40 })).apply(picture, best)
  expect(inside.nBytes).toBe(bare.nBytes - 40)
  expect(inside.bytes.length).toBe(bare.bytes.length)
})

test('commands get every value, also of options of their own', async () => {
  const values = ['{quality}', '{width}x{height}', '{bitDepth}', '{pixelFormat}', '{chroma}']
  const codec = defineCodec(
    through('y4m', {
      pixelFormats: ['yuv420p10le'],
      options: { level: { type: 'int', min: 0, max: 9, default: 5, help: 'how hard' } },
      encode: [...quantise, 'encode', '{input.y4m}', '{output}', ...values, '-l{level}', '{here}'],
      folder: '/somewhere',
      extension: '.mine',
    }),
    { level: 7 },
  )
  await codec.encode(picture, best)
  const { args } = codec.calls.at(-1)!
  expect(args.slice(4)).toEqual(['1', '37x26', '10', 'yuv420p10le', '420', '-l7', '/somewhere'])
  expect(args.slice(2, 4)).toEqual([
    expect.stringMatching(/in\.y4m$/),
    expect.stringMatching(/out\.mine$/),
  ])
  expect(codec.fileExtension).toBe('.mine')
  expect(() => createCodec('through-y4m' as string, { level: 10 })).toThrow(RangeError)
  expect(() => createCodec('through-y4m' as string, { levle: 1 })).toThrow("did you mean 'level'")
})

describe('what programs do', () => {
  const program = (name: string) => [process.execPath, script(name)]
  const files = ['{input.png}', '{output}']

  test.each([
    ['fail', 'ERR_CHILD'],
    ['die', 'ERR_CHILD'],
  ])('%s: %s', async (name, code) => {
    const codec = defineCodec(through('png', { encode: [...program(name), ...files] }))
    const error = await failure(() => codec.encode(picture))
    expect(error).toMatchObject({ code, codec: 'through-png' })
  })

  test('one that hangs is ended in time', async () => {
    const codec = defineCodec(
      through('png', { encode: [...program('hang'), ...files], timeout: 500 }),
    )
    expect(await failure(() => codec.encode(picture))).toMatchObject({ code: 'ERR_TIMEOUT' })
  })

  test('one that is missing says how to get it', async () => {
    const encode = ['no-such-encoder', ...files]
    const codec = defineCodec(through('png', { encode, install: 'build it yourself' }))
    expect(codec.available()).toBe(false)
    const error = await failure(() => codec.encode(picture))
    expect(error).toMatchObject({ code: 'ERR_UNAVAILABLE' })
    expect(error.message).toMatch(/no program no-such-encoder; build it yourself/)
  })

  test('half of a frame is an error, as damaged streams are', async () => {
    const decode = [...quantise, 'decode', '{input}', '{output.yuv}']
    const codec = defineCodec(through('png', { decode }))
    const bytes = await codec.encode(picture)
    // what comes back is a PNG, shorter than the planes
    const error = await failure(() => codec.decode(bytes))
    expect(error).toBeInstanceOf(CodecError)
    expect(error).toMatchObject({ code: 'ERR_DECODE' })
    const whole = defineCodec(through('png'))
    for (const cut of [0, 1, bytes.length >> 1]) {
      const broken = await failure(() => whole.decode(bytes.slice(0, cut)))
      expect(['ERR_DECODE', 'ERR_CHILD']).toContain((broken as CodecError).code)
    }
  })
})

test.each<[string, object, RegExp]>([
  ['no name', { name: undefined }, /name: expected lower case/],
  ['a name of the table', { name: 'x265' }, /a codec of the library's own/],
  ['an unknown key', { encod: [] }, /key 'encod' is not known; did you mean 'encode'/],
  ['no encoder', { encode: undefined }, /encode: expected a program/],
  ['no input', { encode: ['a', '{output}'] }, /expected \{input\.png\}/],
  ['no stream', { decode: ['a', '{output.png}'] }, /and \{input\}/],
  [
    'another form',
    { encode: ['a', '{input.bmp}', '{output}'] },
    /\{input\.bmp\}: expected \{input\.png\}/,
  ],
  [
    'a form of no name',
    { encode: ['a', '{input.toString}', '{output}'] },
    /\{input\.toString\}: exp/,
  ],
  ['a placeholder', { encode: ['a', '{input.png}', '{output}', '{qualtiy}'] }, /'quality'/],
  ['Y4M without formats', { encode: ['a', '{input.y4m}', '{output}'] }, /pixelFormats: expected/],
  ['planes in a PNG', { pixelFormats: ['yuv420p'] }, /cannot hold 'yuv420p'/],
  ['no scale', { quality: { worst: 1 } }, /quality: expected/],
  ['a container', { containerBytes: -1 }, /containerBytes: expected an integer from 0/],
  ['an extension', { extension: 'bin' }, /expected '\.name'/],
])('%s is a mistake that names its key', (_what, wrong, message) => {
  expect(() => defineCodec({ ...through('png'), ...wrong } as ProgramDescription)).toThrow(message)
})

test('it is a Codec, and its options are checked', async () => {
  const codec = defineCodec(through('png'))
  expect(codec).toBeInstanceOf(Codec)
  expect(await failure(() => codec.encode(picture, { quality: 33 }))).toBeInstanceOf(RangeError)
  const more = createCodec('through-png' as string, { options: { crf: 1 } })
  expect(await failure(() => more.encode(picture))).toBeInstanceOf(TypeError)
  const alpha = makePicture({ width: 8, height: 8, channels: 4 })
  expect(await failure(() => codec.encode(alpha))).toBeInstanceOf(TypeError)
})
