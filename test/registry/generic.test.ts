import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCodec, decode, encode, inspect } from '../../lib/index'
import { addon } from '../../lib/backends/native/addon'
import { itWhere } from '../helpers/where'

const [width, height] = [48, 40]
const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => 128 + 90 * Math.sin(i / 97))
const image = { data, width, height, channels: 3 }

let folder: string
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'nodecodecs-any-'))))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const files = [
  ['x.avif', 'heif', 'avif'],
  ['x.heic', 'heif', 'heic'],
  ['x.bpg', 'bpg', 'bpg'],
  ['x.webp', 'webp', 'webp'],
  ['x.hevc', 'hevc', 'x265'],
  ['x.ivf', 'ivf', 'av1'],
  ['x.j2k', 'jpeg2000', 'jpeg2000'],
] as const

// An addon of `npm run prebuilt -- --lgpl` has no x265.
for (const [name, format, codec] of files) {
  const itCodes = itWhere(createCodec(codec).available(), `there is no ${codec} here`)
  itCodes(`${name} is written by its extension and read by its bytes`, async () => {
    const to = join(folder, name)
    const bytes = await encode(image, { to })
    expect(Buffer.compare(readFileSync(to), bytes)).toBe(0)
    expect(inspect(bytes)).toMatchObject({ format, width, height })
    expect((await decode(to)).shape).toEqual([height, width, 3])
    expect((await decode(bytes)).shape).toEqual([height, width, 3])
  })
}

test('codec and its options may be named', async () => {
  const options = { format: 'ivf', usage: 'allintra', speed: 8 } as const
  const bytes = await encode(image, { codec: 'av1', options, quality: 40 })
  expect(Buffer.from(bytes.subarray(8, 12)).toString()).toBe('AV01')
  expect((await decode(bytes)).shape).toEqual([height, width, 3])
})

test('what no codec has is refused', async () => {
  await expect(encode(image, { to: join(folder, 'x.doc') })).rejects.toThrow(TypeError)
  await expect(encode(image, { codec: 'weebp' as string })).rejects.toThrow(/webp/)
  await expect(decode(Uint8Array.of(1, 2, 3))).rejects.toMatchObject({ code: 'ERR_DECODE' })
  await expect(
    encode(image, { to: join(folder, 'x.webp'), options: { metod: 1 } }),
  ).rejects.toThrow(/method/)
})

// The addon without libtiff or libdeflate has libavcodec's readers alone.
const own = [
  ['png', 'libdeflate'],
  ['tiff', 'libtiff'],
].filter(([, decoder]) => addon()?.has(decoder!, 'decoder'))

itWhere(own.length > 0, 'no addon with libtiff')(
  'an encoder of FFmpeg is read back by the decoders of the table',
  () => {
    for (const [name, decoder] of own) {
      const { descriptor } = createCodec(`ffmpeg:${name}`)
      expect(descriptor.decoders[0]).toBe(decoder)
      expect(descriptor.unfit).toBeDefined()
    }
  },
)
