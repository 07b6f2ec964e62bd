import { createCodec, encode, JPEG2000, JXL, PNG, probe, WebP } from '../../lib/index'
import { codecTable } from '../../lib/codecs/index'
import { rowsOf } from '../../lib/codecs/resolve'
import { any } from '../helpers/mistakes'
import { makePicture } from '../helpers/pictures'
import { itWhere } from '../helpers/where'

// What `nodecodecs help CODEC` says of the default of bitDepth is what is coded, and what becomes of floats.

const deep = makePicture({ width: 32, height: 24, bitDepth: 10 })
const withRow = codecTable.flatMap(({ name }) => {
  const row = rowsOf(codecTable.find((descriptor) => descriptor.name === name)!).bitDepth
  return row ? [[name, row.help] as const] : []
})

describe.each(withRow)('%s: %s', (name, help) => {
  const codec = createCodec(name)
  const testHere = itWhere(codec.available(), `${name} is not available`)

  testHere('is what a 10-bit picture is coded in', async () => {
    const { bitDepth } = await probe(await codec.encode(deep))
    if (/default: 8/.test(help)) expect(bitDepth).toBe(8)
    else expect(help).toMatch(/default: the picture's/)
    if (/default: the picture's/.test(help)) expect(bitDepth).toBeGreaterThan(8)
  })

  if (!/lossless/.test(help)) return
  testHere('and lossless', async () => {
    const exact = createCodec(name, any({ lossless: true }))
    expect((await probe(await exact.encode(deep))).bitDepth).toBe(10)
  })
})

describe('float samples, lossless', () => {
  const [width, height] = [16, 12]
  const between = Float32Array.from({ length: width * height * 3 }, (_, i) => (i % 1000) / 999)
  const onCodes = between.map((value) => Math.round(value * 255) / 255)
  const picture = (data: Float32Array, more: object = {}) => ({ data, width, height, ...more })
  const told = async (codec: { encode: (image: never) => Promise<object> }, image: object) =>
    ((await codec.encode(any(image))) as { warnings?: string[] }).warnings
  const warning = [expect.stringMatching(/^lossless of float samples is that of their 8-bit codes/)]

  test.each([
    ['jxl', new JXL({ lossless: true })],
    ['jxl by its distance', new JXL({ quality: 0 })],
    ['jpeg2000', new JPEG2000({ lossless: true })],
    ['webp', new WebP({ lossless: true })],
  ])('%s says that they are rounded', async (_name, codec) => {
    expect(await told(codec, picture(between))).toEqual(warning)
    expect(await told(codec, picture(onCodes))).toBeUndefined()
  })

  test('a depth that is told is meant, and lossy or always lossless codecs say nothing', async () => {
    expect(
      await told(new JXL({ lossless: true }), picture(between, { bitDepth: 8 })),
    ).toBeUndefined()
    for (const codec of [new JXL(), new WebP(), new PNG()]) {
      expect(await told(codec, picture(between))).toBeUndefined()
    }
  })

  test('16 bits are kept to the bit where they are asked for', async () => {
    const sixteen = between.map((value) => Math.round(value * 65535) / 65535)
    for (const image of [picture(sixteen), picture(sixteen, { bitDepth: 16 })]) {
      const options = { lossless: true, ...('bitDepth' in image ? {} : { bitDepth: 16 as const }) }
      const { bytes, restored } = await new JXL(options).apply(image)
      expect((await probe(bytes)).bitDepth).toBe(16)
      expect(Math.max(...restored.data.map((v, i) => Math.abs(v - sixteen[i]!)))).toBeLessThan(1e-6)
    }
    expect((await probe(await encode(picture(sixteen), { codec: 'jxl' }))).bitDepth).toBe(8)
  })
})
