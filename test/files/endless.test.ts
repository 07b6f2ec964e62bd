import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  AVIF,
  decode,
  type FileSource,
  metrics,
  metricsSync,
  probe,
  inspect,
  probeSync,
  QOI,
  readImage,
  readImageSync,
  readMetadata,
  writeImage,
  writeMetadata,
} from '../../lib/index'
import { codecFailure, failure, failureSync } from '../helpers/failures'
import { makePicture, samplesOf } from '../helpers/pictures'
import { describeWhere } from '../helpers/where'

// A source that gives nothing, or never ends, takes no more time and memory than a call has.

const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-endless-'))
const fifo = join(folder, 'pipe.qoi')
const file = join(folder, 'picture.qoi')
const image = makePicture({ width: 48, height: 32 })
const hasDevices = existsSync('/dev/zero')

beforeAll(async () => {
  if (hasDevices) execFileSync('mkfifo', [fifo])
  await writeImage(file, image)
})
afterAll(() => rmSync(folder, { recursive: true }))

type Limits = { timeout?: number; signal?: AbortSignal; maxMemory?: number }

const avif = new AVIF({ effort: 0 })
const calls: [string, (source: FileSource, limits: Limits) => Promise<unknown>][] = [
  ['readImage', readImage],
  ['decode', decode],
  ['decode, a codec named', (source, limits) => decode(source, { ...limits, codec: 'qoi' })],
  ['decode of a codec', (source, limits) => new QOI().decode(source, limits)],
  ['encode', (source, limits) => avif.encode(source, limits)],
  ['apply', (source, limits) => avif.apply(source, limits)],
  ['metrics', (source, limits) => metrics(image, source, 'mse', limits)],
  ['metrics of two', (source, limits) => metrics(source, file, 'mse', limits)],
  ['isolate', (source, limits) => readImage(source, { ...limits, isolate: true })],
]
const probing = (source: FileSource, { timeout, signal }: Limits) =>
  probe(source, { ...(timeout && { timeout }), signal })

const syncCalls: [string, (source: string, limits: Limits) => unknown][] = [
  ['readImageSync', readImageSync],
  ['decodeSync', (source, limits) => new QOI().decodeSync(source, limits)],
  ['encodeSync', (source, limits) => avif.encodeSync(source, limits)],
  ['metricsSync', (source, limits) => metricsSync(image, source, 'mse', limits)],
]

const readingCalls: [string, (source: string, limits: Limits) => unknown][] = [
  ['probeSync', (source, { timeout, signal }) => probeSync(source, { timeout, signal })],
  ['inspect', (source, { timeout, signal }) => inspect(source, { timeout, signal })],
  ['readMetadata', (source, { timeout, signal }) => readMetadata(source, { timeout, signal })],
  [
    'writeMetadata',
    (source, { timeout, signal }) => writeMetadata(source, {}, { timeout, signal }),
  ],
]

