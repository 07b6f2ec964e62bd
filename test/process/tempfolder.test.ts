import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inTempFolder } from '../../lib/backends/child'
import { perform, type Steps } from '../../lib/task'
import { drive, driveOnThread } from '../helpers/drive'
import { expectNoneLeft } from '../helpers/private_folders'

describe('temp folders', () => {
  const added = expectNoneLeft()

  test.each([
    ['async', drive],
    ['sync', async <T>(steps: Steps<T>) => driveOnThread(steps)],
  ])('%s: private, and gone afterwards', async (_name, go) => {
    const failing = function* (path: string): Steps<never> {
      expect(statSync(path).mode & 0o777).toBe(0o700)
      writeFileSync(join(path, 'file'), 'x')
      expect(added()).toHaveLength(1)
      yield* perform({ run: async () => 5, runSync: () => 5 })
      throw new RangeError('work failed')
    }
    await expect(async () => go(inTempFolder(failing))).rejects.toThrow('work failed')
    expect(added()).toEqual([])
    const working = function* (): Steps<number> {
      return yield* perform({ run: async () => 5, runSync: () => 5 })
    }
    expect(await go(inTempFolder(working))).toBe(5)
    expect(added()).toEqual([])
  })

  test('gone after an abort between two steps, too', async () => {
    const controller = new AbortController()
    const aborted = function* (): Steps<number> {
      controller.abort('enough')
      return yield* perform({ run: async () => 5, runSync: () => 5 })
    }
    const { signal } = controller
    await expect(drive(inTempFolder(aborted), { signal })).rejects.toBe('enough')
    expect(added()).toEqual([])
  })
})
