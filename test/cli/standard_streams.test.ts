import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PNG, readImage, readImageSync, readMetadata, WebP, writeMetadata } from '../../lib/index'
import { makePicture } from '../helpers/pictures'
import { ended, runCli, startCli } from '../helpers/run_cli'

// `-` wherever a file is named; decode of many; readers that have enough.

const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-streams-'))
afterAll(() => rmSync(folder, { recursive: true }))
const at = (...names: string[]) => join(folder, ...names)
const timeout = 60_000
const image = makePicture({ width: 20, height: 12 })
const png = new PNG().encodeSync(image)
writeFileSync(at('a.png'), png)

/** A call that is given bytes on stdin. */
function fed(args: readonly string[], bytes: Uint8Array) {
  const child = startCli(args, { timeout })
  child.stdin!.on('error', () => undefined) // it may end before it has read all
  child.stdin!.end(bytes)
  return ended(child)
}

test('inspect, probe, metrics and apply read stdin', async () => {
  const inspected = await fed(['inspect', '-', '--json'], png)
  expect(JSON.parse(inspected.stdout)).toMatchObject({
    file: '-',
    format: 'png',
    bytes: png.length,
  })
  const compared = await fed(['metrics', at('a.png'), '-', '-m', 'mse', '--json'], png)
  expect(JSON.parse(compared.stdout)).toMatchObject({ identical: true, metrics: { mse: 0 } })
  const applied = await fed(['apply', '-', '-c', 'png', '-b', 'native', '--json'], png)
  expect(JSON.parse(applied.stdout)).toMatchObject({ rows: [{ image: 'stdin', codec: 'png' }] })
  const twice = await fed(['metrics', '-', '-'], png)
  expect([twice.code, twice.stderr]).toEqual([
    2,
    expect.stringMatching(/one of A and B from stdin/),
  ])
})

test('an error names the file', async () => {
  writeFileSync(at('cut.png'), png.subarray(0, png.length - 20))
  for (const args of [
    ['encode', at('cut.png'), at('x.qoi')],
    ['decode', at('cut.png'), at('x.qoi')],
    ['inspect', at('cut.png')],
    ['metrics', at('a.png'), at('cut.png')],
  ]) {
    const { code, stderr } = await runCli(args, { timeout })
    expect([args[0], code, stderr]).toEqual([args[0], 1, expect.stringContaining(at('cut.png'))])
  }
  const { code, stderr } = await fed(['inspect', '-'], Buffer.from('nothing'))
  expect([code, stderr]).toEqual([1, expect.stringMatching(/ERR_DECODE: stdin: no known format/)])
})

test('decode mirrors folders and writes what --to says', async () => {
  mkdirSync(at('in', 'deep'), { recursive: true })
  const stream = new WebP({ lossless: true }).encodeSync(image)
  const xmp = Buffer.from('<x/>')
  writeFileSync(at('in', 'a.webp'), writeMetadata(stream, { xmp }))
  writeFileSync(at('in', 'deep', 'b.webp'), stream)
  writeFileSync(at('in', 'deep', 'broken.webp'), 'nothing')
  const args = ['decode', at('in'), '--out', at('out'), '--jobs', '2', '--metadata', 'keep']
  const first = await runCli(args, { timeout })
  expect([first.code, first.stderr]).toEqual([1, expect.stringMatching(/2 done, 1 failed/)])
  expect(readdirSync(at('out'), { recursive: true }).map(String).sort()).toEqual([
    ...['a.png', 'deep', join('deep', 'b.png')],
  ])
  expect((await readImage(at('out', 'deep', 'b.png'))).data).toEqual(image.data)
  expect(readMetadata(readFileSync(at('out', 'a.png'))).xmp).toEqual(Uint8Array.from(xmp))
  const again = await runCli(args, { timeout })
  expect(again.stderr).toMatch(/0 done, 2 skipped \(newer\), 1 failed/)
  const child = startCli(['decode', at('in', 'a.webp'), '-', '--to', 'ppm'], { timeout })
  const parts: Buffer[] = []
  child.stdout!.on('data', (part: Buffer) => parts.push(part))
  await new Promise((resolve) => child.on('close', resolve))
  expect(Buffer.concat(parts).subarray(0, 2).toString()).toBe('P6')
  expect(readImageSync(Buffer.concat(parts)).data).toEqual(image.data)
  const bare = await runCli(['decode', at('in', 'a.webp')], { timeout })
  expect([bare.code, bare.stderr]).toEqual([2, expect.stringMatching(/--out DIR/)])
})

test('a reader that has enough ends the program quietly', async () => {
  const child = startCli(['codecs', '--json'], { timeout })
  child.stdout!.once('data', () => child.stdout!.destroy())
  let stderr = ''
  child.stderr!.on('data', (part: Buffer) => (stderr += String(part)))
  const code = await new Promise((resolve) => child.on('close', resolve))
  expect([code, stderr]).toEqual([0, ''])
})

test('no colours and no bar where nobody looks', async () => {
  const env = { ...process.env, FORCE_COLOR: '1' }
  for (const args of [['--help'], ['apply', at('a.png'), '-c', 'png,qoi', '-b', 'native']]) {
    const { stdout, stderr } = await runCli(args, { timeout, env })
    expect(stdout + stderr).not.toContain('\u001B[')
  }
})
