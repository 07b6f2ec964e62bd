import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { ProgramsFolder } from '../helpers/programs_folder'

// Where the sources of a prebuilt addon come from: upstream, else Debian, and by their checksum alone.
interface Row {
  name: string
  url: string
  sha256: string
  debian: { source: string; sha256?: string }
}
const { source } = jest.requireActual<{
  source(row: Row, cache: string): Promise<{ file: string; sha256: string; upstream: boolean }>
}>('../../util/prebuilt/sources.js')

const sum = (text: string) => createHash('sha256').update(text).digest('hex')
const programs = new ProgramsFolder(['sh'])
const path = process.env['PATH']
let server: Server
let answer: { status: number; body: string }
let cache: string

beforeAll(async () => {
  server = createServer((_, response) => response.writeHead(answer.status).end(answer.body))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // `apt-get update`, and `apt-get source` into the folder where it is called.
  programs.add('apt-get', 'if [ "$1" = source ]; then printf debian >some.orig.tar.gz; fi')
  process.env['PATH'] = programs.path
})
afterAll(() => {
  process.env['PATH'] = path
  rmSync(programs.root, { recursive: true })
  server.close()
})
beforeEach(() => {
  cache = mkdtempSync(join(programs.root, 'cache-'))
  programs.takeCalls()
})

function row(debian = 'debian'): Row {
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}/some-1.0.tar.gz`
  const sha256 = sum('upstream')
  return { name: 'some', url, sha256, debian: { source: 'some=1', sha256: sum(debian) } }
}

test('upstream first, and then what is kept', async () => {
  answer = { status: 200, body: 'upstream' }
  const got = await source(row(), cache)
  expect(got).toMatchObject({ sha256: sum('upstream'), upstream: true })
  expect(readFileSync(got.file, 'utf8')).toBe('upstream')
  answer = { status: 500, body: '' }
  expect(await source(row(), cache)).toEqual(got)
  expect(programs.takeCalls()).toEqual([])
})

test('Debian where upstream cannot be reached', async () => {
  answer = { status: 403, body: 'upstream' }
  const got = await source(row(), cache)
  expect(got).toMatchObject({ sha256: sum('debian'), upstream: false })
})

test('another file at the address ends the build: it is not asked for elsewhere', async () => {
  answer = { status: 200, body: 'another' }
  await expect(source(row(), cache)).rejects.toThrow(`SHA-256 is ${sum('another')}`)
  expect(programs.takeCalls()).toEqual([])
})

test('so does another one of Debian', async () => {
  answer = { status: 404, body: '' }
  await expect(source(row('as it was'), cache)).rejects.toThrow(`SHA-256 is ${sum('debian')}`)
})

test('a folder that was left without its file is none', async () => {
  answer = { status: 200, body: 'upstream' }
  mkdirSync(join(cache, sum('upstream')))
  expect(await source(row(), cache)).toMatchObject({ upstream: true })
})
