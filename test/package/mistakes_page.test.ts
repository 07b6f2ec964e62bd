import { spawnSync } from 'node:child_process'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { writeImageSync } from '../../lib/index'
import { cli, type PageFolder, pageFolder, pageText } from '../helpers/pages'
import { makePicture } from '../helpers/pictures'

// docs/mistakes.md: each mistake is made, and what is said compared with the page.

const rows = [...pageText('docs/mistakes.md').matchAll(/^\| `(.+?)` +\| .*\| `(.+?)` +\|$/gm)].map(
  ([, written, said]) => [written!, said!] as const,
)
const calls = rows.filter(([written]) => !written.startsWith('nodecodecs '))
const commands = rows.filter(([written]) => written.startsWith('nodecodecs '))

/** The message, with anything where the page has an ellipsis. */
const asOnPage = (said: string): RegExp =>
  new RegExp(
    `^${said
      .split('…')
      .map((part) => part.replace(/[$()*+.?[\]\\^{|}]/g, '\\$&'))
      .join('.+')}$`,
  )

let folder: PageFolder
beforeAll(async () => {
  folder = await pageFolder()
  writeImageSync(join(folder.path, 'photo.png'), makePicture({ width: 64, height: 48 }))
  writeImageSync(join(folder.path, 'logo.png'), makePicture({ width: 64, height: 48, channels: 4 }))
  cpSync(join(folder.path, 'photo.png'), join(folder.path, 'photos', 'photo.png'))
})
afterAll(() => folder.remove())

test('there are twenty of calls, and some of the program', () => {
  expect(calls.length).toBeGreaterThanOrEqual(20)
  expect(commands.length).toBeGreaterThanOrEqual(6)
})

const twin = (written: string): string =>
  written.replace(/\b(encode|decode|metrics)\(/, (_all, name: string) => `${name}Sync(`)

test.each([
  ['calls', (written: string) => written],
  ['their sync twins', twin],
])('what %s say', (_name, form) => {
  const attempts = calls.map(([written]) => `() => ${form(written)}`).join(',\n')
  const [printed] = folder.modules([
    `import * as nodecodecs from 'nodecodecs'
    const { AVIF, decode, decodeSync, encode, encodeSync, metrics, metricsSync, WebP, X265 } = nodecodecs
    const said = []
    for (const attempt of [${attempts}]) {
      try {
        await attempt()
        said.push('nothing')
      } catch (error) {
        said.push(error.message)
      }
    }
    console.log(JSON.stringify(said))`,
  ])
  const said = JSON.parse(printed!) as string[]
  for (const [i, [, expected]] of calls.entries()) expect(said[i]).toMatch(asOnPage(expected))
})

test.each(commands)('%s', (written, expected) => {
  const args = [cli, ...written.split(' ').slice(1)]
  const options = { cwd: folder.path, encoding: 'utf8', timeout: 60_000 } as const
  const { status, stderr } = spawnSync(process.execPath, args, options)
  expect(stderr.trim().replace(/^nodecodecs: /, '')).toMatch(asOnPage(expected))
  expect(status).toBe(2)
})
