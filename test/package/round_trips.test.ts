import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// util/prebuilt/round_trips.js with a library that keeps pictures as they are, but for one fault: each
// is found.
const script = join(__dirname, '../../util/prebuilt/round_trips.js')
const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-round-trips-'))
const place = join(folder, 'node_modules/nodecodecs')
mkdirSync(place, { recursive: true })
afterAll(() => rmSync(folder, { recursive: true }))

const run = (...args: string[]) =>
  spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', timeout: 50_000 })

/** `fault`: lines that change the library before it is handed out. */
function tripsWith(fault: string) {
  writeFileSync(
    join(place, 'index.js'),
    `const { readFileSync, writeFileSync } = require('node:fs')
    const names = 'x264 x265 av1 webp jpeg mjpeg jpeg2000 bpg avif heic jxl vp9 png qoi vvc'.split(' ')
    const rows = names.map((name) => ({ name, backend: 'native', available: name !== 'vvc' }))
    const restored = (bytes, bitDepth = 8) => {
      const samples = bitDepth > 8 ? Uint16Array : Uint8Array
      const data = new samples(bytes).map((value) => value * (2 ** bitDepth - 1) / 255)
      return { shape: [80, 96, 3], data, bitDepth }
    }
    const lib = {
      rows,
      codecs: () => lib.rows,
      depth: (name, options) => Number(/\\d+(?=le)/.exec(options.pixelFormat ?? '') ?? 8),
      createCodec: (name, options) => ({
        options,
        encodeSync: ({ data }) => data,
        decodeSync: (bytes) => lib.restored(bytes, lib.depth(name, options)),
      }),
      restored,
      writeImageSync: (file, { data }) => writeFileSync(file, data),
      readImageSync: (file) => lib.restored(readFileSync(file)),
    }
    ${fault}
    module.exports = lib`,
  )
  const { status, stdout } = run(folder)
  const failed = stdout.split('\n').filter((line) => line.includes('FAILED'))
  return { status, failed: failed.map((line) => line.replace(/\s+/g, ' ')), stdout }
}

test('all is well', () => {
  const { status, failed, stdout } = tripsWith('')
  expect(failed).toEqual([])
  expect(stdout).toMatch(/\n123 done, 0 failed\n$/)
  expect(status).toBe(0)
})

const refuse = (which: string) => `const create = lib.createCodec
  lib.createCodec = (name, options) => {
    if (${which}) throw new RangeError('pixelFormat: expected others')
    return create(name, options)
  }`

test.each([
  [
    'a depth that is not there',
    refuse(`name === 'x265' && options.pixelFormat === 'yuv444p12le'`),
    [/^x265 .*yuv444p12le.* FAILED pixelFormat/],
  ],
  [
    'a fault in the library that is a TypeError',
    `const create = lib.createCodec
    lib.createCodec = (name, options) => create(name, name === 'qoi' ? undefined.options : options)`,
    [/^qoi .* FAILED .*undefined/],
  ],
  [
    'a depth that is lost',
    `lib.depth = (name, { pixelFormat }) => (/10le|12le/.test(pixelFormat) && name !== 'vp9' ? 10 : 8)`,
    [/yuv420p12le.* FAILED 10 bits came back/, /^vp9 .*yuv420p10le.* FAILED 8 bits came back/],
  ],
  [
    'a file that is black',
    `lib.readImageSync = () => restored(new Uint8Array(96 * 80 * 3))`,
    [/^file \.png FAILED .*another picture/],
  ],
  [
    'colours that are exchanged',
    `lib.restored = (bytes) => restored(bytes.map((_, i) => bytes[i + [2, 0, -2][i % 3]]))`,
    [/^jpeg \{\} FAILED .*another picture/, /^file \.bmp FAILED/],
  ],
  [
    'a size that is another',
    `lib.readImageSync = (file) => ({ ...restored(readFileSync(file)), shape: [96, 80, 3] })`,
    [/^file \.png FAILED 96 x 80 x 3 came back/],
  ],
  [
    'a codec that is not there',
    `rows[0].available = false; rows[0].reason = 'none'`,
    [/^x264 FAILED none/],
  ],
  [
    'a codec of which nothing is said',
    `lib.rows = rows.slice(1)`,
    [/^x264 FAILED codecs\(\) does not have it/],
  ],
  [
    'a codec without jobs',
    `rows.push({ name: 'new', backend: 'native', available: true })`,
    [/^new FAILED this script has no jobs/],
  ],
  [
    'what is done by a program of the machine',
    `lib.writeImageSync = (file, { data }) => {
      if (process.env.PATH === '') throw new Error('no program')
      writeFileSync(file, data)
    }`,
    [/^file \.png FAILED no program/],
  ],
])('%s is a failure', (_, fault, wanted) => {
  const { status, failed } = tripsWith(fault)
  for (const line of wanted) expect(failed).toContainEqual(expect.stringMatching(line))
  expect(status).toBe(1)
})

test('what is lossless has to be', () => {
  const { status, failed } = tripsWith(
    `lib.restored = (bytes, depth) => restored(bytes.map((value) => value ^ 1), depth)`,
  )
  expect(failed).toContainEqual(expect.stringMatching(/^jxl .*lossless.* FAILED lossless, but/))
  expect(failed.some((line) => /^jxl \{\}/.test(line))).toBe(false)
  expect(status).toBe(1)
})

test('--help says what there is; another option, and a second folder, are refused', () => {
  expect(run('--help')).toMatchObject({ status: 0, stdout: expect.stringMatching('FOLDER') })
  expect(run('--folder').status).toBe(1)
  expect(run(folder, folder).stderr).toMatch(/one folder/)
})
