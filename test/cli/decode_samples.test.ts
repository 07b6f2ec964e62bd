import { readFileSync } from 'node:fs'
import { readNpy } from '../../lib/bitstream/npy'
import { JPEG, JPEG2000, readImageSync } from '../../lib/index'
import { pictureFolder } from '../helpers/cli_pictures'
import { cliJson, runCli } from '../helpers/run_cli'

// `decode --as`, `--layout` and `--bit-depth` write what decode() gives by these names.

const at = pictureFolder({ 'in.png': [23, 17, 3], 'gray.png': [23, 17, 1] })
const timeout = 60_000
const stream = at('in.j2k')
const codec = new JPEG2000({ format: 'j2k' })
const jpeg = new JPEG({ subsampling: '4:2:0' })

beforeAll(() => {
  const deep = readImageSync(at('in.png'), { bitDepth: 12 })
  codec.encodeSync(deep, { to: stream, quality: 1 })
  jpeg.encodeSync(at('in.png'), { to: at('in.jpg') })
})

const written = async (out: string, ...args: string[]) => {
  const input = args.includes('planes') ? at('in.jpg') : stream
  return cliJson<object>(['decode', input, at(out), ...args], { timeout })
}

test('float32 and chw, to .npy', async () => {
  const { data } = codec.decodeSync(stream, { as: 'float32', layout: 'chw' })
  const told = await written('f.npy', '--as', 'float32', '--layout', 'chw')
  expect(told).toMatchObject({ width: 23, height: 17, channels: 3, as: 'float32' })
  expect(readNpy(readFileSync(at('f.npy')))).toEqual({ data, shape: [3, 17, 23] })
  await written('h.npy', '--as', 'float32')
  const hwc = codec.decodeSync(stream, { as: 'float32' })
  expect(readNpy(readFileSync(at('h.npy')))).toEqual({ data: hwc.data, shape: [17, 23, 3] })
})

test('gray planes are planes, too', async () => {
  const args = ['decode', at('gray.png'), at('g.npy'), '--layout', 'chw']
  expect(await runCli(args, { timeout })).toMatchObject({ code: 0, stderr: '' })
  expect(readNpy(readFileSync(at('g.npy'))).shape).toEqual([1, 17, 23])
})

test('.raw: floats, planes per channel, and planes as they are coded', async () => {
  const floats = codec.decodeSync(stream, { as: 'float32', layout: 'chw' })
  await written('f.raw', '--as', 'float32', '--layout', 'chw')
  expect(readFileSync(at('f.raw'))).toEqual(Buffer.from(floats.data.buffer))
  const { planes, pixelFormat } = jpeg.decodeSync(at('in.jpg'), { as: 'planes' })
  expect(await written('p.raw', '--as', 'planes')).toMatchObject({ pixelFormat, width: 23 })
  expect(planes).toHaveLength(3)
  expect(readFileSync(at('p.raw'))).toEqual(Buffer.concat(planes as Uint8Array[]))
})

test('--bit-depth is that of the file', async () => {
  expect(await written('8.png', '--bit-depth', '8')).toMatchObject({ bitDepth: 8 })
  const { data, bitDepth } = readImageSync(at('8.png'))
  expect([data, bitDepth]).toEqual([codec.decodeSync(stream, { bitDepth: 8 }).data, 8])
})

const mistakes: [string[], RegExp][] = [
  [
    ['x.png', '--as', 'float32'],
    /--as float32: expected OUT or --to of \.npy or \.raw, got '\.png'/,
  ],
  [['x.npy', '--as', 'planes'], /--as planes: expected OUT or --to of \.raw/],
  [['x.jpg', '--layout', 'chw'], /--layout chw: expected OUT or --to of \.npy or \.raw/],
  [['x.npy', '--as', 'floats'], /Allowed choices are pixels, float32, planes/],
  [['x.png', '--bit-depth', '7'], /--bit-depth: expected an integer from 8 to 16/],
  [['x.raw', '--as', 'planes', '--bit-depth', '8'], /--bit-depth: expected none for planes/],
]
test.each(mistakes)('%s', async ([out, ...args], message) => {
  const { code, stderr } = await runCli(['decode', stream, at(out!), ...args], { timeout })
  expect([code, stderr]).toEqual([2, expect.stringMatching(message)])
})

test('a batch is refused as a whole', async () => {
  const args = ['decode', stream, at('gray.png'), '--out', at('many'), '--as', 'float32']
  const { code, stderr } = await runCli(args, { timeout })
  expect([code, stderr]).toEqual([2, expect.stringMatching(/expected OUT or --to/)])
  const done = await runCli([...args, '--to', 'npy'], { timeout })
  expect([done.code, done.stdout]).toEqual([0, expect.stringMatching(/3 channels of float32/)])
})
