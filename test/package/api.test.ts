import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as library from '../../lib/index'

test('docs/api.md names every export, and no other', () => {
  const text = readFileSync(join(__dirname, '../../docs/api.md'), 'utf8')
  const cells = text.split('\n').filter((line) => /^\| `/.test(line))
  const first = cells.map((line) => line.split('|')[1]!).join()
  const named = [...first.matchAll(/`(\w+)/g)].map(([, name]) => name!)
  const classes = [
    ...text
      .split('A class per codec')
      .at(-1)!
      .matchAll(/`(\w+)`/g),
  ]
  const all = [...named, ...classes.map(([, name]) => name!)]
  expect([...new Set(all)].sort()).toEqual(Object.keys(library).sort())
})
