import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decode, PNG, probeSync, QOI, readMetadata, writeMetadata } from '../../lib/index'
import { makePicture } from '../helpers/pictures'
import { ended, runCli, startCli } from '../helpers/run_cli'

// Many files, folders, stdin and stdout.

const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-batch-'))
afterAll(() => rmSync(folder, { recursive: true }))
const at = (...names: string[]) => join(folder, ...names)
const timeout = 60_000
const png = new PNG()
const image = makePicture({ width: 20, height: 12 })
const bytes = png.encodeSync(image)

mkdirSync(at('in', 'deep'), { recursive: true })
writeFileSync(at('in', 'a.png'), bytes)
writeFileSync(at('in', 'deep', 'b.png'), bytes)
writeFileSync(at('in', 'deep', 'broken.png'), 'nothing')
writeFileSync(at('in', 'notes.txt'), 'no picture')

test('a folder is mirrored, failures are passed over, what is newer is left alone', async () => {
  const args = ['encode', at('in'), '--to', 'qoi', '--out', at('out'), '--jobs', '2']
  const first = await runCli(args, { timeout })
  expect(first.code).toBe(1)
  expect(first.stderr.split('broken.png: no known format')).toHaveLength(2)
  expect(first.stderr).not.toMatch(/broken\.png: .*broken\.png/)
  expect(first.stderr).toMatch(/2 done, 1 failed/)
  expect(readdirSync(at('out'), { recursive: true }).map(String).sort()).toEqual([
    ...['a.qoi', 'deep', join('deep', 'b.qoi')],
  ])
  expect((await decode(at('out', 'deep', 'b.qoi'))).data).toEqual(image.data)
  rmSync(at('in', 'deep', 'broken.png'))
  const before = statSync(at('out', 'a.qoi')).mtimeMs
  utimesSync(at('in', 'deep', 'b.png'), new Date(), new Date(Date.now() + 5000))
  const second = await runCli(args, { timeout })
  expect([second.code, second.stderr]).toEqual([0, '1 done, 1 skipped (newer)\n'])
  expect(statSync(at('out', 'a.qoi')).mtimeMs).toBe(before)
})

test('- is stdin and stdout; the summary goes to stderr', async () => {
  const child = startCli(['encode', '-', '-', '--to', 'qoi'], { timeout })
  const parts: Buffer[] = []
  child.stdout!.on('data', (part: Buffer) => parts.push(part))
  let stderr = ''
  child.stderr!.on('data', (part: Buffer) => (stderr += String(part)))
  child.stdin!.end(bytes)
  await new Promise((resolve) => child.on('close', resolve))
  expect(Buffer.concat(parts)).toEqual(Buffer.from(new QOI().encodeSync(image)))
  expect(stderr).toMatch(/bytes.*qoi \(native\)/)
  const back = startCli(['decode', '-', at('back.png')], { timeout })
  back.stdin!.end(Buffer.concat(parts))
  expect((await ended(back)).code).toBe(0)
  expect((await decode(at('back.png'))).data).toEqual(image.data)
})

test('metadata, background and target', async () => {
  const exif = Uint8Array.from([
    ...[0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1],
    ...[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0],
  ])
  const clear = png.encodeSync(makePicture({ width: 40, height: 24, channels: 4 }))
  writeFileSync(at('photo.png'), writeMetadata(clear, { exif, xmp: Buffer.from('<x/>') }))
  const out = at('photo.jpg')
  const args = ['encode', at('photo.png'), out, '--background', '#fff']
  expect((await runCli(args, { timeout })).code).toBe(0)
  expect([probeSync(out).width, readMetadata(readFileSync(out))]).toEqual([24, {}])
  const more = ['--metadata', 'xmp', '--no-auto-orient', '--target', 'bytes=1500']
  expect((await runCli([...args, ...more], { timeout })).code).toBe(0)
  const { length } = readFileSync(out)
  expect(length).toBeLessThanOrEqual(1500)
  expect([probeSync(out).width, Object.keys(readMetadata(readFileSync(out)))]).toEqual([
    40,
    ['xmp'],
  ])
})

test.each([
  [['in.png', '-'], /to stdout: expected --to/],
  [['a.png', 'b.png', 'c.qoi'], /several pictures: expected --out DIR/],
  [['a.png', '--out', 'x'], /--out: expected --to/],
  [['a.png', 'b.qoi', '--quality', '10,50,90'], /one number.*sweep --quality 10,50,90/],
  [['a.png', '--out', 'x', '--to', 'qoi', '--jobs', '0'], /Expected a whole number from 1/],
  [['a.png', 'b.jpg', '-q', '5', '-t', 'bpp=1'], /expected one of them/],
  [['a.png', 'b.jpg', '--metadata', 'gps'], /Expected keep, drop or some of icc,exif,xmp/],
  [['a.png', 'b.jpg', '--to', 'png'], /out: expected a name in \.png.*got 'b\.jpg'/],
  [
    ['a.png', '--to', 'jpg', '--out', 'x.jpg'],
    /--out x\.jpg: expected a folder.*encode a\.png x\.jpg/,
  ],
  [['a.png', '--to', 'jpg', '--out', '-'], /--out -: expected a folder.*encode a\.png -/],
])('encode %p is a mistake of the call', async (args, message) => {
  const { code, stderr } = await runCli(['encode', ...args], { timeout })
  expect([code, stderr]).toEqual([2, expect.stringMatching(message)])
  expect(existsSync('x')).toBe(false)
})

test.each([
  [['a.webp', 'b.png', '--to', 'webp'], /--to webp: OUT is named b\.png/],
  [['a.webp', '--out', '-'], /--out -: expected a folder/],
])('decode %p is a mistake of the call', async (args, message) => {
  const { code, stderr } = await runCli(['decode', ...args], { timeout })
  expect([code, stderr]).toEqual([2, expect.stringMatching(message)])
})

test('--to may say what the name says, in another spelling', async () => {
  const one = await runCli(['encode', at('in', 'a.png'), at('x.jpeg'), '--to', 'jpg'], { timeout })
  expect([one.code, one.stderr]).toEqual([0, ''])
  const two = await runCli(['decode', at('x.jpeg'), at('x.tiff'), '--to', 'tif'], { timeout })
  expect([two.code, two.stderr]).toEqual([0, ''])
})
