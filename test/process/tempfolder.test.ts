import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inTempFolder } from '../../lib/backends/child'
import { perform, type Steps } from '../../lib/task'
import { drive, driveOnThread } from '../helpers/drive'

// os.tmpdir() looks at the environment of the real process, which jest hides from its tests.
let mockTempRoot: string | undefined

jest.mock('node:os', () => {
  const os = jest.requireActual<typeof import('node:os')>('node:os')
  return { ...os, tmpdir: () => mockTempRoot ?? os.tmpdir() }
})

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'process-test-'))))
afterEach(() => rmSync(folder, { recursive: true }))

describe('temp folders', () => {
  beforeEach(() => (mockTempRoot = folder))
  afterEach(() => (mockTempRoot = undefined))

  test.each([
    ['async', drive],
    ['sync', async <T>(steps: Steps<T>) => driveOnThread(steps)],
  ])('%s: private, and gone afterwards', async (_name, go) => {
    const failing = function* (path: string): Steps<never> {
      expect(statSync(path).mode & 0o777).toBe(0o700)
      writeFileSync(join(path, 'file'), 'x')
      expect(readdirSync(folder)).toHaveLength(1)
      yield* perform({ run: async () => 5, runSync: () => 5 })
      throw new RangeError('work failed')
    }
    await expect(async () => go(inTempFolder(failing))).rejects.toThrow('work failed')
    expect(readdirSync(folder)).toEqual([])
    const working = function* (): Steps<number> {
      return yield* perform({ run: async () => 5, runSync: () => 5 })
    }
    expect(await go(inTempFolder(working))).toBe(5)
    expect(readdirSync(folder)).toEqual([])
  })

  test('gone after an abort between two steps, too', async () => {
    const controller = new AbortController()
    const aborted = function* (): Steps<number> {
      controller.abort('enough')
      return yield* perform({ run: async () => 5, runSync: () => 5 })
    }
    const { signal } = controller
    await expect(drive(inTempFolder(aborted), { signal })).rejects.toBe('enough')
    expect(readdirSync(folder)).toEqual([])
  })
})
