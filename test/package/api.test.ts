import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as library from '../../lib/index'
import { blocksOf, pageText, root } from '../helpers/pages'

// docs/api.md beside the exports. That its examples run and print what it says: pages.test.ts.

const text = pageText('docs/api.md')

/** Its sections by their headings; the classes of the codecs share one. */
const sections = text
  .split(/^## /m)
  .slice(1)
  .map((section) => {
    const heading = section.slice(0, section.indexOf('\n'))
    const named = heading.startsWith('A class per codec')
      ? Array.from(section.matchAll(/`((?!Codec`|ERR_)[A-Z]\w+)`/g), ([, name]) => name!)
      : heading.split(', ')
    return { heading, names: named, section }
  })
const functions = sections.filter(({ heading }) => heading !== 'Types')

test('names every export, and no other', () => {
  const named = functions.flatMap(({ names }) => names)
  expect([...new Set(named)].sort()).toEqual(Object.keys(library).sort())
})

test.each(functions)('$heading: an example uses each of them', ({ names, section }) => {
  const examples = blocksOf('docs/api.md').filter(({ code }) => section.includes(code))
  const code = examples.map((block) => block.code).join('\n')
  for (const name of names) {
    // What is nobody's to call is met another way: a Codec is made, not imported.
    const uses = name === 'Codec' ? /createCodec\(/ : new RegExp(`\\b${name}\\b`)
    expect([name, uses.test(code)]).toEqual([name, true])
  }
})

test('names every type', () => {
  const index = readFileSync(join(root, 'lib/index.ts'), 'utf8')
  const types = Array.from(index.matchAll(/^export type \{([^}]+)\}/gm), ([, names]) => names!)
    .flatMap((names) => names.split(','))
    .map((name) => name.trim())
    .filter((name) => name !== '')
  expect(types.length).toBeGreaterThan(30)
  for (const name of types) expect([name, text.includes(`\`${name}\``)]).toEqual([name, true])
})

test('names every code of CodecError', () => {
  const source = readFileSync(join(root, 'lib/errors.ts'), 'utf8')
  const codes = [...new Set(source.match(/'ERR_\w+'/g)!)].map((code) => code.slice(1, -1))
  for (const code of codes) expect(text).toContain(`\`${code}\``)
})
