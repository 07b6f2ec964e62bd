import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  CodecError,
  decode,
  decodeSync,
  encode,
  encodeSync,
  type FileSource,
  inspect,
  JPEG,
  metrics,
  metricsSync,
  PNG,
  probe,
  probeSync,
  QOI,
  readImage,
  readImageSync,
  readMetadata,
  writeMetadata,
  X264,
} from '../../lib/index'
import { codecFailure, failure } from '../helpers/failures'
import { makePicture } from '../helpers/pictures'

// An error of a file says which file: of many calls, nobody knows otherwise.

const folder = mkdtempSync(join(tmpdir(), 'named-'))
const image = makePicture({ width: 24, height: 16 })
const whole = join(folder, 'whole.png')
const cut = join(folder, 'cut.png')
const junk = join(folder, 'p') // a name that any message has in it
const headless = join(folder, 'headless.png')

beforeAll(async () => {
  const png = await new PNG().encode(image, { to: whole })
  writeFileSync(cut, png.subarray(0, png.length - 40))
  writeFileSync(headless, png.subarray(0, 20))
  writeFileSync(junk, 'nothing that anybody knows')
})
afterAll(() => rmSync(folder, { recursive: true }))

type Call = (source: FileSource) => unknown
const png = new PNG()
const decoding: [string, Call][] = [
  ['readImage', readImage],
  ['readImageSync', readImageSync],
  ['readImage, isolated', (file) => readImage(file, { isolate: true })],
  ['decode', decode],
  ['decodeSync', decodeSync],
  ['decode, isolated', (file) => decode(file, { isolate: true })],
  ['decode, a codec named', (file) => decode(file, { codec: 'png' })],
  ['decode of a codec', (file) => png.decode(file)],
  ['decode of a codec, isolated', (file) => png.decode(file, { isolate: true })],
  ['decodeSync of a codec', (file) => png.decodeSync(file)],
  ['decode by ffmpeg', (file) => new PNG({ backend: 'ffmpeg' }).decode(file)],
  ['decodeSync by ffmpeg', (file) => new PNG({ backend: 'ffmpeg' }).decodeSync(file)],
  ['encode', (file) => encode(file, { codec: 'jpeg' })],
  ['encodeSync', (file) => encodeSync(file, { codec: 'jpeg' })],
  ['encode by ffmpeg', (file) => new X264({ backend: 'ffmpeg' }).encode(file)],
  ['apply', (file) => new JPEG().apply(file)],
  ['applySync', (file) => new JPEG().applySync(file)],
  ['metrics, the first', (file) => metrics(file, whole, 'mse')],
  ['metrics, the second', (file) => metrics(whole, file, 'mse')],
  ['metrics, beside samples', (file) => metrics(image, file, 'mse')],
  ['metricsSync', (file) => metricsSync(whole, file, 'mse')],
]
const reading: [string, Call][] = [
  ['probe', probe],
  ['probeSync', probeSync],
  ['inspect', inspect],
  ['readMetadata', readMetadata],
  ['writeMetadata', (file) => writeMetadata(file, { xmp: '<x/>' })],
]

const times = (text: string, part: string) => text.split(part).length - 1

async function checkNamed(call: Call, file: string) {
  const error = await codecFailure(() => call(file) as Promise<unknown>)
  expect(error.path).toBe(file)
  expect(error.message.startsWith(`${file}: `)).toBe(true)
  expect(times(error.message, file)).toBe(1)
  expect(error.stack).toContain(error.message) // what Node prints of one that nobody catches
}

test.each(decoding)('a file that is cut: %s', (_, call) => checkNamed(call, cut))
test.each([...decoding, ...reading])('one whose header is cut: %s', (_, call) =>
  checkNamed(call, headless),
)
const isKnown = ([name]: [string, Call]) => !/codec|ffmpeg|Metadata$/.test(name)
test.each([...decoding, ...reading].filter(isKnown))('bytes of no format: %s', (_, call) =>
  checkNamed(call, junk),
)

test('as it was given: relative, and of a URL the path', async () => {
  const local = relative(process.cwd(), cut)
  expect((await codecFailure(() => readImage(local))).path).toBe(local)
  const error = await codecFailure(() => readImage(pathToFileURL(cut)))
  expect(error.path).toBe(cut)
  expect(error.message).toContain(`${cut}: `)
})

test('a limit says it, too', async () => {
  const error = await codecFailure(() => readImage(whole, { maxPixels: 100 }))
  expect([error.code, error.path]).toEqual(['ERR_LIMIT', whole])
  expect(times(error.message, whole)).toBe(1)
})

test('bytes have no name', async () => {
  const error = await codecFailure(() => decode(new Uint8Array([1, 2, 3])))
  expect('path' in error).toBe(false)
})

test('the reason of an abort is left as it is', async () => {
  const reason = new CodecError('ERR_DECODE', 'another picture of the batch')
  const controller = new AbortController()
  const { signal } = controller
  const work = failure(readImage(whole, { signal }))
  controller.abort(reason)
  expect(await work).toBe(reason)
  expect(reason.message).toBe('another picture of the batch')
  expect('path' in reason).toBe(false)
  expect(await failure(new QOI().decode(whole, { signal }))).toBe(reason)
})
