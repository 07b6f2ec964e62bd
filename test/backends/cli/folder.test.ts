import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cliDecode, cliEncode } from '../../../lib/backends/cli/run'
import { drive, driveOnThread } from '../../helpers/drive'
import { cwebp, data, misbehaving, png, readPng } from '../../helpers/child_programs'
import { standIn } from '../../helpers/stand_in'

// os.tmpdir() looks at the environment of the real process, which jest hides from its tests.
let mockTempRoot: string | undefined

jest.mock('node:os', () => {
  const os = jest.requireActual<typeof import('node:os')>('node:os')
  return { ...os, tmpdir: () => mockTempRoot ?? os.tmpdir() }
})

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-test-'))
  mockTempRoot = folder
})

afterEach(() => {
  // Whatever a test did: no private folder is left.
  const left = readdirSync(folder).filter((name) => name.startsWith('nodecodecs-'))
  mockTempRoot = undefined
  rmSync(folder, { recursive: true })
  expect(left).toEqual([])
})

test('abort while the program runs kills it and removes the folder', async () => {
  const controller = new AbortController()
  const request = { cli: misbehaving(standIn('hang'), []), options: {}, quality: 1, png }
  const running = drive(cliEncode(request), { signal: controller.signal })
  const reason = new Error('enough')
  setTimeout(() => controller.abort(reason), 300)
  await expect(running).rejects.toBe(reason)
})

test('nobody else can look into the folder while the program runs', async () => {
  const controller = new AbortController()
  const request = { cli: misbehaving(standIn('hang'), []), options: {}, quality: 1, png }
  const running = drive(cliEncode(request), { signal: controller.signal })
  let path: string | undefined
  while (path === undefined) {
    await new Promise((resolve) => setTimeout(resolve, 10))
    const [name] = readdirSync(folder)
    if (name !== undefined && readdirSync(join(folder, name)).length > 0) path = join(folder, name)
  }
  expect(statSync(path).mode & 0o777).toBe(0o700)
  expect(statSync(join(path, 'in.png')).mode & 0o777).toBe(0o600)
  controller.abort('seen')
  await expect(running).rejects.toBe('seen')
})

test('the bytes may change as soon as cliDecode has returned', async () => {
  const source = { cli: cwebp, options: { lossless: true }, quality: 75, png }
  const { bytes } = driveOnThread(cliEncode(source))
  const decoding = drive(cliDecode({ cli: cwebp, options: {}, bytes }))
  bytes.fill(0)
  expect(Buffer.compare(readPng((await decoding).bytes).data as Uint8Array, data)).toBe(0)
})
