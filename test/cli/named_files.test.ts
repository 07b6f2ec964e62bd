import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PNG } from '../../lib/index'
import { makePicture } from '../helpers/pictures'
import { ended, runCli, startCli } from '../helpers/run_cli'

// The program names the file that cannot be read, as the library does: once.

const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-cli-named-'))
afterAll(() => rmSync(folder, { recursive: true }))
const bytes = new PNG().encodeSync(makePicture({ width: 24, height: 16 }))
const whole = join(folder, 'whole.png')
const cut = join(folder, 'cut.png')
const headless = join(folder, 'headless.png')
writeFileSync(whole, bytes)
writeFileSync(cut, bytes.subarray(0, bytes.length - 40))
writeFileSync(headless, bytes.subarray(0, 20))
const out = join(folder, 'out.webp')
const times = (text: string, part: string) => text.split(part).length - 1
const options = { timeout: 60_000 }

test.each([
  [cut, ['decode', cut, join(folder, 'out.png')]],
  [cut, ['decode', cut, join(folder, 'out.png'), '--isolate']],
  [cut, ['encode', cut, out]],
  [cut, ['encode', cut, '--to', 'webp', '--out', folder]],
  [cut, ['metrics', whole, cut]],
  [cut, ['apply', cut, '-c', 'webp']],
  [headless, ['probe', headless]],
  [headless, ['inspect', headless]],
])('%s: %j', async (file, args) => {
  const { code, stdout, stderr } = await runCli(args, options)
  const told = `${stdout}\n${stderr}`
    .split('\n')
    .find((line) => line.includes(file) && line.includes('PNG: '))
  expect([code, told]).toEqual([1, expect.stringContaining(`${file}: `)])
  expect(times(told!, file)).toBe(1)
})

test('stdin is called so', async () => {
  const child = startCli(['decode', '-', join(folder, 'out.png')], options)
  child.stdin!.end(bytes.subarray(0, bytes.length - 40))
  const { code, stderr } = await ended(child)
  expect([code, times(stderr, 'stdin: ')]).toEqual([1, 1])
})
