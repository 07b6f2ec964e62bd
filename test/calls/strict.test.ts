import '../lab/processes'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AV1, decode, encode, metrics, PNG, readImage, readImageSync } from '../../lib'
import { pngChunks } from '../../lib/bitstream/png'
import { makePicture } from '../helpers/pictures'
import { runCli } from '../helpers/run_cli'
import { itWhere } from '../helpers/where'

// `strict` of one call: what would be a warning about a file is an error, on every way to read it.

const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-strict-'))
afterAll(() => rmSync(folder, { recursive: true }))
const picture = makePicture({ width: 40, height: 24 })
const codec = new PNG()
const whole = codec.encodeSync(picture)

/** One chunk more, whose CRC is wrong. */
function withWrongCrc(bytes: Uint8Array): Uint8Array {
  const chunk = Buffer.from([0, 0, 0, 4, ...Buffer.from('gAMA'), 0, 0, 177, 143, 1, 2, 3, 4])
  const at = pngChunks(bytes)[1]!.start
  return Uint8Array.from([...bytes.subarray(0, at), ...chunk, ...bytes.subarray(at)])
}

const passedOver = withWrongCrc(whole)
const path = join(folder, 'a.png')
writeFileSync(path, passedOver)

const calls: [string, (file: Uint8Array, options: object) => Promise<unknown>][] = [
  ['Codec.decode', (file, options) => codec.decode(file, options)],
  ['Codec.decodeSync', async (file, options) => codec.decodeSync(file, options)],
  ['Codec.decode, isolated', (file, options) => codec.decode(file, { ...options, isolate: true })],
  ['decode', (file, options) => decode(file, options)],
  ['readImage', (file, options) => readImage(file, options)],
  ['readImage, isolated', (file, options) => readImage(file, { ...options, isolate: true })],
  ['readImageSync', async (file, options) => readImageSync(file, options)],
  ['encode of a file', (file, options) => encode(file, { codec: 'qoi', ...options })],
  ['apply of a file', (file, options) => codec.apply(file, options)],
  ['metrics', (file, options) => metrics(picture, file, ['mse'], options)],
]

describe.each(calls)('%s', (_, call) => {
  test('shows the picture, and refuses it where it is strict', async () => {
    await expect(call(passedOver, {})).resolves.toBeDefined()
    await expect(call(passedOver, { strict: false })).resolves.toBeDefined()
    await expect(call(passedOver, { strict: true })).rejects.toMatchObject({
      code: 'ERR_DECODE',
      message: expect.stringMatching(/gAMA at 33 has a wrong CRC/) as string,
    })
    await expect(call(whole, { strict: true })).resolves.toBeDefined()
  }, 60_000)

  test('anything but a boolean is an error that names it', async () => {
    await expect(call(whole, { strict: 'yes' })).rejects.toThrow(/strict: expected/)
  })
})

test('a call may be less strict than the codec', () => {
  const strict = new PNG({ strict: true })
  expect(() => strict.decodeSync(passedOver)).toThrow(/wrong CRC/)
  expect(strict.decodeSync(passedOver, { strict: false }).warnings).toHaveLength(1)
})

test('damaged metadata is a warning, and an error where it is strict', async () => {
  const exif = Buffer.from([0, 0, 0, 4, ...Buffer.from('eXIf'), 1, 2, 3, 4, 0x4e, 0x6f, 0x21, 0x32])
  const at = pngChunks(whole)[1]!.start
  const file = Uint8Array.from([...whole.subarray(0, at), ...exif, ...whole.subarray(at)])
  expect((await readImage(file)).warnings).toBeDefined()
  await expect(readImage(file, { strict: true })).rejects.toMatchObject({ code: 'ERR_DECODE' })
})

itWhere(new AV1({ strict: true }).available(), 'no libaom here')(
  'it asks the decoder that looks harder',
  async () => {
    const av1 = new AV1({ effort: 0 })
    const stream = av1.encodeSync(picture)
    const [plain, strict] = [av1.decodeSync(stream), await av1.decode(stream, { strict: true })]
    expect(strict.data).toEqual(plain.data)
  },
)

test('the program: --strict', async () => {
  const lax = await runCli(['decode', path, join(folder, 'out.ppm')], { timeout: 100_000 })
  expect(lax.code).toBe(0)
  const args = ['decode', path, join(folder, 'strict.ppm'), '--strict']
  const { code, stderr } = await runCli(args, { timeout: 100_000 })
  expect([code, stderr]).toEqual([1, expect.stringMatching(/wrong CRC/)])
}, 120_000)
