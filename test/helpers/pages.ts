import { execFileSync } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeImage } from '../../lib/index'
import { makePicture } from './pictures'

// The README and the pages of docs/: what is fenced in them, and a folder in which it runs against
// the built package.

export const root = join(__dirname, '../..')
export const cli = join(root, 'dist', 'cli', 'main.js')

/** README.md and every page of docs/. */
export const pages = [
  'README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`)
    .sort(),
]

export const pageText = (page: string): string => readFileSync(join(root, page), 'utf8')

export interface Block {
  language: string
  code: string
  /** What a `text` block directly below says that it prints. */
  output?: string
}

/** Every fenced block of a page. @throws where a fence has no language */
export function blocksOf(page: string): Block[] {
  const found: Block[] = []
  let end = -1
  for (const match of pageText(page).matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)) {
    const [whole, language, code] = match as unknown as [string, string, string]
    if (language === '') throw new Error(`${page}: a block without a language: ${code}`)
    const follows = /^\s*$/.test(pageText(page).slice(end, match.index))
    if (language === 'text' && follows && found.length > 0) found.at(-1)!.output = code
    else found.push({ language, code })
    end = match.index + whole.length
  }
  return found
}

/** A page's shell commands, one a line. */
export const commandsOf = (page: string): string[] =>
  blocksOf(page)
    .filter(({ language }) => language === 'sh')
    .flatMap(({ code }) => code.replaceAll('\\\n', ' ').split('\n'))
    .map((line) => line.replace(/\s#.*/, '').trim())
    .filter((line) => line !== '')

export interface PageFolder {
  path: string
  /** Runs modules one after the other in one process; what each printed. */
  modules: (codes: string[]) => string[]
  /** Runs one command of the program, in a shell; what it printed. */
  command: (line: string) => string
  remove: () => void
}

/**
 * A fresh project: `nodecodecs` is installed, photo.png lies in it and in photos/, restored.png
 * beside it.
 */
export async function pageFolder(): Promise<PageFolder> {
  const path = mkdtempSync(join(tmpdir(), 'nodecodecs-page-'))
  mkdirSync(join(path, 'node_modules'))
  symlinkSync(root, join(path, 'node_modules', 'nodecodecs'))
  for (const name of ['sharp', 'ndarray']) {
    symlinkSync(join(root, 'node_modules', name), join(path, 'node_modules', name))
  }
  mkdirSync(join(path, 'photos'))
  // MS-SSIM wants 161 pixels.
  const photo = makePicture({ width: 240, height: 180, texture: 0.2 })
  for (const name of ['photo.png', 'restored.png', 'photos/a.png']) {
    await writeImage(join(path, name), photo)
  }
  const options = { cwd: path, encoding: 'utf8', stdio: 'pipe', timeout: 240_000 } as const
  const program = `"${process.execPath}" "${cli}"`
  return {
    path,
    modules: (codes) => {
      const names = codes.map((code, i) => {
        writeFileSync(join(path, `snippet${i + 1}.mjs`), code)
        return `await import('./snippet${i + 1}.mjs'); console.log('@@')\n`
      })
      writeFileSync(join(path, 'all.mjs'), names.join(''))
      const printed = execFileSync(process.execPath, ['all.mjs'], options)
      return printed.split(/^@@\n/m).slice(0, -1)
    },
    command: (line) =>
      execFileSync('sh', ['-c', line.replaceAll('npx nodecodecs', program)], options),
    remove: () => rmSync(path, { recursive: true, force: true }),
  }
}

/** Output without its figures and line breaks: other versions of the codecs give other numbers. */
export const withoutFigures = (text: string): string =>
  text
    .replace(/-?\d[\d.,]*/g, 'N')
    .replace(/\s+/g, ' ')
    .trim()