function openOf(path: string): number {
  const links = readdirSync('/proc/self/fd').map((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`)
    } catch {
      return ''
    }
  })
  return links.filter((link) => link === path).length
}

describeWhere(hasDevices, 'no devices')('of the file system', () => {
  test.each([...calls, ['probe', probing] as const])(
    'a pipe without a writer: %s',
    async (_name, call) => {
      const late = await codecFailure(() => call(fifo, { timeout: 100 }))
      expect([late.code, late.message]).toEqual(['ERR_TIMEOUT', expect.stringContaining(fifo)])
      const reason = new Error('enough')
      const controller = new AbortController()
      setTimeout(() => controller.abort(reason), 50)
      expect(await failure(call(fifo, { signal: controller.signal }))).toBe(reason)
      expect(openOf(fifo)).toBe(0)
    },
  )

  test.each([...syncCalls, ...readingCalls])('a pipe without a writer: %s', async (_name, call) => {
    const late = await codecFailure(() => call(fifo, { timeout: 100 }))
    expect([late.code, late.message]).toEqual(['ERR_TIMEOUT', expect.stringContaining(fifo)])
    const reason = new Error('enough')
    expect(failureSync(() => call(fifo, { signal: AbortSignal.abort(reason) }))).toBe(reason)
    expect(openOf(fifo)).toBe(0)
  })

  test.each(readingCalls)('a device without an end: %s', async (_name, call) => {
    const late = await codecFailure(() => call('/dev/zero', { timeout: 50 }))
    expect([late.code, late.message]).toEqual([
      'ERR_TIMEOUT',
      expect.stringMatching(/'\/dev\/zero'/),
    ])
    expect(openOf('/dev/zero')).toBe(0)
  })

  test.each([...calls, ...syncCalls])('a device without an end: %s', async (_name, call) => {
    const long = await codecFailure(() => call('/dev/zero', { maxMemory: 2 ** 21 }))
    expect([long.code, long.message]).toEqual([
      'ERR_LIMIT',
      expect.stringMatching(/'\/dev\/zero' gives more than maxMemory \(2097152 bytes\)/),
    ])
    const late = await codecFailure(() => call('/dev/zero', { timeout: 50 }))
    expect(late.code).toBe('ERR_TIMEOUT')
    expect(openOf('/dev/zero')).toBe(0)
  })

  test.each([...calls, ...syncCalls])('a file that is longer: %s', async (_name, call) => {
    const path = join(folder, 'long')
    execFileSync('truncate', ['-s', '3M', path])
    const long = await codecFailure(() => call(path, { maxMemory: 2 ** 21 }))
    expect([long.code, long.message]).toEqual(['ERR_LIMIT', expect.stringContaining(path)])
    expect(openOf(path)).toBe(0)
  })

  const late = () => spawn('sh', ['-c', `sleep 0.1; cat ${file} > ${fifo}`])

  test('a pipe that is written to later is read, and a file without a length', async () => {
    late()
    expect(samplesOf(await readImage(fifo, { timeout: 20_000 }))).toEqual(samplesOf(image))
    late()
    expect(samplesOf(readImageSync(fifo))).toEqual(samplesOf(image))
    late()
    expect(samplesOf(readImageSync(fifo, { timeout: 20_000 }))).toEqual(samplesOf(image))
    expect((await failure(readImage('/proc/self/stat'))).message).toMatch(
      /no known format begins with/,
    )
    expect((await failure(readImage('/dev/null'))).message).toMatch(/there are no bytes/)
    expect((await failure(readImage(folder))).message).toMatch(/is a folder/)
  })
})

/** What it gives at each pull, and whether it was closed. */
function streamOf(give: (controller: ReadableStreamDefaultController) => void) {
  const told = { closed: false }
  const stream = new ReadableStream<Uint8Array>({
    pull: give,
    cancel: () => void (told.closed = true),
  })
  return { stream, told }
}

describe('of streams', () => {
  test.each([...calls, ['probe', probing] as const])(
    'one that gives nothing: %s',
    async (_n, call) => {
      const { stream, told } = streamOf(() => new Promise(() => undefined) as never)
      const late = await codecFailure(() => call(stream, { timeout: 400 }))
      expect([late.code, late.message]).toEqual([
        'ERR_TIMEOUT',
        expect.stringMatching(/timeout = 400 ms, reading the stream/),
      ])
      expect(told.closed).toBe(true)
    },
  )

  test.each(calls)('one that never ends: %s', async (_name, call) => {
    const { stream, told } = streamOf((controller) => controller.enqueue(new Uint8Array(2 ** 18)))
    const long = await codecFailure(() => call(stream, { maxMemory: 2 ** 21 }))
    expect([long.code, long.message]).toEqual([
      'ERR_LIMIT',
      expect.stringMatching(/the stream gives more than maxMemory \(2097152 bytes\)/),
    ])
    expect(told.closed).toBe(true)
  })

  test('one of empty parts, always at hand, leaves the timer its turn', async () => {
    let closed = false
    async function* nothings() {
      try {
        for (;;) yield await Promise.resolve(new Uint8Array(0))
      } finally {
        closed = true
      }
    }
    const late = await codecFailure(() => readImage(nothings(), { timeout: 50 }))
    expect(late.code).toBe('ERR_TIMEOUT')
    await new Promise(setImmediate)
    expect(closed).toBe(true)
    const signal = AbortSignal.timeout(50)
    expect((await failure(decode(nothings(), { signal }))).name).toBe('TimeoutError')
  })

  test('a process that waits for nothing else lives until the time is over', () => {
    const script = `
      const { readImage } = require(${JSON.stringify(join(__dirname, '../../lib/index.ts'))})
      readImage(new ReadableStream({}), { timeout: 100 }).catch(({ code }) => console.log(code))`
    const loading = ['-r', join(__dirname, '../helpers/load_typescript.js'), '-e', script]
    expect(execFileSync(process.execPath, loading, { encoding: 'utf8' })).toBe('ERR_TIMEOUT\n')
  })

  test('a Blob that is longer', async () => {
    const blob = new Blob([new Uint8Array(3_000_000)])
    const long = await codecFailure(() => decode(blob, { maxMemory: 2 ** 21 }))
    expect([long.code, long.message]).toEqual(['ERR_LIMIT', expect.stringContaining('the Blob')])
  })

  test('parts of any size are joined in their order', async () => {
    const stream = await new QOI().encode(makePicture({ width: 400, height: 300 }))
    expect(stream.length).toBeGreaterThan(2 ** 16)
    async function* parts() {
      let size = 1
      for (let at = 0; at < stream.length; size = (size * 5 + 3) % 90_001) {
        yield await Promise.resolve(stream.subarray(at, at + size))
        at += size
      }
    }
    expect(samplesOf(await readImage(parts()))).toEqual(samplesOf(await readImage(stream)))
  })
})
