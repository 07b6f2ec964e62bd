import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { addon } from '../../lib/backends/native/addon'
import { codecs } from '../../lib/index'

// A short run of test/fuzz/random.js over every codec, in processes of their own: a crash or an
// endless loop is a failed test. `npm run fuzz` is the long run, on the native core.

interface Report {
  /** By codec: how many calls came to a picture. */
  done: Record<string, number>
  broken: unknown[]
}

async function run(what: string, names: string, count: number, seed = 1): Promise<Report> {
  const args = ['-r', './test/helpers/load_typescript.js', 'test/fuzz/random.js', what, names]
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...args, String(count), String(seed)],
    { cwd: join(__dirname, '../..'), maxBuffer: 2 ** 26, timeout: 100_000, killSignal: 'SIGKILL' },
  )
  return JSON.parse(stdout) as Report
}

const names = codecs()
  .filter(({ backend, available }) => backend === 'native' && available)
  .map(({ name }) => name)

describe.each(names)('%s', (name) => {
  it('decode of random and mutated bytes: a picture within maxPixels, ERR_DECODE or ERR_LIMIT', async () => {
    const { done, broken } = await run('decode', name, 300)
    expect(broken).toEqual([])
    expect(done[name]).toBeGreaterThan(5) // the mutations are not all of them coarse
  }, 120_000)

  it('apply with random valid options and pictures: the same shape, or a TypeError, RangeError or ERR_LIMIT', async () => {
    const { done, broken } = await run('encode', name, 40)
    expect(broken).toEqual([])
    expect(done[name]).toBeGreaterThan(10)
  }, 120_000)
})

// A stream to mutate is made by its encoder: a prebuilt addon has those of the table alone.
const others = ['bmp', 'tiff', 'ppm', 'pgm', 'pam', 'jpegls', 'sgi', 'targa', 'pcx', 'gif']
const there = others.filter((name) => addon()?.has(name, 'encoder'))
const left = others.filter((name) => !there.includes(name))
const skipped = left.length > 0 ? ` (skipped: ${left.join(', ')}, not in this FFmpeg)` : ''

it(`decode of random and mutated bytes by libavcodec's ${there.join(', ')}${skipped}`, async () => {
  const { done, broken } = await run('decode', there.map((name) => `ffmpeg:${name}`).join(), 300)
  expect(broken).toEqual([])
  expect(Object.keys(done)).toHaveLength(there.length)
}, 120_000)
