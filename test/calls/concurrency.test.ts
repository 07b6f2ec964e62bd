import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { concurrency, PNG } from '../../lib/index'
import { failureSync } from '../helpers/failures'
import { makePicture } from '../helpers/pictures'

// The setting of the library: how many pictures at once.

test('is asked and set; calls beyond it wait, and are as ever', async () => {
  const before = concurrency()
  expect(before).toBeGreaterThanOrEqual(1)
  try {
    expect(concurrency(1)).toBe(1)
    expect(concurrency()).toBe(1)
    const codec = new PNG({ maxQueue: 0 })
    const image = makePicture({ width: 64, height: 48 })
    const calls = [codec.encode(image), codec.encode(image)]
    const [first, second] = await Promise.allSettled(calls)
    expect(first!.status).toBe('fulfilled')
    expect(second).toMatchObject({ reason: { code: 'ERR_BUSY' } })
    const patient = new PNG()
    const all = await Promise.all(Array.from({ length: 12 }, () => patient.encode(image)))
    for (const bytes of all) expect(Buffer.compare(bytes, patient.encodeSync(image))).toBe(0)
  } finally {
    concurrency(before)
  }
})

test('mistakes', () => {
  for (const [value, name, text] of [
    [0, 'RangeError', /^concurrency: expected an integer from 1/],
    [1.5, 'RangeError', /^concurrency: expected an integer/],
    ['2', 'TypeError', /^concurrency: expected an integer, got '2'/],
    [1025, 'RangeError', /^concurrency: expected an integer from 1 to 1024, got 1025/],
  ] as const) {
    const error = failureSync(() => concurrency(value as number))
    expect([error.name, error.message]).toEqual([name, expect.stringMatching(text)])
  }
})

const loader = join(__dirname, '../helpers/load_typescript.js')

/** What a script prints in a process of its own, started as the variables say. */
function printed(script: string, env: NodeJS.ProcessEnv = {}): string {
  const args = ['-r', loader, '-e', script, join(__dirname, '../../lib/index.ts')]
  const options = { encoding: 'utf8', env: { ...process.env, ...env }, timeout: 60_000 } as const
  return spawnSync(process.execPath, args, options).stdout.trim()
}

test('is no matter of UV_THREADPOOL_SIZE', () => {
  const script = 'const { concurrency } = require(process.argv[1]); console.log(concurrency(8))'
  for (const size of ['1', '9']) expect(printed(script, { UV_THREADPOOL_SIZE: size })).toBe('8')
})

const linux = process.platform === 'linux'
const noFiles = linux ? '' : ' (skipped: no /proc)'
;(linux ? test : test.skip)(`so many threads work, libuv's have none of it${noFiles}`, () => {
  // One picture on each of six threads; libuv's pool, of one thread, still reads a file meanwhile.
  const script = `
    const { concurrency, WebP } = require(process.argv[1])
    const { readdirSync, promises } = require('node:fs')
    const threads = () => readdirSync('/proc/self/task').length
    concurrency(6)
    const image = { data: new Uint8Array(900 * 900 * 3).map((_, i) => i * i), width: 900, height: 900 }
    const before = threads()
    const codec = new WebP({ effort: 9 })
    let done = 0
    const calls = Array.from({ length: 6 }, () => codec.encode(image).then(() => done++))
    promises.readFile(process.argv[1]).then(async () => {
      console.log(threads() - before >= 6, done < 6)
      await Promise.all(calls)
    })`
  expect(printed(script, { UV_THREADPOOL_SIZE: '1' })).toBe('true true')
})
