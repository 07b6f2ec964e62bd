import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type * as NodePromises from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeBytes } from '../../lib/files/bytes'
import { PNG } from '../../lib/index'
import { drive } from '../helpers/drive'
import { failure } from '../helpers/failures'
import { makePicture } from '../helpers/pictures'
import { itWhere } from '../helpers/where'

jest.mock('node:fs/promises', () => ({
  ...jest.requireActual<typeof NodePromises>('node:fs/promises'),
}))
const promises = jest.requireMock<typeof NodePromises>('node:fs/promises')

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'nodecodecs-full-'))))
afterEach(() => {
  jest.restoreAllMocks()
  rmSync(folder, { recursive: true })
})

const image = makePicture({ width: 20, height: 12 })
const full = '/dev/full' // takes no byte: a full disk for who writes into it
const png = new PNG()

describe('a full disk names the file', () => {
  const ways: [name: string, write: () => unknown][] = [
    ['encode', () => png.encode(image, { to: full })],
    ['encodeSync', () => png.encodeSync(image, { to: full })],
    ['apply', () => png.apply(image, { encoded: full })],
  ]
  itWhere(existsSync(full), 'no /dev/full').each(ways)('%s', async (_name, write) => {
    const error = await failure((async () => write())())
    expect(error).toMatchObject({ code: 'ENOSPC', path: full })
    expect(error.message).toContain(`'${full}'`)
  })
})

// Each step of writing, where it fails and where the call is aborted in it.
const phases = ['stat', 'writeFile', 'chmod', 'rename'] as const

describe.each(phases)('while it is in %s', (phase) => {
  const actual = jest.requireActual<typeof NodePromises>('node:fs/promises')

  test('a failure leaves the old file whole, and nothing beside it', async () => {
    const path = join(folder, 'old.png')
    writeFileSync(path, 'precious')
    const broken = Object.assign(new Error('EIO: i/o error'), { code: 'EIO', syscall: phase })
    jest.spyOn(promises, phase).mockRejectedValueOnce(broken)
    expect(await failure(drive(writeBytes(path, Uint8Array.of(1, 2, 3))))).toBe(broken)
    expect(readFileSync(path, 'latin1')).toBe('precious')
    expect(readdirSync(folder)).toEqual(['old.png'])
  })

  test('an abort leaves a whole file, and nothing beside it', async () => {
    const path = join(folder, 'old.png')
    writeFileSync(path, 'precious')
    const controller = new AbortController()
    jest.spyOn(promises, phase).mockImplementationOnce((async (...given: never[]) => {
      controller.abort('enough')
      return await (actual[phase] as (...all: never[]) => Promise<unknown>)(...given)
    }) as never)
    const { signal } = controller
    await drive(writeBytes(path, Uint8Array.of(1, 2, 3)), { signal }).catch(() => undefined)
    const expected = phase === 'rename' ? Buffer.of(1, 2, 3) : Buffer.from('precious')
    expect(readFileSync(path)).toEqual(expected)
    expect(readdirSync(folder)).toEqual(['old.png'])
  })
})
