import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineCodec, writeImage } from '../../lib/index'
import { readDocument } from '../../lab/index'
import { makePicture } from '../helpers/pictures'

// Every command and snippet of docs/lab.md runs, one after the other, against the built package.

const root = join(__dirname, '../..')
const text = readFileSync(join(root, 'docs/lab.md'), 'utf8')
const blocks = (language: string): string[] =>
  [...text.matchAll(new RegExp('```' + language + '\\n([\\s\\S]*?)```', 'g'))].map(
    ([, code]) => code!,
  )

let folder: string
const run = (...args: string[]): string =>
  execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' })

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'nodecodecs-labdocs-'))
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(root, join(folder, 'node_modules', 'nodecodecs'))
  mkdirSync(join(folder, 'photos'))
  const photo = makePicture({ width: 176, height: 164, texture: 0.2 })
  await writeImage(join(folder, 'photos', 'a.png'), photo)
})
afterAll(() => rmSync(folder, { recursive: true }))

const commands = blocks('sh').flatMap((block) => block.trim().split('\n'))

test('all commands, in order', () => {
  const own = commands.filter((command) => command.startsWith('npx nodecodecs '))
  expect(commands.filter((one) => !own.includes(one))).toEqual(['npm install nodecodecs'])
  expect(own.length).toBeGreaterThan(10)
  for (const command of own) {
    run(join(root, 'dist/cli/main.js'), ...command.split(/\s+/).slice(2))
  }
}, 300000)

test.each(blocks('js').map((code, i) => [i + 1, code] as const))(
  'snippet %d',
  (i, code) => {
    writeFileSync(join(folder, `snippet${i}.mjs`), code)
    expect(run(`snippet${i}.mjs`)).toMatch(/^webp psnr -?\d|^put EncoderApp|^\[ 44/)
  },
  120000,
)

test.each(blocks('yaml').map((text, i) => [i + 1, text] as const))('sweep file %d', (i, text) => {
  const path = join(folder, `paper${i}.yaml`)
  writeFileSync(path, text)
  const { pictures, codecs, programs = {} } = readDocument(path)
  expect(pictures).toEqual([join(folder, 'photos')])
  expect(codecs).toHaveLength(3)
  for (const [name, description] of Object.entries(programs)) {
    expect(defineCodec({ ...description, name }).qualitySteps).toHaveLength(100)
  }
})
