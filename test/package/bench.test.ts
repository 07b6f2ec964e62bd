import { spawnSync } from 'node:child_process'
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { itWhere } from '../helpers/where'
import { addon } from '../../lib/backends/native/addon'

// That util/bench/ measures no contender that fails or gives another picture, and says so.
const bench = join(__dirname, '../../util/bench')
interface Row {
  contender: string
  ms?: number
  psnr?: number
  skip?: string
  fault?: string
  missing?: boolean
}
type Ask = (request: { do: string; outcome: string }) => Promise<object>
const { measure } = jest.requireActual<{
  measure(
    trial: object,
    children: object[],
    folder: string,
    limits: object,
  ): Promise<{ rows: Row[] }>
}>(join(bench, 'measure.js'))

const folder = mkdtempSync(join(tmpdir(), 'bench-'))
afterAll(() => rmSync(folder, { recursive: true }))

const [width, height] = [32, 16]
const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 7) % 200)
const setting = { id: 'png', codec: 'png', options: {}, quality: 0, peers: {} }
const trial = { id: 'png', setting, picture: { data, width, height }, direction: 'decode' }

/** A contender that decodes to this. */
const decodesTo =
  (pixels: Uint8Array): Ask =>
  async ({ do: verb, outcome }) => {
    if (verb === 'run') return { ms: [1, 2, 3] }
    writeFileSync(outcome, pixels)
    return { bytes: pixels.length, ms: 1, kind: 'rgb' }
  }

async function rowOf(ask: Ask): Promise<Row> {
  const limits = { budgetMs: 1, least: 1, most: 1 }
  const { rows } = await measure(trial, [{ name: 'some', ask }], folder, limits)
  return rows[0]!
}

const native = itWhere(addon() !== undefined, 'no addon')

describe('a contender', () => {
  native('is measured', async () =>
    expect(await rowOf(decodesTo(data))).toMatchObject({
      contender: 'some',
      ms: 2,
      psnr: Infinity,
    }),
  )

  native.each<[string, Ask, object]>([
    ['another picture', decodesTo(data.map((value) => 255 - value)), { fault: /^another picture/ }],
    ['another size', decodesTo(data.subarray(3)), { fault: /another size/ }],
    ['a failure', async () => ({ fault: 'broken' }), { fault: /broken/ }],
    [
      'a failure later',
      async ({ do: verb, ...rest }) =>
        verb === 'run' ? { fault: 'broken' } : decodesTo(data)({ do: verb, ...rest }),
      { fault: /broken/ },
    ],
    [
      'not installed',
      async () => ({ fault: 'gone', missing: true }),
      { fault: /gone/, missing: true },
    ],
    ['nothing to measure', async () => ({ skip: 'it has none' }), { skip: /none/ }],
  ])('%s: no figures', async (_, ask, wanted) => {
    const row = await rowOf(ask)
    expect(row.ms).toBeUndefined()
    for (const [key, value] of Object.entries(wanted))
      expect(String(row[key as keyof Row])).toMatch(value instanceof RegExp ? value : String(value))
  })
})

describe('npm run bench', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [join(bench, 'run.js'), ...args], {
      encoding: 'utf8',
      timeout: 50_000,
    })
  const few = ['png 256x256 decode', '--budget', '1', '--least', '1', '--most', '1']

  native('one that it is told to measure and that is not installed: exit code 1', () => {
    const env = { ...process.env, PYAV_PYTHON: join(folder, 'none') }
    const args = [join(bench, 'run.js'), ...few, '--contenders', 'sync,pyav']
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env })
    expect(stderr).toMatch(/^not installed: pyav: .*ENOENT$/m)
    expect(status).toBe(1)
  })

  test.each([
    [['--contenders', 'nobody'], /no contender 'nobody'/],
    [['--budget', 'much'], /--budget: expected a number above 0/],
    [['no such trial'], /no trial matches/],
  ])('%j is refused', (args, why) => {
    const { status, stderr } = run('--contenders', 'sync', ...args)
    expect(stderr).toMatch(why)
    expect(status).toBe(1)
  })
})

describe('a name that there is not is refused', () => {
  test.each([
    ['event_loop.js', 'zzz', /no file has 'zzz'/],
    ['memory.js', 'zzz', /no trial 'zzz'/],
    ['targets.js', 'zzz', /no codec 'zzz'/],
    ['default_quality.js', 'zzz', /no codec 'zzz'|set NODECODECS_IMAGES/],
    ['visual_peers.js', 'zzz', /'zzz' is no field/],
    ['threads.js', 'zzz', /no setting 'zzz'/],
    ['settings.js', 'zzz', /no study 'zzz'/],
  ])('%s %s', (program, name, why) => {
    const args = [join(bench, program), name, '--kodak'].slice(0, program === 'threads.js' ? 3 : 2)
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
    expect(stderr).toMatch(why)
    expect(status).toBe(1)
  })
})
