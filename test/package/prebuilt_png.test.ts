import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync, inflateSync } from 'node:zlib'

// What the prebuilt addon's PNG encoder compresses by (util/prebuilt/zlib_by_libdeflate.c), against
// Node's zlib. It is compiled here, where a compiler and libdeflate's headers are.
const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-deflate-'))
afterAll(() => rmSync(folder, { recursive: true }))

const prebuilt = join(__dirname, '../../util/prebuilt')
const program = join(folder, 'deflate')
const compiled = spawnSync(
  'cc',
  [
    ...['-O1', '-Wall', '-Wextra', '-include', join(prebuilt, 'zlib_by_libdeflate.h')],
    ...[join(__dirname, '../fixtures/deflate.c'), join(prebuilt, 'zlib_by_libdeflate.c')],
    ...['-ldeflate', '-o', program],
  ],
  { encoding: 'utf8', timeout: 60_000 },
)
const missing = compiled.error
  ? 'no C compiler'
  : /(libdeflate|zlib)\.h: No such file|ldeflate/.exec(compiled.stderr)
    ? 'no headers of libdeflate'
    : undefined

function compress(input: Buffer, level: number, feed: number, room: number): Buffer {
  const args = [level, feed, room].map(String)
  const { status, stdout } = spawnSync(program, args, { input, timeout: 30_000 })
  if (status !== 0) throw new Error(`exit code ${status}`)
  return stdout
}

const rows = Buffer.from(Array.from({ length: 300 * 901 }, (_, i) => ((i * i) % 97) & (i >> 7)))
const inputs = { nothing: Buffer.alloc(0), 'a byte': Buffer.from([7]), rows }

;(missing ? describe.skip : describe)(
  `zlib's deflate by libdeflate${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    test('compiles without a warning', () => {
      expect(compiled.stderr).toBe('')
      expect(compiled.status).toBe(0)
    })

    describe.each(Object.entries(inputs))('%s', (_, input) => {
      test.each([-1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9])('at level %i is whole again', (level) => {
        expect(inflateSync(compress(input, level, 901, 4096)).equals(input)).toBe(true)
      })

      test.each([
        [1, 4096],
        [901, 1],
        [1 << 20, 1 << 20],
      ])('given in parts of %i and taken in parts of %i is the same', (feed, room) => {
        const whole = compress(input, 6, 901, 4096)
        expect(compress(input, 6, feed, room).equals(whole)).toBe(true)
      })
    })

    test('a higher level is no larger, and the highest smaller than zlib', () => {
      const sizes = [1, 4, 6, 9].map((level) => compress(rows, level, 901, 4096).length)
      expect(sizes).toEqual([...sizes].sort((a, b) => b - a))
      expect(sizes[3]).toBeLessThan(deflateSync(rows, { level: 9 }).length)
    })
  },
)
