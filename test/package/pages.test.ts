import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import {
  type Block,
  blocksOf,
  cli,
  commandsOf,
  pageFolder,
  type PageFolder,
  pages,
  pageText,
  root,
  withoutFigures,
} from '../helpers/pages'
import { itWhere } from '../helpers/where'

// Every snippet and every nodecodecs command of README.md and docs/ runs, against the built package.

/** Their own tests, which need what these pages are about. */
const elsewhere = {
  'docs/lab.md': 'test/lab/docs.test.ts',
  'docs/report.md': 'test/lab/report/command.test.ts',
}
const here = pages.filter((page) => !Object.hasOwn(elsewhere, page))
const own = (command: string): boolean => /\bnpx nodecodecs (?!build\b)/.test(command)

const numpy = spawnSync('python3', ['-c', 'import numpy'], { timeout: 60_000 }).status === 0
const withNumpy = itWhere(numpy, 'needs python3 with numpy')

const snippetsOf = (page: string): Block[] =>
  blocksOf(page).filter(({ language }) => language === 'js')
const runs = (page: string): boolean => snippetsOf(page).length > 0 || commandsOf(page).some(own)

describe.each(here.filter(runs))('%s', (page) => {
  let folder: PageFolder
  beforeAll(async () => (folder = await pageFolder()))
  afterAll(() => folder.remove())

  const snippets = snippetsOf(page)
  const commands = commandsOf(page).filter(own)

  if (snippets.length > 0) {
    test(`${snippets.length} snippets run and print what the page says`, () => {
      const printed = folder.modules(snippets.map(({ code }) => code))
      expect(printed).toHaveLength(snippets.length)
      for (const [i, { code, output }] of snippets.entries()) {
        if (code.includes('console.log')) expect(printed[i]).not.toBe('')
        if (output) expect(withoutFigures(printed[i]!)).toBe(withoutFigures(output))
      }
    }, 300_000)
  }
  for (const { code } of blocksOf(page).filter(({ language }) => language === 'python')) {
    withNumpy(
      'its Python runs',
      () => {
        writeFileSync(join(folder.path, 'page.py'), code)
        // The program as npx would find it.
        const path = join(folder.path, 'bin')
        mkdirSync(path)
        writeFileSync(
          join(path, 'npx'),
          `#!/bin/sh\nshift\nexec "${process.execPath}" "${cli}" "$@"\n`,
        )
        chmodSync(join(path, 'npx'), 0o755)
        const env = { ...process.env, PATH: `${path}:${process.env.PATH}` }
        const options = { cwd: folder.path, env, encoding: 'utf8', stdio: 'pipe' } as const
        const printed = execFileSync('python3', ['page.py'], { ...options, timeout: 120_000 })
        expect(printed).toMatch(/^\d+ [\d.]+\n\{'psnr': [\d.]+\}\n$/)
      },
      120_000,
    )
  }
  if (commands.length > 0) {
    test(`${commands.length} commands run, in order`, () => {
      for (const command of commands) folder.command(command)
    }, 300_000)
  }
})

/** What runs where, of the commands that are not the program's. */
const others: [RegExp, string][] = [
  [/^npm install nodecodecs$/, '.ci/run installs the packed package'],
  [/^npx nodecodecs build$/, '.ci/run and test/package/build_addon.test.ts'],
  [/^(g\+\+ .*convert_bench|\.\/convert_bench$)/, 'a bench of its own'],
]

test.each(pages)('%s: what else it tells to run is there', (page) => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: object
  }
  for (const command of commandsOf(page).filter((one) => !own(one))) {
    if (others.some(([pattern]) => pattern.test(command))) continue
    const script = /^npm (?:run )?([\w:]+)/.exec(command)?.[1]
    const file = /^(?:node|bash|sh) (\S+)/.exec(command)?.[1]
    if (script !== undefined) expect(scripts).toHaveProperty([script])
    else
      expect([command, file !== undefined && existsSync(join(root, file))]).toEqual([command, true])
  }
})

/** Languages whose blocks other tests read, or nothing can run here. */
const LANGUAGES = ['js', 'sh', 'text', 'yaml', 'python', 'dockerfile', 'cff']

test.each(pages)('%s: every link leads to a file, every block has a known language', (page) => {
  const prose = pageText(page).replace(/^```[\s\S]*?^```$/gm, '')
  for (const [, target] of prose.matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)) {
    const path = normalize(join(dirname(page), target!))
    expect([path, existsSync(join(root, path))]).toEqual([path, true])
  }
  for (const { language } of blocksOf(page)) expect(LANGUAGES).toContain(language)
})

test('tests of their own are there', () => {
  for (const file of Object.values(elsewhere)) expect(existsSync(join(root, file))).toBe(true)
})
