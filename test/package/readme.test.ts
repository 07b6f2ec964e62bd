import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { packedFiles } from '../helpers/packed_files'
import { blocksOf, pages, pageText, root } from '../helpers/pages'

// README.md as npm shows it, and the index of the pages. That its snippets and commands run:
// pages.test.ts.

const readme = pageText('README.md')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  version: string
  license: string
}

test('its tables and docs/options.md are what the codec table says', () => {
  execFileSync(process.execPath, [join(root, 'util', 'tables.js'), '--check'], { stdio: 'pipe' })
})

test('the first screen: what it is, how to install it, the first call and what it prints', () => {
  const screen = readme.split('\n').slice(0, 45).join('\n')
  const [install, call] = blocksOf('README.md')
  expect(install!.code).toBe('npm install nodecodecs\n')
  expect(call!.output).toBeDefined()
  for (const block of [install!.code, call!.code, call!.output!]) expect(screen).toContain(block)
})

test('its pictures say in words what they show', () => {
  const pictures = Array.from(readme.matchAll(/!\[([^\]]*)\]\(([^)]+)\)/g))
  expect(pictures.length).toBeGreaterThan(0)
  for (const [, words] of pictures) expect(words!.length).toBeGreaterThan(40)
})

test('every page and picture that it links to is in the package', () => {
  const linked = Array.from(readme.matchAll(/\]\((docs\/[^)#]+)/g), ([, path]) => path!)
  expect(linked.length).toBeGreaterThan(10)
  expect(packedFiles()).toEqual(expect.arrayContaining(linked))
})

test('docs/README.md names every page', () => {
  const index = pageText('docs/README.md')
  for (const page of pages.filter((one) => /^docs\/(?!README)/.test(one))) {
    expect(index).toContain(`](${page.slice('docs/'.length)})`)
  }
})

test('CITATION.cff says what package.json says', () => {
  const citation = parse(readFileSync(join(root, 'CITATION.cff'), 'utf8')) as object
  expect(citation).toMatchObject({ 'cff-version': '1.2.0', type: 'software' })
  expect(citation).toMatchObject({ version: manifest.version, license: manifest.license })
  expect(pageText('docs/citing.md')).toContain(`{${manifest.version}}`)
})
