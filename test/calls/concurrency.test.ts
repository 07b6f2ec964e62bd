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
    [1000, 'RangeError', /got 1000: .*start Node with UV_THREADPOOL_SIZE=1001/],
  ] as const) {
    const error = failureSync(() => concurrency(value as number))
    expect([error.name, error.message]).toEqual([name, expect.stringMatching(text)])
  }
})

test('more than four threads, where Node was started with them', () => {
  const script = 'const { concurrency } = require(process.argv[1]); console.log(concurrency(8))'
  const loader = join(__dirname, '../helpers/load_typescript.js')
  const args = ['-r', loader, '-e', script, join(__dirname, '../../lib/index.ts')]
  const env = { ...process.env, UV_THREADPOOL_SIZE: '9' }
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', env, timeout: 60_000 })
  expect(stdout.trim()).toBe('8')
})
