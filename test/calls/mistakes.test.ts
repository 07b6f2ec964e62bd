import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  AVIF,
  createCodec,
  encode,
  inspect,
  metrics,
  PNG,
  readMetadata,
  WebP,
  writeImage,
  writeMetadata,
  X265,
} from '../../lib/index'
import { any, failure, type Mistake } from '../helpers/mistakes'
import { makePicture } from '../helpers/pictures'

// What new users do wrong. Every message names the argument, what it got and the way out.

const image = makePicture({ width: 32, height: 24 })
const alpha = makePicture({ width: 32, height: 24, channels: 4 })

let folder: string
let photo: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nodecodecs-mistakes-'))
  photo = join(folder, 'photo.png')
  await writeImage(photo, image)
})
afterAll(() => rmSync(folder, { recursive: true }))

const calls: Mistake[] = [
  ['nothing', () => encode(any(undefined)), 'TypeError', /^encode: image: expected .*, got undef/],
  ['null', () => encode(any(null), { codec: 'webp' }), 'TypeError', /^encode: image: .*got null/],
  ['no codec', () => encode(photo), 'TypeError', /^encode: .*\{ codec: 'avif' \}\) or \{ to: /],
  [
    'a path as options',
    () => encode(photo, any('photo.avif')),
    'TypeError',
    /^encode: options: expected an object such as \{ to: 'photo\.avif' \}, got 'photo\.avif'$/,
  ],
  [
    'a quality as options',
    () => new WebP().apply(image, any(80)),
    'TypeError',
    /^apply: options: expected an object such as \{ quality: 80 \}, got 80$/,
  ],
  [
    'a quality for the constructor',
    () => new WebP(any(80)),
    'TypeError',
    /^new WebP: options: expected an object such as \{ quality: 80 \}, got 80$/,
  ],
  [
    'a misspelt option',
    () => encode(image, any({ codec: 'webp', qualty: 8 })),
    'TypeError',
    /'quality'/,
  ],
  [
    "a codec's option beside the call's",
    () => encode(image, any({ codec: 'webp', lossless: true })),
    'TypeError',
    /^encode: lossless is an option of the codec webp: .*options: \{ lossless: /,
  ],
  [
    "sharp's quality of AVIF",
    () => encode(image, { codec: 'avif', quality: 80 }),
    'RangeError',
    /^avif: quality: expected CRF 63 \(worst\) to 0 \(best\), got 80; target: \{ ssimulacra2/,
  ],
  [
    'a quality of a lossless codec',
    () => new PNG().encode(image, { quality: 80 }),
    'RangeError',
    /^png: quality: expected .*, got 80; it has no quality: leave it out$/,
  ],
  [
    'a quality in a text',
    () => encode(image, any({ codec: 'webp', quality: '80' })),
    'TypeError',
    /^webp: quality: expected a number \(quality\), got '80'$/,
  ],
  [
    'a codec where its name goes',
    () => encode(image, any({ codec: new AVIF() })),
    'TypeError',
    /^codec: expected a name .*, got a codec \(avif\): call its own encode/,
  ],
  [
    'a class',
    () => createCodec(any(AVIF)),
    'TypeError',
    /^codec: expected a name .*, got Function$/,
  ],
  [
    'no name',
    () => createCodec(any(undefined)),
    'TypeError',
    /^codec: expected a name .*undefined$/,
  ],
  [
    'a codec that is none',
    () => createCodec(any('gif')),
    'TypeError',
    /^codec 'gif' is not known; no codec here writes GIF: sharp does$/,
  ],
  [
    'no extension',
    () => encode(image, { to: 'photo' }),
    'TypeError',
    /^photo: .*\.avif.*by codec$/,
  ],
  ['alpha into JPEG', () => encode(alpha, { codec: 'jpeg' }), 'TypeError', /^jpeg: .*background/],
  [
    'two aims',
    () => encode(image, any({ codec: 'webp', quality: 1, target: { bpp: 1 } })),
    'TypeError',
    /^quality and target: expected one/,
  ],
  [
    'an aim that is none',
    () => encode(image, any({ codec: 'webp', target: 9 })),
    'TypeError',
    /^target: expected one of \{ bytes \}/,
  ],
  [
    'out of reach',
    () => encode(image, { codec: 'webp', target: { bytes: 9 } }),
    'TargetError',
    /the nearest is \d+ bytes/,
  ],
  [
    'a program that is not there',
    () => new X265({ backend: 'ffmpeg', ffmpegPath: '/no/such' }).encode(image),
    'CodecError',
    /^x265 \(backend ffmpeg\): ffmpegPath: there is no ffmpeg program at '\/no\/such'/,
  ],
  [
    'an AbortController',
    () => encode(image, any({ codec: 'webp', signal: new AbortController() })),
    'TypeError',
    /signal: expected an AbortSignal, got/,
  ],
  [
    'arguments in the other order',
    () => writeImage(any(image), any(photo)),
    'TypeError',
    /^writeImage: path: expected a path or a file: URL, got Object/,
  ],
  [
    'a Blob to inspect',
    () => inspect(any(new Blob([]))),
    'TypeError',
    /^inspect: a Blob is read by/,
  ],
  [
    'a stream for metadata',
    () => readMetadata(any(new Blob([]).stream())),
    'TypeError',
    /^readMetadata: a stream is read by the async calls only/,
  ],
  [
    'an array for metadata',
    () => writeMetadata(any([1, 2]), {}),
    'TypeError',
    /^writeMetadata: expected a path, a Uint8Array/,
  ],
  [
    'no metric',
    () => metrics(photo, photo, any([])),
    'TypeError',
    /^metrics: expected a name or an array of names/,
  ],
  [
    'a metric misspelt',
    () => metrics(photo, photo, any(['pnsr'])),
    'TypeError',
    /did you mean 'psnr'/,
  ],
  [
    'two sizes',
    () => metrics(photo, alpha, ['psnr']),
    'RangeError',
    /^metrics: the pictures differ/,
  ],
]

test.each(calls)('%s', async (_name, call, error, message) => {
  const told = await failure(call)
  expect([told.constructor.name, told.message]).toEqual([error, expect.stringMatching(message)])
})
