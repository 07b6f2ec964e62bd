import { join } from 'node:path'
import { createCodec, defineCodec, metrics, type ProgramDescription } from '../../lib/index'
import { makePicture, makePlanes } from '../helpers/pictures'

// Programs that take multiples of something: pictures of other sizes are padded, and cropped again.

const quantise = [process.execPath, join(__dirname, '../programs/quantise.js')]

const through = (form: string, more: Partial<ProgramDescription>): ProgramDescription => ({
  name: `padded-${form}`,
  encode: [...quantise, 'encode', `{input.${form}}`, '{output}', '1', '{width}x{height}'],
  decode: [...quantise, 'decode', '{input}', `{output.${form}}`],
  ...more,
})

const picture = makePicture({ width: 37, height: 26 })
const sizeGiven = (codec: { calls: readonly { args: readonly string[] }[] }) =>
  codec.calls.at(-2)!.args.at(-1)

test.each(['png', 'ppm', 'y4m', 'yuv'])('.%s files of multiples of 8', async (form) => {
  const codec = defineCodec(
    through(form, {
      multipleOf: 8,
      ...(form === 'y4m' || form === 'yuv' ? { pixelFormats: ['yuv444p10le'] } : {}),
    }),
  )
  const { restored, nBytes, bytes } = await codec.apply(picture)
  expect(sizeGiven(codec)).toBe('40x32')
  expect(restored).toMatchObject({ shape: picture.shape, data: picture.data })
  expect(nBytes).toBe(bytes.length + 4)
  expect(codec.applySync(picture).restored.data).toEqual(picture.data)
  expect((await codec.decode(bytes)).shape).toEqual(picture.shape)
  const like = await codec.decode(Uint8Array.from(bytes), { like: picture })
  expect(like.data).toEqual(picture.data)
})

test.each(['png', 'ppm'])('.%s: gray and 16 bits', async (form) => {
  const pixelFormats = form === 'png' ? ['gray', 'rgb48be', 'gray16be'] : ['rgb48be']
  const codec = defineCodec(through(form, { name: `deep-${form}`, multipleOf: 5, pixelFormats }))
  const deep = makePicture({ width: 19, height: 11, bitDepth: 16 })
  expect((await codec.apply(deep)).restored.data).toEqual(deep.data)
  expect(sizeGiven(codec)).toBe('20x15')
})

test('the last row and column are what is added', async () => {
  const codec = defineCodec(through('png', { name: 'looked-at', multipleOf: 4 }))
  const bytes = Uint8Array.from(await codec.encode(makePicture({ width: 5, height: 3 })))
  const { shape, data } = await codec.decode(bytes)
  expect(shape).toEqual([4, 8, 3])
  const at = (x: number, y: number) => [...data.slice(3 * (8 * y + x), 3 * (8 * y + x) + 3)]
  expect(at(7, 0)).toEqual(at(4, 0))
  expect(at(0, 3)).toEqual(at(0, 2))
  expect(at(7, 3)).toEqual(at(4, 2))
})

test('4:2:0 of odd sizes, as pixels and as planes', async () => {
  const even = { name: 'even', multipleOf: 2, pixelFormats: ['yuv420p'] }
  const codec = defineCodec(through('yuv', even))
  const { restored } = await codec.apply(picture)
  expect(sizeGiven(codec)).toBe('38x26')
  expect((await metrics(picture, restored, ['psnr'])).psnr).toBeGreaterThan(30)
  const planes = makePlanes('yuv420p', 21, 13)
  const back = await codec.apply(planes)
  expect(sizeGiven(codec)).toBe('22x14')
  expect(back.restored).toMatchObject({ width: 21, height: 13, planes: planes.planes })
})

test('what is a multiple already is as it was, and has no size to count', async () => {
  defineCodec(through('ppm', { name: 'fits', multipleOf: 2, containerBytes: 10 }))
  const { nBytes, bytes } = await createCodec('fits' as string).apply(
    makePicture({ width: 18, height: 12 }),
  )
  expect(nBytes).toBe(bytes.length - 10)
})
