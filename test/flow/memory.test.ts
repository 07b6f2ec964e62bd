import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decode, encode, metrics, PNG, readImage, readImageSync, WebP } from '../../lib/index'
import { CodecError } from '../../lib/errors'
import { codecFailure, codecFailureSync } from '../helpers/failures'
import { makePicture } from '../helpers/pictures'
import { allEntries, describeEntries } from '../helpers/table'

// `maxMemory` is asked before a decoder begins: on every path, of every codec and backend.

const side = 512
const image = makePicture({ width: side, height: side })
const maxMemory = 2 ** 20 // four bytes for a pixel

/** `options.backend` of a codec that reads one of 512 x 512 by at most four bytes a pixel. */
const tooLittle = { code: 'ERR_LIMIT', message: expect.stringContaining('maxMemory') as string }

describeEntries(allEntries, ({ make, descriptor }) => {
  it('a picture that would take more is ERR_LIMIT', async () => {
    const stream = await make().encode(image)
    const frugal = make({ maxMemory })
    // Baseline JPEG takes three bytes a pixel: it fits.
    const fits = descriptor.name === 'jpeg'
    if (fits) expect((await frugal.decode(stream)).shape).toEqual([side, side, 3])
    else expect(await codecFailure(() => frugal.decode(stream))).toMatchObject(tooLittle)
  })

  it('what apply decodes of its own picture is not asked', async () => {
    const { restored } = await make({ maxMemory }).apply(image)
    expect(restored.shape).toEqual([side, side, 3])
  })
})

describe('paths', () => {
  let folder = ''
  let path = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'nodecodecs-memory-'))
    path = join(folder, 'a.png')
    writeFileSync(path, new PNG().encodeSync(image))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const calls: [string, () => Promise<unknown>][] = [
    ['readImage', () => readImage(path, { maxMemory })],
    ['encode(path)', () => new PNG({ maxMemory }).encode(path)],
    ['encode(path, codec)', () => encode(path, { codec: 'webp', options: { maxMemory } })],
    ['apply(path)', () => new WebP({ maxMemory }).apply(path)],
    ['decode(path)', () => decode(path, { options: { maxMemory } })],
    ['metrics(path, path)', () => metrics(path, path, ['mse'], { maxMemory })],
  ]
  it.each(calls)('%s keeps to it', async (_, call) => {
    expect(await codecFailure(call)).toMatchObject(tooLittle)
  })

  it('the sync calls too', () => {
    expect(codecFailureSync(() => readImageSync(path, { maxMemory }))).toMatchObject(tooLittle)
  })
})

describe('by default', () => {
  // SIZ of 16,000 x 16,000 in three components of 8 bits (T.800 A.5.1), and nothing else.
  const word = (value: number, size: number) =>
    Array.from({ length: size }, (_, i) => Math.floor(value / 256 ** (size - 1 - i)) & 255)
  const siz = [
    ...word(47, 2),
    ...word(0, 2),
    ...[16000, 16000, 0, 0, 16000, 16000, 0, 0].flatMap((value) => word(value, 4)),
    ...word(3, 2),
    ...[7, 1, 1, 7, 1, 1, 7, 1, 1],
  ]
  const cod = [0xff, 0x52, ...word(12, 2), 0, 0, 0, 1, 0, 5, 4, 4, 0, 0]
  const qcd = [0xff, 0x5c, ...word(5, 2), 0, 0x40, 0x40]
  const sot = [0xff, 0x90, ...word(10, 2), 0, 0, ...word(15, 4), 0, 1]
  const j2k = Uint8Array.from([
    0xff,
    0x4f,
    0xff,
    0x51,
    ...siz,
    ...cod,
    ...qcd,
    ...sot,
    0xff,
    0x93,
    0,
    0xff,
    0xd9,
  ])

  it('a JPEG 2000 of a hundred bytes that says 16,000 x 16,000 is refused', async () => {
    const before = process.memoryUsage().rss
    const error = await decode(j2k).then(
      () => undefined,
      (e: unknown) => e as CodecError,
    )
    expect(error).toBeInstanceOf(CodecError)
    expect(error).toMatchObject({ code: 'ERR_LIMIT' })
    expect(process.memoryUsage().rss - before).toBeLessThan(256 * 2 ** 20)
  })
})
