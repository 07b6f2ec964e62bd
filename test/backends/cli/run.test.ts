import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { cliDecode, cliEncode } from '../../../lib/backends/cli/run'
import { WebP } from '../../../lib/index'
import { findProgram } from '../../../lib/process/executable'
import type { Call } from '../../../lib/process'
import { codecFailure } from '../../helpers/failures'
import { type Driving } from '../../helpers/drive'
import {
  bpg,
  cwebp,
  data,
  misbehaving,
  png,
  readPng,
  shape,
  ways,
} from '../../helpers/child_programs'
import { expectNoneLeft } from '../../helpers/private_folders'
import { standIn } from '../../helpers/stand_in'

expectNoneLeft()

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'cli-test-'))))
afterEach(() => rmSync(folder, { recursive: true }))

describe.each(ways)('%s', (_name, go) => {
  const encode = async (request: Parameters<typeof cliEncode>[0], driving?: Driving) =>
    (await go(cliEncode(request), driving)).bytes
  const decode = async (request: Parameters<typeof cliDecode>[0], driving?: Driving) =>
    (await go(cliDecode(request), driving)).bytes

  test('cwebp and dwebp: lossless is lossless', async () => {
    const bytes = await encode({ cli: cwebp, options: { lossless: true }, quality: 75, png })
    expect(Buffer.from(bytes).toString('latin1', 8, 16)).toBe('WEBPVP8L')
    expect(bytes.buffer.byteLength).toBe(bytes.length)
    const restored = readPng(await decode({ cli: cwebp, options: {}, bytes }))
    expect(restored.shape).toEqual(shape)
    expect(Buffer.compare(restored.data as Uint8Array, data)).toBe(0)
  })

  test('cwebp: a higher quality is larger and closer; dwebp agrees with ffmpeg on the size', async () => {
    const [low, high] = await Promise.all(
      [10, 95].map((quality) => encode({ cli: cwebp, options: {}, quality, png })),
    )
    expect(high!.length).toBeGreaterThan(low!.length)
    const mean = async (bytes: Uint8Array) => {
      const restored = readPng(await decode({ cli: cwebp, options: {}, bytes })).data
      return data.reduce((sum, v, i) => sum + Math.abs(v - (restored[i] ?? 0)), 0) / data.length
    }
    expect(await mean(high!)).toBeLessThan(await mean(low!))
    expect(new WebP().decodeSync(high!).shape).toEqual(shape)
  })

  test('dwebp: damaged data are ERR_DECODE', async () => {
    const bytes = await encode({ cli: cwebp, options: { lossless: true }, quality: 75, png })
    for (const damaged of [bytes.subarray(0, bytes.length / 2), new Uint8Array(100).fill(7)]) {
      const error = await codecFailure(() => decode({ cli: cwebp, options: {}, bytes: damaged }))
      expect(error).toMatchObject({ code: 'ERR_DECODE', exitCode: expect.any(Number) })
      expect(error.command?.[0]).toBe('dwebp')
    }
  })

  test('cwebp: what is no PNG is ERR_CHILD', async () => {
    const bad = { cli: cwebp, options: {}, quality: 75, png: new Uint8Array(100) }
    expect(await codecFailure(() => encode(bad))).toMatchObject({ code: 'ERR_CHILD' })
  })

  test('bpgenc and bpgdec (stand-ins) get the arguments of the description', async () => {
    const record = join(folder, 'record')
    const path = process.env.PATH
    process.env.PATH = join(__dirname, '../../programs/bin') + delimiter + path
    process.env.BPG_RECORD = record
    try {
      const calls: Call[] = []
      const log = (call: Call) => calls.push(call)
      const request = { cli: bpg, options: { format: '444' }, quality: 17, png }
      const bytes = await encode(request, { log })
      expect(bytes.subarray(0, 4)).toEqual(Uint8Array.of(0x42, 0x50, 0x47, 0xfb))
      const restored = readPng(await decode({ cli: bpg, options: {}, bytes }, { log }))
      expect(restored.shape).toEqual(shape)
      const difference = data.map((v, i) => Math.abs(v - (restored.data[i] ?? 0)))
      expect(Math.max(...difference)).toBeLessThan(12)
      const args = JSON.parse(readFileSync(record, 'utf8')) as string[]
      const [output, input] = [args[1], args.at(-1)]
      expect(args).toEqual(
        ['-o', output, '-q', '17', '-f', '444', '-e', 'x265', '-c', 'ycbcr', '-b', '8', '-m', '9', input], // prettier-ignore
      )
      expect(input).toMatch(/nodecodecs-.*\/in\.png$/)
      expect(calls.map(({ command, exitCode }) => [command, exitCode])).toEqual([
        ['bpgenc', 0],
        ['bpgdec', 0],
      ])
      const wrong = { ...request, options: { format: '443' } }
      expect(await codecFailure(() => encode(wrong))).toMatchObject({
        code: 'ERR_CHILD',
        exitCode: 1,
      })
      const damaged = { cli: bpg, options: {}, bytes: bytes.subarray(1) }
      expect((await codecFailure(() => decode(damaged))).code).toBe('ERR_DECODE')
    } finally {
      process.env.PATH = path
      delete process.env.BPG_RECORD
    }
  })

  test.each<[string, string, Driving, object]>([
    ['die', 'ERR_CHILD', {}, { signal: 'SIGKILL' }],
    ['fail', 'ERR_CHILD', {}, { exitCode: 3 }],
    ['hang', 'ERR_TIMEOUT', { timeout: 300 }, {}],
    ['flood', 'ERR_LIMIT', {}, {}],
    ['ignore-stdin', 'ERR_CHILD', {}, { exitCode: 0 }],
    ['missing', 'ERR_UNAVAILABLE', {}, {}],
  ])('%s: %s', async (name, code, options, details) => {
    const cli = misbehaving(standIn(name), [])
    const encoding = { cli, options: {}, quality: 1, png, maxOutputBytes: 100_000 }
    expect(await codecFailure(() => encode(encoding, options))).toMatchObject({ code, ...details })
    const decoding = { cli, options: {}, bytes: png, maxPixels: 10_000 }
    const error = await codecFailure(() => decode(decoding, options))
    expect(error).toMatchObject({ code, ...details })
    if (code === 'ERR_UNAVAILABLE') expect(error.message).toMatch(/install it somehow/)
    if (name === 'ignore-stdin') expect(error.message).toMatch(/wrote nothing/)
  })

  test('a larger file than maxOutputBytes is ERR_LIMIT', async () => {
    const request = { cli: cwebp, options: { lossless: true }, quality: 75, png }
    const { length } = await encode(request)
    expect(await encode({ ...request, maxOutputBytes: length })).toHaveLength(length)
    const error = await codecFailure(() => encode({ ...request, maxOutputBytes: length - 1 }))
    expect(error).toMatchObject({ code: 'ERR_LIMIT' })
    expect(error.message).toMatch(`more than maxOutputBytes = ${length - 1} allows`)
  })

  const bounded = process.platform === 'linux' && findProgram('prlimit') !== undefined
  const ifBounded = bounded ? test : test.skip
  const title = 'a program that floods its file is ended long before the disk is full'
  ifBounded(bounded ? title : `${title} (skipped: no prlimit)`, async () => {
    const cli = misbehaving(standIn('flood-file'), ['{out}'])
    const request = { cli, options: {}, quality: 1, png, maxOutputBytes: 1_000_000 }
    const error = await codecFailure(() => encode(request, { timeout: 30_000 }))
    expect(error.code).toBe('ERR_LIMIT')
  })

  test('a signal that is already aborted', async () => {
    const signal = AbortSignal.abort('too late')
    const request = { cli: cwebp, options: {}, quality: 75, png }
    await expect(encode(request, { signal })).rejects.toBe('too late')
    await expect(decode({ cli: cwebp, options: {}, bytes: png }, { signal })).rejects.toBe(
      'too late',
    )
  })

  test('{in} and {out} are filled in wherever they are, and nothing else is', async () => {
    const cli = misbehaving(standIn('echo'), ['--from={in}', '{out}', '$&', '{IN}', '{in}{in}'])
    const calls: Call[] = []
    const log = (call: Call) => calls.push(call)
    await codecFailure(() => encode({ cli, options: {}, quality: 1, png }, { log }))
    const [from, out, ...rest] = calls[0]!.args
    const file = from!.slice('--from='.length)
    expect(file).toMatch(/nodecodecs-[^/]+\/in\.png$/)
    expect(out).toBe(file.replace('in.png', 'out'))
    expect(rest).toEqual(['$&', '{IN}', file + file])
  })
})
