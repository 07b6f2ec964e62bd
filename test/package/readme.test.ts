import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// Every snippet and every nodecodecs command of the README runs, against the built package.

const root = join(__dirname, '../..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')
const scripts = (
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object }
).scripts
const blocks = (language: string): string[] =>
  [...readme.matchAll(new RegExp('```' + language + '\\n([\\s\\S]*?)```', 'g'))].map(
    ([, code]) => code!,
  )
const commands = blocks('sh').flatMap((block) => block.split('\n').filter((line) => line !== ''))
const words = (command: string): string[] => command.replace(/#.*/, '').trim().split(/\s+/)

let folder: string
const cli = join(root, 'dist', 'cli', 'main.js')
const run = (...args: string[]): string =>
  execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' })

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'nodecodecs-readme-'))
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(root, join(folder, 'node_modules', 'nodecodecs'))
  // A smaller picture than the demo's would do for the commands, but not for MS-SSIM (161 pixels).
  writeFileSync(
    join(folder, 'picture.mjs'),
    `import { writeImage } from 'nodecodecs'
     const [width, height] = [240, 180]
     const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
       const [x, y, c] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width), i % 3]
       return 128 + 60 * Math.sin(x / (9 + c)) + 50 * Math.cos((x * y) / 900) + ((x * 7 + y * 13) % 11)
     })
     await writeImage('photo.png', { data, width, height, channels: 3 })`,
  )
  run('picture.mjs')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.each(blocks('js').map((code, i) => [i + 1, code] as const))('snippet %d runs', (i, code) => {
  writeFileSync(join(folder, `snippet${i}.mjs`), code)
  expect(run(`snippet${i}.mjs`)).not.toBe('')
})

const own = commands.filter((command) => command.startsWith('npx nodecodecs '))
test.each(own)('%s', (command) => {
  expect(run(cli, ...words(command).slice(2))).not.toBeUndefined()
})

test('every npm script that it names exists, and no other command is left untested', () => {
  const rest = commands.filter((command) => !own.includes(command)).map((c) => words(c).join(' '))
  for (const command of rest) {
    const script = /^npm (?:run )?(\S+)$/.exec(command)?.[1]
    // CI installs the packed package; test/package/packaging.test.ts keeps it whole.
    if (command !== 'npm install nodecodecs') expect(scripts).toHaveProperty([script!])
  }
})

test('its tables and docs/options.md are what the codec table says', () => {
  run(join(root, 'util', 'tables.js'), '--check')
})

test('every document that it links to is there', () => {
  for (const [, path] of readme.matchAll(/\]\((docs\/[^)#]+)\)/g)) {
    expect(readFileSync(join(root, path!), 'utf8')).toMatch(/^(# |<svg )/)
  }
})
