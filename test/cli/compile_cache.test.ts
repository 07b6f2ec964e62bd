import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { version } from '../../lib/version'
import { runCli } from '../helpers/run_cli'
import { itWhere } from '../helpers/where'

// What Node 22 and later keep of the compiled program, and where. jest hides Node's own module.
const asked = ['-p', 'typeof require("node:module").enableCompileCache']
const there = spawnSync(process.execPath, asked, { encoding: 'utf8' }).stdout.trim() === 'function'
const itCaches = itWhere(there, 'this Node keeps nothing compiled')

const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-compiled-'))
afterAll(() => rmSync(folder, { recursive: true }))

const plain = { ...process.env, NODE_DISABLE_COMPILE_CACHE: undefined }

/** `--version` with these variables. */
const call = async (env: NodeJS.ProcessEnv) => {
  const { code, stdout, stderr } = await runCli(['--version'], { env: { ...plain, ...env } })
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
}

/** How many files lie below a folder that the call may have made. */
const filesIn = (name: string) =>
  existsSync(name)
    ? readdirSync(name, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
        .length
    : 0

itCaches(
  'the compiled program is kept in a cache folder of the user, and works from there',
  async () => {
    const caches = join(folder, 'caches')
    await call({ XDG_CACHE_HOME: caches })
    expect(filesIn(join(caches, 'nodecodecs'))).toBeGreaterThan(0)
    await call({ XDG_CACHE_HOME: caches })
  },
)

itCaches('NODE_COMPILE_CACHE names another folder', async () => {
  const [caches, other] = [join(folder, 'unused'), join(folder, 'other')]
  await call({ XDG_CACHE_HOME: caches, NODE_COMPILE_CACHE: other })
  expect([filesIn(caches) > 0, filesIn(other) > 0]).toEqual([false, true])
})

test('NODE_DISABLE_COMPILE_CACHE keeps nothing', async () => {
  const caches = join(folder, 'disabled')
  await call({ XDG_CACHE_HOME: caches, NODE_DISABLE_COMPILE_CACHE: '1' })
  expect(filesIn(caches)).toBe(0)
})

test('without a home the program works and leaves nothing in the temporary folder', async () => {
  const temporary = mkdtempSync(join(folder, 'tmp-'))
  const none = { XDG_CACHE_HOME: undefined, HOME: undefined, LOCALAPPDATA: undefined }
  await call({ ...none, TMPDIR: temporary })
  expect(filesIn(temporary)).toBe(0)
})

test('where nothing can be written the program works', async () => {
  const file = join(folder, 'file')
  writeFileSync(file, '')
  await call({ XDG_CACHE_HOME: file })
})
