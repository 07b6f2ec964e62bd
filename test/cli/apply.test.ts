import { mkdirSync, readdirSync, statSync } from 'node:fs'
import { codecs, readImageSync, writeImageSync } from '../../lib/index'
import { compared, noise, pictureFolder } from '../helpers/cli_pictures'
import { cliJson, runCli } from '../helpers/run_cli'

interface Answer {
  rows: {
    image: string
    codec: string
    backend: string
    encoder: string
    quality: number
    bytes: number
    bpp: number
    psnr: number | null
    'psnr-ycbcr'?: number | null
    identical: boolean
    encodeMs: number
    decodeMs: number
    error?: { code?: string; message: string }
  }[]
  means: Answer['rows']
  unavailable: { codec: string; backend: string; reason: string }[]
}

const at = pictureFolder(compared)
const withoutPrograms = { env: { ...process.env, PATH: '' } }

test('every codec and backend of this machine has a row, the rest a reason', async () => {
  const { code, stdout, stderr } = await runCli(['apply', at('a.png'), '--json'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const { rows, means, unavailable } = JSON.parse(stdout) as Answer
  const all = codecs()
  const names = (list: { name: string; backend: string }[]) => list.map((r) => [r.name, r.backend])
  expect(rows.map(({ codec, backend }) => [codec, backend])).toEqual(
    names(all.filter(({ available }) => available)),
  )
  expect(unavailable.map(({ codec, backend }) => [codec, backend])).toEqual(
    names(all.filter(({ available }) => !available)),
  )
  for (const { reason } of unavailable) expect(reason).toMatch(/install/)
  expect(means).toEqual([])
  for (const row of rows) {
    expect(row.error).toBeUndefined()
    expect(row.bpp).toBeCloseTo((row.bytes * 8) / (48 * 32), 9)
    expect(row.encodeMs).toBeGreaterThan(0)
    expect(row.decodeMs).toBeGreaterThan(0)
    if (row.identical) expect(row.psnr).toBeNull()
    else expect(row.psnr).toBeGreaterThan(15)
  }
  const identical = rows.filter((row) => row.identical).map(({ codec }) => codec)
  expect(new Set(identical)).toEqual(new Set(['png', 'qoi']))
})

test('--encoded and --decoded keep what the table counts', async () => {
  const folders = ['--encoded', at('new/streams'), '--decoded', at('restored')]
  const args = ['apply', at('a.png'), '-c', 'webp,qoi', '-b', 'native', '-q', 'webp=90', ...folders]
  const { rows } = await cliJson<Answer>(args)
  const [webp, qoi] = rows
  expect(readdirSync(at('new/streams')).sort()).toEqual([
    'a_qoi_native_q0.qoi',
    'a_webp_native_q90.webp',
  ])
  expect(statSync(at('new/streams/a_webp_native_q90.webp')).size).toBe(webp!.bytes)
  expect(webp).toMatchObject({ quality: 90, encoder: 'libwebp' })
  expect(readImageSync(at('restored/a_qoi_native_q0.png')).data).toEqual(
    readImageSync(at('a.png')).data,
  )
  expect(qoi).toMatchObject({ identical: true })
})

test('the table has a line each, and the columns of the issue', async () => {
  const { code, stdout, stderr } = await runCli(['apply', at('a.png'), '-c', 'jpeg,qoi'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const [head, ...lines] = stdout.trimEnd().split('\n')
  expect(head!.split(/ {2,}/)).toEqual([
    'codec',
    'backend',
    'encoder',
    'quality',
    'bytes',
    'bpp',
    'PSNR RGB',
    'PSNR 6:1:1',
    'encode ms',
    'decode ms',
  ])
  expect(lines[0]).toMatch(
    /^jpeg +native +libjpeg-turbo +quality 76 +[\d,]+ +[\d.]+ +\d\d\.\d\d +\d\d\.\d\d +[\d.]+ +[\d.]+$/,
  )
  expect(lines[1]).toMatch(/^qoi +native +qoi +lossless +[\d,]+ +[\d.]+ +identical +identical /)
})

test('several pictures: rows of each, and the means', async () => {
  const args = ['apply', at('a.png'), at('b.png'), '-c', 'jpeg', '-q', '80']
  const { rows, means } = await cliJson<Answer>(args)
  expect(rows.map(({ image }) => image)).toEqual([at('a.png'), at('b.png')])
  const mean = (of: (row: Answer['rows'][0]) => number) => (of(rows[0]!) + of(rows[1]!)) / 2
  expect(means).toHaveLength(1)
  expect(means[0]).toMatchObject({ image: 'mean', codec: 'jpeg', quality: 80 })
  expect(means[0]!.bytes).toBeCloseTo(
    mean(({ bytes }) => bytes),
    9,
  )
  expect(means[0]!.psnr).toBeCloseTo(
    mean(({ psnr }) => psnr!),
    9,
  )
  const { stdout } = await runCli(args)
  expect(stdout).toMatch(/^mean +jpeg +native /m)
})

test('pictures of the same name keep files of their own', async () => {
  mkdirSync(at('other'))
  writeImageSync(at('other/a.png'), noise(20, 10, 3))
  const args = ['apply', at('a.png'), at('other/a.png'), '-c', 'jpeg', '--encoded', at('twins')]
  await cliJson(args)
  expect(readdirSync(at('twins')).sort()).toEqual([
    'a-2_jpeg_native_q76.jpg',
    'a_jpeg_native_q76.jpg',
  ])
})

test('settings and qualities of one codec leave the others alone', async () => {
  const args = ['apply', at('a.png'), '-c', 'webp,jpeg', '-b', 'native', '-q', '30,jpeg=90']
  const { rows } = await cliJson<Answer>([...args, '--set', 'webp.lossless', '--set', 'threads=1'])
  expect(rows).toMatchObject([
    { codec: 'webp', quality: 30, identical: true },
    { codec: 'jpeg', quality: 90, identical: false },
  ])
})

test('a gray picture has no YCbCr figures', async () => {
  const { rows } = await cliJson<Answer>(['apply', at('gray.png'), '-c', 'jpeg'])
  expect(rows[0]!.psnr).toBeGreaterThan(20)
  expect(rows[0]).not.toHaveProperty('psnr-ycbcr')
})

test('one failure ends with 1, is told in full, and the others still run', async () => {
  const args = ['apply', at('a.png'), '-c', 'x264,jpeg', '-b', 'native']
  const broken = [...args, '--set', 'x264.options.frobnicate=1']
  const { code, stdout } = await runCli([...broken, '--json'])
  const { rows } = JSON.parse(stdout) as Answer
  expect(code).toBe(1)
  expect(rows).toMatchObject([
    {
      codec: 'x264',
      backend: 'native',
      error: { message: expect.stringContaining('frobnicate') as string },
    },
    { codec: 'jpeg', backend: 'native' },
  ])
  expect(rows[1]!.bytes).toBeGreaterThan(0)
  const table = await runCli(broken)
  expect(table.code).toBe(1)
  expect(table.stdout).toMatch(/^x264 +native +libx264 +failed/m)
  expect(table.stdout).toMatch(/^jpeg +native +libjpeg-turbo +quality 76 /m)
  expect(table.stdout).toMatch(/^ {2}.*a\.png: x264 \(native\): .*frobnicate/m)
})

test('a picture that cannot be read ends with 1, and the others still run', async () => {
  const { code, stdout } = await runCli(['apply', at('missing.png'), at('a.png'), '-c', 'jpeg'])
  expect(code).toBe(1)
  expect(stdout).toMatch(/missing\.png +- +- +- +failed$/m)
  expect(stdout).toMatch(/^Failed:\n {2}.*missing\.png: ENOENT/m)
  expect(stdout).toMatch(/a\.png +jpeg +native/)
})

test('what is not available is listed with what to install; named and all missing, it is a failure', async () => {
  const { code, stdout } = await runCli(['apply', at('a.png'), '-c', 'webp'], withoutPrograms)
  expect(code).toBe(0)
  expect(stdout).toMatch(/^webp +native/m)
  expect(stdout).toMatch(/^ {2}webp \(cli\): .*install/m)
  const alone = ['apply', at('a.png'), '-c', 'webp', '-b', 'cli']
  expect((await runCli(alone, withoutPrograms)).code).toBe(1)
})

test('without the addon the table has the same figures, from the ffmpeg program', async () => {
  const args = ['apply', at('a.png'), '-c', 'webp', '-b', 'ffmpeg']
  const [native, plain] = await Promise.all([
    cliJson<Answer>(args),
    cliJson<Answer>(args, { env: { ...process.env, NODECODECS_NO_ADDON: '1' } }),
  ])
  const row = plain.rows[0]!
  expect(row.psnr).toBeGreaterThan(20)
  expect(Math.abs(row.psnr! - native.rows[0]!.psnr!)).toBeLessThan(2)
})
