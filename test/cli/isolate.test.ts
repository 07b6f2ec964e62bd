import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { QOI } from '../../lib/index'
import { makePicture } from '../helpers/pictures'
import { runCli } from '../helpers/run_cli'

// `--isolate`: the program's decode in a process of its own, with the same pixels and errors.

const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-cli-isolate-'))
afterAll(() => rmSync(folder, { recursive: true }))
const at = (name: string) => join(folder, name)
const bytes = new QOI().encodeSync(makePicture({ width: 40, height: 30 }))
writeFileSync(at('whole.qoi'), bytes)
writeFileSync(at('half.qoi'), bytes.subarray(0, bytes.length >> 1))

jest.setTimeout(120_000) // two processes compile the sources
const timeout = 100_000

test('decode --isolate writes what decode writes', async () => {
  await runCli(['decode', at('whole.qoi'), at('plain.ppm')], { timeout })
  const isolated = ['decode', at('whole.qoi'), at('isolated.ppm'), '--isolate']
  expect(await runCli(isolated, { timeout })).toMatchObject({ code: 0, stderr: '' })
  expect(readFileSync(at('isolated.ppm')).equals(readFileSync(at('plain.ppm')))).toBe(true)
})

test('a damaged file is its error, and exit code 1', async () => {
  const { code, stderr } = await runCli(['decode', at('half.qoi'), at('no.ppm'), '--isolate'], {
    timeout,
  })
  expect([code, stderr]).toEqual([1, expect.stringContaining('ERR_DECODE')])
})
