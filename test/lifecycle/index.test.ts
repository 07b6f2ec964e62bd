import { spawn } from 'node:child_process'
import { join } from 'node:path'

// Processes and threads that begin, end and are ended while the library works: each program of
// test/lifecycle in a process of its own, so that a crash is seen as what it is.

interface Ended {
  code: number | null
  signal: string | null
  stdout: string
  stderr: string
}

function run(name: string, args: string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const loader = join(__dirname, '../helpers/load_typescript.js')
  const program = join(__dirname, `${name}.js`)
  const child = spawn(process.execPath, ['-r', loader, program, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended: Ended = { code: null, signal: null, stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (ended.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (ended.stderr += text))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ ...ended, code, signal }))
  })
}

/** What a program that must end well has told. */
async function told<T>(name: string, args: string[] = [], env: NodeJS.ProcessEnv = {}): Promise<T> {
  const { stdout, ...rest } = await run(name, args, env)
  expect(rest).toEqual({ code: 0, signal: null, stderr: '' })
  return JSON.parse(stdout) as T
}

describe('worker_threads', () => {
  it('encode and decode beside each other and the main thread, all to the same bytes', async () => {
    const { names, same } = await told<{ names: string[]; same: boolean }>('workers')
    expect(same).toBe(true)
    expect(names).toEqual(expect.arrayContaining(['x264', 'x265', 'av1', 'webp', 'jpeg', 'png']))
  })

  it('may be terminated in the middle: no crash, and the process works on', async () => {
    const { codes, works } = await told<{ codes: number[]; works: boolean }>('terminate')
    expect(codes).toEqual([1, 1, 1, 1, 1]) // what worker.terminate() resolves to
    expect(works).toBe(true)
  })

  it('may be alone with the addon, and end with calls pending', async () => {
    expect(await told<string>('worker_alone')).toBe('alive')
  })
})

const linux = process.platform === 'linux'
const threads = `keep the priority that they had${linux ? '' : ' (skipped: not Linux)'}`
;(linux ? describe : describe.skip)('the threads of the process', () => {
  // SVT-AV1 makes the thread that calls it a real-time one where it may: as root
  it(threads, async () => {
    type Seen = { before: string; seen: string[]; worked: string[] }
    const { before, seen, worked } = await told<Seen>('priority')
    expect(seen).toEqual([before])
    expect(worked).toEqual(expect.arrayContaining(['libx265', 'libx264', 'libwebp']))
  })
})

describe('the end of the process while jobs run and wait', () => {
  it('by itself: when all of them are done', async () => {
    expect(await run('exit', ['wait'])).toEqual({ code: 0, signal: null, stdout: '8', stderr: '' })
  })

  it.each(['exit', 'later'])('by process.exit, %s: its exit code', async (how) => {
    expect(await run('exit', [how])).toEqual({ code: 7, signal: null, stdout: '', stderr: '' })
  })

  it.each(['throw', 'reject'])('by an error that nobody catches (%s): 1', async (how) => {
    const { stderr, ...rest } = await run('exit', [how])
    expect(rest).toEqual({ code: 1, signal: null, stdout: '' })
    expect(stderr).toContain('on purpose')
  })

  it('by a signal: that signal and no other', async () => {
    expect(await run('exit', ['kill'])).toMatchObject({ code: null, signal: 'SIGTERM' })
  })
})

it('works in several module registries and realms of one process', async () => {
  expect(await told('realms')).toEqual({
    ownClasses: 3,
    sameBytes: true,
    lossless: true,
    foreign: true,
    error: 'ERR_DECODE',
  })
})

it('no library prints anything, whatever is done with it', async () => {
  expect(await run('everything')).toEqual({ code: 0, signal: null, stdout: 'done\n', stderr: '' })
})

describe('ERR_UNAVAILABLE', () => {
  interface Told {
    told: Record<string, { available: boolean; backend: string; code: string; message: string }>
    rows: { available: boolean; reason?: string }[]
  }
  const nothing = { NODECODECS_NO_ADDON: '1', PATH: '/nonexistent' }

  it('without addon and programs: each codec constructs and says what to install', async () => {
    const { told: all, rows } = await told<Told>('unavailable', [], nothing)
    expect(Object.keys(all).length).toBeGreaterThan(20)
    for (const [name, { available, code, message }] of Object.entries(all)) {
      expect({ name, available, code }).toEqual({ name, available: false, code: 'ERR_UNAVAILABLE' })
      expect(message).toMatch(/install|util\/install_bpg\.sh/)
    }
    expect(all['x265 native']!.message).toMatch(/NODECODECS_NO_ADDON is set/)
    expect(all['x265 ffmpeg']!.message).toMatch(/apt-get install ffmpeg/)
    expect(all['webp cli']!.message).toMatch(/cwebp.*apt-get install webp/)
    for (const { available, reason } of rows) {
      expect(available).toBe(false)
      expect(reason).toMatch(/install/)
    }
  })

  it('without the addon the ffmpeg program serves by default', async () => {
    const { told: all } = await told<Told>('unavailable', ['x265', 'jpeg'], {
      NODECODECS_NO_ADDON: '1',
    })
    expect(all['x265 by default']).toMatchObject({ available: true, backend: 'ffmpeg' })
    expect(all['jpeg by default']).toMatchObject({ available: false, code: 'ERR_UNAVAILABLE' })
  })

  it('an addon that does not load: says why', async () => {
    // The warning that the process gets once is not this test's: test/package/ has it.
    const env = { NODECODECS_ADDON: __filename, NODE_NO_WARNINGS: '1' }
    const { told: all } = await told<Told>('unavailable', ['png'], env)
    expect(all['png native']!.message).toMatch(/the native addon does not load \(.+\)/)
  })
})
