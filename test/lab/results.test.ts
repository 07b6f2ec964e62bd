import fs, { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Ajv from 'ajv/dist/2020'
import {
  isResult,
  keyOf,
  latest,
  openRows,
  parseRows,
  readRows,
  valueOf,
  writeRows,
} from '../../lab/results/index'
import { readResults } from '../../lab/files/read'
import schema from '../../lab/results/schema.json'
import { failedRow, resultRow } from './rows'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nodecodecs-lab-'))
  file = join(folder, 'results.jsonl')
})
afterEach(() => rmSync(folder, { recursive: true }))

const [a, b, c] = [22, 27, 32].map((quality) => resultRow({ quality }))
const failed = failedRow({ quality: 51 })
const append = (...rows: Parameters<ReturnType<typeof openRows>['append']>[0][]) => {
  const out = openRows(file)
  for (const row of rows) out.append(row)
  out.close()
}

test('rows come back as they went, one line each', () => {
  append(a!, failed, b!)
  expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(4)
  expect(readRows(file)).toEqual([a, failed, b])
  expect(readRows(join(folder, 'none.jsonl'))).toEqual([])
})

test.each([1, 40, 400])('a last line that lacks its last %d bytes is dropped', (torn) => {
  append(a!, b!)
  const bytes = readFileSync(file)
  writeFileSync(file, bytes.subarray(0, bytes.length - 1 - torn))
  expect(readRows(file)).toEqual([a])
  append(c!)
  expect(readRows(file)).toEqual([a, c])
})

test('a whole last line without its line end is kept', () => {
  append(a!)
  writeFileSync(file, readFileSync(file, 'utf8').trimEnd())
  append(b!)
  expect(readRows(file)).toEqual([a, b])
})

test('a broken line inside is an error that names file and line, not a point less', () => {
  append(a!)
  appendFileSync(file, '{"schema":1,\n')
  append(b!)
  expect(() => readRows(file)).toThrow(`${file}:2: not JSON`)
})

test('later rows of a point add metrics and times to it', () => {
  const more = { ...a!, metrics: { ssimulacra2: 71 }, metricVersions: { ssimulacra2: 'x' } }
  append(a!, b!, more)
  const [first, ...rest] = readRows(file)
  expect(rest).toEqual([b])
  expect(first).toMatchObject({ metrics: { ...a!.metrics, ssimulacra2: 71 } })
})

test('a success outlives a failure of the same point, in either order', () => {
  const failure = failedRow({ quality: 22 })
  expect(failure.key).toBe(a!.key)
  expect(latest([failure, a!])).toEqual([a])
  expect(latest([a!, failure])).toEqual([a])
})

test('a file is replaced as a whole', () => {
  append(a!)
  writeRows(file, [b!, c!])
  expect(readRows(file)).toEqual([b, c])
})

test('a line of which a part was written is whole after all, or ends the sweep', () => {
  const whole = fs.writeSync
  const part = (file: number, bytes: Buffer) => whole(file, bytes.subarray(0, 100))
  const write = jest.spyOn(fs, 'writeSync').mockImplementationOnce(part as typeof whole)
  append(a!, b!)
  write.mockRestore()
  expect(readRows(file)).toEqual([a, b])
})

test('files of more rows than a call takes arguments', () => {
  const lines = `${JSON.stringify(a)}\n`.repeat(130_000)
  writeFileSync(file, lines)
  expect(readResults([file]).rows).toEqual([a])
}, 120_000)

test('null is the infinite PSNR of identical pictures', () => {
  const row = resultRow({ metrics: { psnr: null, ssim: 1 } })
  expect([valueOf(row, 'psnr'), valueOf(row, 'ssim'), valueOf(row, 'vmaf')]).toEqual([
    Infinity,
    1,
    undefined,
  ])
})

describe('the key', () => {
  test('is the same whatever the order of options, and for another label or machine', () => {
    const options = Object.fromEntries(Object.entries(a!.options).reverse())
    const machine = { ...a!.machine, host: 'other' }
    expect(keyOf({ ...a!, options, label: 'x', machine } as typeof a & object)).toBe(a!.key)
  })

  test.each([
    ['the samples', { picture: { ...a!.picture, sha256: 'b'.repeat(64) } }],
    ['an option', { options: { ...a!.options, preset: 'slow' } }],
    ['the quality', { quality: 23 }],
    ['the encoder', { encoder: 'other' }],
    ["a library's version", { versions: { ...a!.versions, encoder: 'FFmpeg 9' } }],
    ['the backend', { backend: 'ffmpeg' }],
  ])('changes with %s', (_, change) => {
    expect(keyOf({ ...a!, ...change })).not.toBe(a!.key)
  })
})

describe('the schema and the reader agree', () => {
  const ajv = new Ajv({ strict: false, validateFormats: false })
  const valid = ajv.compile(schema)
  const read = (value: unknown) => parseRows(Buffer.from(`${JSON.stringify(value)}\n`))

  const unread = failedRow({ picture: { name: 'broken.png' } })
  test.each([
    a!,
    failed,
    unread,
    resultRow({ metrics: { psnr: null } }),
    resultRow({ split: null }),
  ])('on what is a row: %#', (row) => {
    expect(valid(row)).toBe(true)
    expect(read(row)).toEqual([row])
  })

  const without = (name: string) =>
    Object.fromEntries(Object.entries(a!).filter(([key]) => key !== name))
  const spoilt: [string, unknown][] = [
    ...Object.keys(a!).map((name): [string, unknown] => [`no ${name}`, without(name)]),
    ...Object.keys(a!).map((name): [string, unknown] => [`${name}: [1]`, { ...a!, [name]: [1] }]),
    ['a key of another form', { ...a!, key: 'xyz' }],
    ['fewer than no bytes', { ...a!, bytes: -1 }],
    ['half a byte', { ...a!, bytes: 0.5 }],
    ['a metric that is text', { ...a!, metrics: { psnr: 'Infinity' } }],
    ['a picture without a width', { ...a!, picture: { ...a!.picture, width: undefined } }],
    ['a picture with a name alone', { ...a!, picture: { name: 'broken.png' } }],
    ['an error without a message', { ...failed, error: { code: 'ERR_ENCODE' } }],
    ['no object', 3],
    ['null', null],
  ]
  test.each(spoilt)('on what is none: %s', (_, value) => {
    const asJson = JSON.parse(JSON.stringify(value)) as unknown
    expect(valid(asJson)).toBe(false)
    expect(() => read(value)).toThrow(RangeError)
  })

  test('a row of a later form is told as such', () => {
    expect(() => read({ ...a!, schema: 2 })).toThrow('a row of form 2')
    expect(isResult(failed)).toBe(false)
  })
})
