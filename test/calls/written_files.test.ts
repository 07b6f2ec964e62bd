import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  AV1,
  createCodec,
  decode,
  defineCodec,
  encode,
  JPEG2000,
  PNG,
  probe,
  readImage,
  WebP,
  writeImage,
  writeImageSync,
} from '../../lib/index'
import { codecTable } from '../../lib/codecs/index'
import { formatOf } from '../../lib/codecs/resolve'
import { any, failure, type Mistake } from '../helpers/mistakes'
import { makePicture } from '../helpers/pictures'

// Where files are written: paths and file: URLs, under a name that says what they are.

const image = makePicture({ width: 16, height: 12 })

let folder: string
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'nodecodecs-written-ä ')))) // URLs escape these
afterAll(() => rmSync(folder, { recursive: true }))
const at = (name: string): string => join(folder, name)
const url = (name: string): URL => pathToFileURL(at(name))

describe('a file: URL is a path', () => {
  const writers: [string, (name: string) => unknown, file: string][] = [
    ['encode', (name) => encode(image, { to: url(name) }), 'encode.webp'],
    ['encode, in a text', (name) => encode(image, { to: url(name).href }), 'text.png'],
    ['encode, with the codec', (name) => new WebP().encode(image, { to: url(name) }), 'of.webp'],
    ['encode, a format', (name) => encode(image, { codec: 'j2k', to: url(name) }), 'format.j2k'],
    ['encodeSync', (name) => new PNG().encodeSync(image, { to: url(name) }), 'sync.png'],
    ['writeImage', (name) => writeImage(url(name), image), 'write.png'],
    ['writeImageSync', (name) => writeImageSync(url(name), image), 'write_sync.ppm'],
    ['decode', (name) => decode(new PNG().encodeSync(image), { to: url(name) }), 'decode.png'],
  ]
  test.each(writers)('%s', async (_name, write, file) => {
    await write(file)
    expect((await readImage(url(file))).shape).toEqual([12, 16, 3])
  })

  test('apply keeps both', async () => {
    const kept = { encoded: url('both.webp'), decoded: url('both.png') }
    await new WebP().apply(image, kept)
    expect((await probe(at('both.webp'))).format).toBe('webp')
    expect((await probe(at('both.png'))).format).toBe('png')
  })
})

const mistakes: Mistake[] = [
  [
    'WebP under a name of PNG',
    () => encode(image, { codec: 'webp', to: at('x.png') }),
    'TypeError',
    /^encode: to: expected a name in \.webp, as webp writes it, got '.*x\.png'$/,
  ],
  [
    'the same sync',
    () => new WebP().encodeSync(image, { to: at('x.PNG') }),
    'TypeError',
    /\.webp,/,
  ],
  [
    'apply',
    () => new WebP().apply(image, { encoded: at('x.jpg') }),
    'TypeError',
    /^apply: encoded/,
  ],
  [
    'a bare codestream that would be a JP2',
    () => new JPEG2000().encode(image, { to: at('x.j2k') }),
    'TypeError',
    /expected a name in \.jp2, .*; for \.j2k, format: 'j2k'$/,
  ],
  [
    'OBUs as IVF',
    () => new AV1().encode(image, { to: at('x.ivf') }),
    'TypeError',
    /format: 'ivf'$/,
  ],
  [
    'a URL of the web',
    () => encode(image, { to: 'https://a.b/x.png' }),
    'TypeError',
    /^encode: to: /,
  ],
  ['no name', () => encode(image, { codec: 'png', to: '' }), 'TypeError', /^encode: to: .*empty/],
  [
    'true',
    () => decode(new PNG().encodeSync(image), { to: any(true) }),
    'TypeError',
    /^decode: to: .*got Boolean$/,
  ],
]
test.each(mistakes)(
  '%s: refused before anything is encoded',
  async (_name, call, error, message) => {
    const told = await failure(call)
    expect([told.constructor.name, told.message]).toEqual([error, expect.stringMatching(message)])
    for (const name of ['x.png', 'x.PNG', 'x.jpg', 'x.j2k', 'x.ivf']) {
      expect(existsSync(at(name))).toBe(false)
    }
  },
)

describe('each codec', () => {
  test.each(codecTable.map(({ name }) => name))('%s writes under its own name', async (name) => {
    const codec = createCodec(name)
    const { descriptor } = codec
    const { aliases = [] } = formatOf(descriptor, codec.options)
    for (const extension of [codec.fileExtension, ...aliases, '.bin', '']) {
      const told = await failure(() => codec.encode(image, { to: at(`own${extension}`) }))
      expect(told.message).not.toMatch(/expected a name/)
    }
  })

  test('a program of somebody chooses its own', async () => {
    const copy = ['sh', '-c', 'cp "$0" "$1"']
    const codec = defineCodec({
      name: 'copied',
      encode: [...copy, '{input.png}', '{output}'],
      decode: [...copy, '{input}', '{output.png}'],
    })
    await codec.encode(image, { to: at('copied.png') })
    expect((await readImage(at('copied.png'))).shape).toEqual([12, 16, 3])
  })
})
