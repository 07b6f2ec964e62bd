import { linkSync, readFileSync, mkdirSync, symlinkSync } from 'node:fs'
import { readImageSync, writeImageSync } from '../../lib'
import { pictureFolder } from '../helpers/cli_pictures'
import { runCli } from '../helpers/run_cli'

// Where OUT may not be: the input itself, a folder; and IN whose name looks like a switch.

const at = pictureFolder({ 'in.jpg': [24, 16, 3], 'other.png': [24, 16, 3] })
beforeAll(() => {
  symlinkSync('in.jpg', at('soft.png'))
  linkSync(at('in.jpg'), at('hard.webp'))
  mkdirSync(at('folder'))
  writeImageSync(at('-dash.jpg'), readImageSync(at('other.png')))
})

const usage = async (args: string[]) => {
  const { code, stdout, stderr } = await runCli(args, { cwd: at() })
  expect([code, stdout]).toEqual([2, ''])
  return stderr.trim()
}

test.each([
  ['encode', 'in.jpg'],
  ['encode', './in.jpg'],
  ['encode', 'hard.webp'],
  ['decode', 'soft.png'],
  ['decode', 'in.jpg'],
])('%s in.jpg %s leaves in.jpg as it is', async (command, output) => {
  const before = readFileSync(at('in.jpg'))
  const message = await usage([command, 'in.jpg', output])
  expect(message).toBe(
    `nodecodecs: in.jpg: would be written over by ${output}: expected another file`,
  )
  expect(readFileSync(at('in.jpg')).equals(before)).toBe(true)
})

test('a batch into its own folder with --force leaves them, too', async () => {
  const before = readFileSync(at('in.jpg'))
  const args = ['encode', 'in.jpg', 'other.png', '--to', 'jpg', '--out', '.', '--force']
  const { code, stderr } = await runCli(args, { cwd: at() })
  expect(stderr).toMatch(/nodecodecs: in\.jpg: would be written over by in\.jpg/)
  expect(stderr).toMatch(/1 done, 1 failed/)
  expect(code).toBe(1)
  expect(readFileSync(at('in.jpg')).equals(before)).toBe(true)
})

test.each([
  ['encode', 'webp'],
  ['decode', 'ppm'],
])('%s into a folder names --out', async (command, to) => {
  const message = await usage([command, 'in.jpg', 'folder', '--to', to])
  expect(message).toMatch(new RegExp(`folder is a folder: .*in.jpg --to ${to} --out folder$`))
})

test.each(['probe', 'inspect', 'decode', 'metrics'])(
  '%s of a file with a dash in front says how',
  async (command) => {
    const message = await usage([command, '-dash.jpg'])
    expect(message).toBe(
      `error: unknown option '-dash.jpg'; a file of that name comes behind --, ` +
        `as in nodecodecs ${command} -- -dash.jpg`,
    )
  },
)

test('and that works', async () => {
  expect((await runCli(['probe', '--', '-dash.jpg'], { cwd: at() })).code).toBe(0)
})

test('control characters of an unknown switch are shown', async () => {
  expect(await usage(['probe', '--\x1b[2J'])).toMatch(/^error: unknown option '--\\x1b\[2J'/)
})
