import { execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeBytes } from '../../lib/files/bytes'
import { QOI, writeImage } from '../../lib/index'
import type { Steps } from '../../lib/task'
import { drive, driveOnThread, type Driving } from '../helpers/drive'
import { codecFailure, failure } from '../helpers/failures'
import { makeNoise } from '../helpers/pictures'
import { itWhere } from '../helpers/where'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'nodecodecs-test-'))))
afterEach(() => {
  chmodSync(folder, 0o700)
  rmSync(folder, { recursive: true })
})

const bytes = Uint8Array.from({ length: 3000 }, (_, i) => i)
const is = (path: string, content: Uint8Array | string) =>
  Buffer.compare(readFileSync(path), Buffer.from(content)) === 0

const withPipes = itWhere(process.platform !== 'win32', 'no pipes with names')

const ways: [string, <T>(steps: Steps<T>, driving?: Driving) => Promise<T>][] = [
  ['async', drive],
  ['sync', async (steps, driving) => driveOnThread(steps, driving)],
]

describe.each(ways)('writeBytes, %s', (_name, go) => {
  test('makes a file, and replaces one: with its mode, and through its links', async () => {
    const path = join(folder, 'file')
    await go(writeBytes(path, bytes))
    expect(is(path, bytes)).toBe(true)
    writeFileSync(path, 'old')
    chmodSync(path, 0o666)
    const link = join(folder, 'link')
    symlinkSync('file', link)
    await go(writeBytes(link, bytes))
    expect(is(path, bytes)).toBe(true)
    expect(lstatSync(link).isSymbolicLink()).toBe(true)
    expect(statSync(path).mode & 0o777).toBe(0o666)
    expect(readdirSync(folder).sort()).toEqual(['file', 'link'])
  })

  withPipes('writes into a pipe that has a reader, or gets one', async () => {
    const pipe = join(folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    const long = new Uint8Array(300_000).fill(7)
    for (const driving of [{}, { timeout: 20_000 }]) {
      const reader = spawn('sh', ['-c', `sleep 0.1; cat '${pipe}' > '${pipe}.read'`])
      const done = new Promise((resolve) => reader.on('close', resolve))
      await go(writeBytes(pipe, long), driving)
      await done
      expect(is(`${pipe}.read`, long)).toBe(true)
    }
    expect(statSync(pipe).isFIFO()).toBe(true)
  })

  withPipes('a pipe that nobody reads, at the end of the time', async () => {
    const pipe = join(folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    const late = await codecFailure(() => go(writeBytes(pipe, bytes), { timeout: 100 }))
    expect([late.code, late.path]).toEqual(['ERR_TIMEOUT', pipe])
    expect(late.message).toMatch(/^test: took longer than timeout = 100 ms, writing '.*pipe'$/)
    const reader = spawn('sh', ['-c', `exec sleep 5 < '${pipe}'`])
    const full = await codecFailure(() =>
      go(writeBytes(pipe, new Uint8Array(3e6)), { timeout: 500 }),
    )
    expect([full.code, full.path]).toEqual(['ERR_TIMEOUT', pipe])
    reader.kill()
  })

  withPipes('a pipe whose reader goes away', async () => {
    const pipe = join(folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    const reader = spawn('sh', ['-c', `head -c 10 '${pipe}'`])
    const end = go(writeBytes(pipe, new Uint8Array(3e6)), { timeout: 20_000 })
    expect(await failure(end)).toMatchObject({ code: 'EPIPE', path: pipe })
    reader.kill()
  })

  itWhere(existsSync('/dev/full'), 'no /dev/full')('writes to a device in its place', async () => {
    await expect(go(writeBytes('/dev/full', bytes))).rejects.toMatchObject({ code: 'ENOSPC' })
    await go(writeBytes('/dev/null', bytes))
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true)
  })

  test('names the path that was asked for when it fails, and leaves nothing', async () => {
    const missing = join(folder, 'no', 'file')
    const error = await failure(go(writeBytes(missing, bytes)))
    expect(error).toMatchObject({ code: 'ENOENT', path: missing })
    expect(error.message).toContain(missing)
    expect(error.message).toMatch(/there is no folder '.*no' .*mkdir/)
    expect(error.message).not.toContain('.nodecodecs-')
    mkdirSync(join(folder, 'sub'))
    expect(await failure(go(writeBytes(join(folder, 'sub'), bytes)))).toMatchObject({
      code: 'EISDIR',
    })
    expect(readdirSync(folder)).toEqual(['sub'])
  })

  test('a folder that takes no new file: an old one is written where it is', async () => {
    const path = join(folder, 'file')
    writeFileSync(path, 'old')
    chmodSync(folder, 0o500)
    await go(writeBytes(path, bytes))
    expect(is(path, bytes)).toBe(true)
  })

  test('an abort leaves the old file as it was, and nothing beside it', async () => {
    const path = join(folder, 'file')
    writeFileSync(path, 'precious')
    const signal = AbortSignal.abort('enough')
    await expect(go(writeBytes(path, bytes), { signal })).rejects.toBe('enough')
    expect(is(path, 'precious')).toBe(true)
    expect(readdirSync(folder)).toEqual(['file'])
  })
})

test('an abort while the file is written leaves the old one', async () => {
  const path = join(folder, 'out.qoi')
  const noise = makeNoise({ width: 256, height: 256 })
  const whole = new QOI().encodeSync(noise)
  for (let turn = 0; turn < 5; turn++) {
    writeFileSync(path, 'precious')
    const controller = new AbortController()
    const { signal } = controller
    const call = new QOI().encode(noise, { to: path, signal }).catch((error: unknown) => error)
    while (readdirSync(folder).length === 1 && is(path, 'precious')) {
      await new Promise((resolve) => setImmediate(resolve))
    }
    controller.abort()
    await call
    expect(is(path, 'precious') || is(path, whole)).toBe(true)
    expect(readdirSync(folder)).toEqual(['out.qoi'])
  }
})

test('writeImage, too, replaces as a whole', async () => {
  const path = join(folder, 'out.png')
  writeFileSync(path, 'old')
  await writeImage(path, makeNoise({ width: 8, height: 8 }))
  expect(readdirSync(folder)).toEqual(['out.png'])
  expect(readFileSync(path).toString('latin1', 1, 4)).toBe('PNG')
})

const streamTo = (folder: string, call: string): Buffer => {
  const index = JSON.stringify(join(__dirname, '../../lib/index.ts'))
  const link = join(folder, 'stdout')
  symlinkSync('/proc/self/fd/1', link)
  const image = `{ data: new Uint8Array(12), width: 2, height: 2, channels: 3 }`
  const script = `require(${index}).${call}(${image}, { codec: 'qoi', to: ${JSON.stringify(link)} })`
  const loading = ['-r', join(__dirname, '../helpers/load_typescript.js'), '-e', script]
  const node = [process.execPath, ...loading].map((word) => `'${word.replaceAll("'", "'\\''")}'`)
  const given = execFileSync('sh', ['-c', `${node.join(' ')} | cat`])
  expect(lstatSync(link).isSymbolicLink()).toBe(true)
  return given
}

itWhere(existsSync('/proc/self/fd'), 'no /proc').each(['encode', 'encodeSync'])(
  'a pipe that has no name, as /dev/stdout leads to: %s',
  (call) => {
    expect(streamTo(folder, call).toString('latin1', 0, 4)).toBe('qoif')
  },
)
