import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { JPEG2000 } from '../../lib'
import { verifyJp2 } from '../../lib/bitstream/jp2'
import { makePicture } from '../helpers/pictures'
import { itWhere } from '../helpers/where'

const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-jp2-alpha-'))
afterAll(() => rmSync(folder, { recursive: true }))
const codec = new JPEG2000({ lossless: true })
const test = itWhere(codec.available(), 'no JPEG 2000 here')

const hasBox = (bytes: Uint8Array, type: string): boolean => Buffer.from(bytes).includes(type)

test.each([8, 12, 16])('RGBA of %i bits says which channel is alpha', (bitDepth) => {
  const picture = makePicture({ width: 64, height: 48, channels: 4, bitDepth })
  const file = codec.encodeSync(picture)
  const at = Buffer.from(file).indexOf('cdef')
  // Of channels 0 to 3: type, association (T.800 table I.16): colours 1 to 3, opacity of all.
  const fields = [0, 0, 1, 1, 0, 2, 2, 0, 3, 3, 1, 0].flatMap((v) => [0, v])
  expect(Array.from(file.subarray(at - 4, at + 30))).toEqual([0, 0, 0, 34, ...Buffer.from('cdef'), 0, 4, ...fields]) // prettier-ignore
  expect(() => verifyJp2(file)).not.toThrow()
  expect(codec.decodeSync(file).data).toEqual(picture.data)
})

test('others and bare codestreams are as they were', () => {
  expect(hasBox(codec.encodeSync(makePicture({ width: 64, height: 48 })), 'cdef')).toBe(false)
  const bare = new JPEG2000({ lossless: true, format: 'j2k' })
  const picture = makePicture({ width: 64, height: 48, channels: 4 })
  expect(hasBox(bare.encodeSync(picture), 'cdef')).toBe(false)
})

const hasOpj = spawnSync('opj_decompress', ['-h']).error === undefined
itWhere(codec.available() && hasOpj, 'no opj_decompress')("OpenJPEG's program reads it", () => {
  const picture = makePicture({ width: 64, height: 48, channels: 4 })
  const [file, out] = [join(folder, 'a.jp2'), join(folder, 'a.rgba')]
  writeFileSync(file, codec.encodeSync(picture))
  const { status } = spawnSync('opj_decompress', ['-i', file, '-o', `${out}.raw`], { timeout: 60_000 }) // prettier-ignore
  expect(status).toBe(0)
  const planes = readFileSync(`${out}.raw`)
  const expected = [0, 1, 2, 3].flatMap((c) => Array.from(picture.data).filter((_, i) => i % 4 === c)) // prettier-ignore
  expect(Array.from(planes)).toEqual(expected)
})
