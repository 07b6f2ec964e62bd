import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PNG, readMetadata, writeMetadata } from '../../lib/index'
import { makePicture } from '../helpers/pictures'
import { cliJson, runCli } from '../helpers/run_cli'

// apply's further columns, its CSV, and how it takes pictures.

const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-apply-'))
afterAll(() => rmSync(folder, { recursive: true }))
const at = (...names: string[]) => join(folder, ...names)
const timeout = 60_000
const png = new PNG()
writeFileSync(at('a, b.png'), png.encodeSync(makePicture({ width: 200, height: 180 })))
writeFileSync(at('alpha.png'), png.encodeSync(makePicture({ width: 24, height: 16, channels: 4 })))

interface Answer {
  rows: { codec: string; metrics?: Record<string, number>; bytes: number; error?: object }[]
  means: { metrics?: Record<string, number> }[]
}

const quick = ['-b', 'native', '--effort', '0']

test('--metrics are columns, in the table, JSON and CSV', async () => {
  const args = [
    'apply',
    at('a, b.png'),
    ...quick,
    '-c',
    'jpeg,webp,png',
    '--metrics',
    'ms-ssim,vif',
  ]
  const json = await cliJson<Answer>([...args, '--match', 'bpp=1.5'], { timeout })
  const jpeg = json.rows.find(({ codec }) => codec === 'jpeg')!
  expect(jpeg.metrics!['ms-ssim']).toBeGreaterThan(0.9)
  const table = await runCli([...args, '-q', 'jpeg=50,webp=50'], { timeout })
  expect(table.stdout).toMatch(/PSNR 6:1:1 +ms-ssim +vif +encode ms/)
  const { code, stdout } = await runCli([...args, '-q', 'jpeg=50,webp=50', '--csv'], { timeout })
  expect(code).toBe(0)
  const [head, ...lines] = stdout.trimEnd().split('\n')
  expect(head).toBe(
    'image,codec,backend,encoder,quality,bytes,bpp,psnr,psnr-ycbcr,ms-ssim,vif,encodeMs,decodeMs,error',
  )
  expect(lines.map((line) => line.split(',').slice(2, 3)[0])).toEqual(['jpeg', 'webp', 'png'])
  for (const line of lines) expect(line.startsWith(`"${at('a, b.png')}",`)).toBe(true)
  expect(lines[2]).toMatch(/,inf,inf,1,(1|0\.9999\d*),/)
})

test('a failure is a line too', async () => {
  writeFileSync(at('cut.png'), 'nothing')
  const args = ['apply', at('cut.png'), at('a, b.png'), ...quick, '-c', 'png', '--csv']
  const { code, stdout } = await runCli(args, { timeout })
  expect(code).toBe(1)
  expect(stdout.split('\n')[1]).toMatch(/cut\.png,,,,,,,,,,,.*no known format/)
  expect(stdout.split('\n')[2]).toMatch(/,png,native,/)
})

test('--background, --metadata, --effort of codecs that have none', async () => {
  const flat = await cliJson<Answer>(
    ['apply', at('alpha.png'), ...quick, '-c', 'jpeg,qoi', '-q', 'jpeg=90', '--background', '#fff'],
    { timeout },
  )
  expect(flat.rows.filter(({ error }) => error)).toEqual([])
  const xmp = Buffer.from('<x/>')
  const named = writeMetadata(png.encodeSync(makePicture({ width: 24, height: 16 })), { xmp })
  writeFileSync(at('xmp.png'), named)
  const args = ['apply', at('xmp.png'), ...quick, '-c', 'png', '--encoded', at('streams')]
  const [without] = (await cliJson<Answer>(args, { timeout })).rows
  const [kept] = (await cliJson<Answer>([...args, '--metadata', 'keep'], { timeout })).rows
  expect(kept!.bytes).toBeGreaterThan(without!.bytes + xmp.length)
  const stream = readFileSync(at('streams', 'xmp_png_native_q0.png'))
  expect(readMetadata(stream).xmp).toEqual(Uint8Array.from(xmp))
})

test('mistakes', async () => {
  for (const [args, text] of [
    [
      ['apply', at('alpha.png'), '-c', 'webp', '-q', '10,50'],
      /one for all codecs, got 10,50.*sweep/,
    ],
    [['apply', at('alpha.png'), '--csv', '--json'], /--csv and --json/],
    [['apply', at('alpha.png'), '--metrics', 'psnrr'], /did you mean 'psnr'/],
    [['encode', at('alpha.png'), at('x.webp'), '-q', '10,50'], /one number.*sweep --quality 10,50/],
  ] as const) {
    const { code, stderr } = await runCli(args, { timeout })
    expect([code, stderr]).toEqual([2, expect.stringMatching(text)])
  }
})
