import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { addon, addonMissing } from '../../lib/backends/native/addon'
import { nativeSources, version } from '../../lib/version'
import { itWhere } from '../helpers/where'

// The package, its platform packages, the library and the addon tell one version.

const root = join(__dirname, '../..')
const manifest = (folder: string) =>
  JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as { version: string }

test('of the package', () => expect(version).toBe(manifest('.').version))

test.each(readdirSync(join(root, 'npm')))('of npm/%s', (name) =>
  expect(manifest(`npm/${name}`).version).toBe(version),
)

test('of the sources of the addon', () => {
  const header = readFileSync(join(root, 'native/version.h'), 'utf8')
  expect(/kVersion\[\] = "(.*)"/.exec(header)?.[1]).toBe(version)
})

itWhere(addon() !== undefined, 'the native addon is not built')('of the addon', () => {
  expect(addon()!.version).toBe(version)
  expect(addon()!.sources).toBe(nativeSources)
})

// Or everything would be tested without it, and be skipped or pass.
test('an addon that is there is of these sources', () => {
  addon()
  expect(addonMissing()).not.toMatch(/other sources/)
})
