import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decode, encode, readImage, readMetadata, writeImage } from '../../lib/index'
import { any, failure, type Mistake } from '../helpers/mistakes'
import { makePicture } from '../helpers/pictures'

// What new users give for a picture. Every message says what it is and the way out.

let folder: string
let photo: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nodecodecs-mistakes-'))
  photo = join(folder, 'photo.png')
  await writeImage(photo, makePicture({ width: 32, height: 24 }))
})
afterAll(() => rmSync(folder, { recursive: true }))

const pictures: Mistake[] = [
  ['no such file', () => encode('nope.png', { codec: 'webp' }), 'Error', /^ENOENT.*'nope\.png'/],
  ['a folder', () => encode(folder, { codec: 'webp' }), 'Error', /^EISDIR: '.*' is a folder$/],
  [
    'an address',
    () => encode('https://example.com/a.png', { codec: 'webp' }),
    'TypeError',
    /^image: expected a path .*await \(await fetch\(url\)\)\.arrayBuffer\(\)$/,
  ],
  [
    'base64',
    () => encode(Buffer.alloc(9000).toString('base64'), { codec: 'webp' }),
    'TypeError',
    /^path: expected at most 4096 .*Buffer\.from\(text, 'base64'\)$/,
  ],
  [
    'samples without their size',
    () => encode(new Uint8Array(99), { codec: 'webp' }),
    'CodecError',
    /^no known format begins with 0+; samples are \{ data, width, height, channels \}, of sharp /,
  ],
  [
    'wider samples without their size',
    () => encode(any(new Uint16Array(99)), { codec: 'webp' }),
    'TypeError',
    /^image: .*, got Uint16Array; with its size: \{ data, width, height, channels \}$/,
  ],
  [
    'rows',
    () => encode(any([[1], [2]]), { codec: 'webp' }),
    'TypeError',
    /got Array; a typed array/,
  ],
  [
    'several pictures',
    () => encode(any([photo, photo]), { codec: 'webp' }),
    'TypeError',
    /got Array; one picture a call$/,
  ],
  ['no name', () => encode('', { codec: 'webp' }), 'TypeError', /^image: .* got an empty text$/],
  [
    'a Blob where nothing waits for it',
    () => Promise.resolve().then(() => readMetadata(new Blob([]))),
    'TypeError',
    /^readMetadata: a Blob .*: await blob\.arrayBuffer\(\)$/,
  ],
  [
    'a folder that is not there, for the stream',
    () => encode(photo, { to: join(folder, 'no', 'a.webp') }),
    'Error',
    /^ENOENT: encode: to: there is no folder '.*no' .*mkdir\('.*no', /,
  ],
  [
    'and for the picture',
    () => writeImage(join(folder, 'no', 'a.png'), makePicture({ width: 8, height: 8 })),
    'Error',
    /^ENOENT: writeImage: path: there is no folder /,
  ],
  [
    'a picture that is still being read',
    () => encode(any(readImage(photo)), { codec: 'webp' }),
    'TypeError',
    /^image: .*, got Promise; await it$/,
  ],
  [
    'an answer of fetch',
    () => encode(any(new Response('')), { codec: 'webp' }),
    'TypeError',
    /^image: .*, got Response; await response\.arrayBuffer\(\)$/,
  ],
  [
    'the same to decode',
    () => decode(any(new Response(''))),
    'TypeError',
    /^decode: .*, got Response; await response\.arrayBuffer\(\)$/,
  ],
  [
    'an open file',
    async () => {
      const handle = await open(photo)
      try {
        await readImage(any(handle))
      } finally {
        await handle.close()
      }
    },
    'TypeError',
    /^readImage: .*, got FileHandle; await handle\.readFile\(\)$/,
  ],
  [
    "a file's bytes in a text",
    () => readImage(readFileSync(photo, 'latin1').slice(0, 90)),
    'TypeError',
    /^path: .*null characters; a file's bytes are a Buffer/,
  ],
  ['a GIF', () => readImage(Buffer.from('GIF89a')), 'CodecError', /: it is a GIF: sharp/],
  [
    'an SVG',
    () => readImage(Buffer.from('<svg xmlns="x"/>')),
    'CodecError',
    /: it is an SVG: sharp/,
  ],
  ['a web page', () => decode(Buffer.from('<!DOCTYPE html>')), 'CodecError', /: it is a web page/],
  ['JSON', () => decode(Buffer.from('{"error": 404}')), 'CodecError', /: it is JSON/],
]

test.each(pictures)('%s', async (_name, call, error, message) => {
  const told = await failure(call)
  expect([told.constructor.name, told.message]).toEqual([error, expect.stringMatching(message)])
})

test('a file that is not what it is called says what it begins with', async () => {
  const path = join(folder, 'photo.jpg')
  writeFileSync(path, 'not a picture at all')
  await expect(readImage(path)).rejects.toThrow(/photo\.jpg: no known format begins with 6e6f/)
})
