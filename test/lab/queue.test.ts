import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeImage } from '../../lib/index'
import { readRows, type Row, sweep } from '../../lab/index'
import { makePicture } from '../helpers/pictures'
import { runCli, startCli } from '../helpers/run_cli'
import './processes'

// A queue on loopback, by Debian's redis-server or valkey-server.

function found(name: string): string | undefined {
  try {
    return execFileSync('which', [name], { encoding: 'utf8' }).trim()
  } catch {
    return undefined
  }
}
const server = found('redis-server') ?? found('valkey-server')

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })

let folder: string
let redis: ChildProcess | undefined
let url: string
const workers: ChildProcess[] = []

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nodecodecs-queue-'))
  for (const [name, texture] of [
    ['a', 0.05],
    ['b', 0.2],
  ] as const) {
    await writeImage(join(folder, `${name}.ppm`), makePicture({ width: 180, height: 164, texture }))
  }
  if (server === undefined) return
  const port = await freePort()
  url = `redis://127.0.0.1:${port}`
  const args = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--dir', folder]
  redis = spawn(server, args, { stdio: ['ignore', 'pipe', 'ignore'] })
  await new Promise<void>((resolve) =>
    redis!.stdout!.on('data', (text) => /Ready to accept/.test(String(text)) && resolve()),
  )
})
afterEach(() => workers.splice(0).forEach((worker) => worker.kill('SIGKILL')))
afterAll(async () => {
  const ended = redis && new Promise((resolve) => redis!.on('exit', resolve))
  redis?.kill('SIGKILL')
  await ended
  rmSync(folder, { recursive: true })
})

const startWorker = () => {
  const args = ['worker', '--queue', url, '--jobs', '1', '--lock', '2']
  const worker = startCli(args, { stdio: ['ignore', 'ignore', 'pipe'] })
  worker.stderr!.setEncoding('utf8')
  workers.push(worker)
  return worker
}
const options = (out?: string) => ({
  pictures: [folder],
  codecs: ['jpeg', 'webp'],
  points: 6,
  ...(out && { out: join(folder, out) }),
})
const collect = async (rows: AsyncIterable<Row>) => {
  const all: Row[] = []
  for await (const row of rows) all.push(row)
  return all
}
/** What a row says of the point, not of the run. */
const lasting = (rows: Row[]) =>
  [...rows]
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map((row) => ({ ...row, at: '', encode: 0, decode: 0 }))

const queued = server === undefined ? test.skip : test
const name = (text: string) => (server === undefined ? `${text}: needs redis-server` : text)

queued(
  name('two workers, one of them killed: every row once, as without a queue'),
  async () => {
    const first = startWorker()
    startWorker()
    // killed when it has done a point and is at the next
    first.stderr!.once('data', () => setTimeout(() => first.kill('SIGKILL'), 5))
    const rows = await collect(sweep({ ...options('queued'), queue: url }))
    expect(first.signalCode).toBe('SIGKILL')
    expect(lasting(rows)).toEqual(lasting(await collect(sweep(options()))))
    const file = join(folder, 'queued', 'results.jsonl')
    expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(24)
    for (const row of rows) {
      const { stream } = row as { stream?: string }
      const extension = row.codec === 'jpeg' ? 'jpg' : 'webp'
      expect(existsSync(join(folder, 'queued', 'streams', `${stream}.${extension}`))).toBe(true)
    }
  },
  180000,
)

queued(
  name('a sweep that was killed finds what was done without it'),
  async () => {
    const told: string[] = []
    startWorker().stderr!.on('data', (text: string) => told.push(text))
    const quality = ['--quality', 'jpeg=31,32,33,34,35,36', '--codec', 'jpeg']
    const args = ['sweep', folder, ...quality, '--queue', url, '--out', join(folder, 'again')]
    const killed = startCli(args, { stdio: 'ignore' })
    const file = join(folder, 'again', 'results.jsonl')
    while (!existsSync(file) || readRows(file).length < 2)
      await new Promise((r) => setTimeout(r, 20))
    killed.kill('SIGKILL')
    const { code, stderr } = await runCli(args)
    expect([code, stderr]).toEqual([0, expect.stringContaining('12 points')])
    expect(readRows(file)).toHaveLength(12)
    // by the worker, but for what an earlier test has left in the queue
    expect(told.join('').match(/^jpeg 3\d [ab]\.ppm: \d+ bytes$/gm)!.length).toBeGreaterThan(6)
  },
  180000,
)

queued(
  name('a program of the sweep file, over the queue'),
  async () => {
    startWorker()
    const quantise = [process.execPath, join(__dirname, '../programs/quantise.js')]
    const own = {
      encode: [...quantise, 'encode', '{input.ppm}', '{output}', '{quality}'],
      decode: [...quantise, 'decode', '{input}', '{output.ppm}'],
      quality: { worst: 32, best: 8, step: 8 },
    }
    const given = { ...options(), codecs: ['own', 'jpeg'], programs: { own } }
    const rows = await collect(sweep({ ...given, queue: url }))
    expect(rows.filter(({ label }) => label === 'own')).toHaveLength(2 * 4)
    expect(lasting(rows)).toEqual(lasting(await collect(sweep(given))))
  },
  180000,
)

test('the command asks the queue that it is given', async () => {
  const args = ['sweep', folder, '--codec', 'jpeg', '--queue', 'redis://127.0.0.1:1']
  const { code, stderr } = await runCli([...args, '--out', join(folder, 'none')])
  expect(code).not.toBe(0)
  expect(stderr).toMatch(/does not answer/)
}, 60_000)

queued(name('a worker ends by itself when there is nothing to do'), async () => {
  const { code } = await runCli(['worker', '--queue', url, '--jobs', '1', '--idle', '0.5'])
  expect(code).toBe(0)
})

test.each([
  ['http://127.0.0.1', /expected redis:\/\//],
  ['redis://127.0.0.1:1', /does not answer/],
])(
  '%s is no queue',
  async (queue, message) => {
    await expect(collect(sweep({ ...options(), queue }))).rejects.toThrow(message)
  },
  60000,
)
