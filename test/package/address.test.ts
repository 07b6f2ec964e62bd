import { readFileSync } from 'node:fs'
import { join } from 'node:path'

// The address of the project is that of the forge which releases it: a checkout has none.

interface Manifest {
  [key: string]: unknown
  homepage?: string
}

const root = join(__dirname, '../..')
const { addressed } = jest.requireActual<{
  addressed(manifest: Manifest, address?: string): Manifest
}>('../../util/prebuilt/address.js')

const PACKS = /npm pack|prebuilt\/build\.js/

test.each(['', '/', '.git'])(
  'repository, homepage and bugs of an address with "%s" behind',
  (end) => {
    expect(addressed({ name: 'x' }, `https://forge.example/a/b${end}`)).toEqual({
      name: 'x',
      homepage: 'https://forge.example/a/b#readme',
      bugs: { url: 'https://forge.example/a/b/issues' },
      repository: { type: 'git', url: 'git+https://forge.example/a/b.git' },
    })
  },
)

test.each([undefined, '', 'a/b', 'https://forge.example', 'git@forge.example:a/b.git'])(
  '%s is no address',
  (address) => {
    expect(() => addressed({}, address)).toThrow(/address: expected https:.*got/)
  },
)

test('every job of the release that packs has written it before', () => {
  const workflow = readFileSync(join(root, '.github/workflows/release.yml'), 'utf8')
  const jobs = workflow.split(/^ {2}(?=[\w-]+:)/m).filter((job) => PACKS.test(job))
  expect(jobs.length).toBeGreaterThan(1)
  for (const job of jobs) {
    const written = job.indexOf('util/prebuilt/address.js')
    expect(written).toBeGreaterThan(0)
    expect(job.slice(written)).toMatch(PACKS)
    expect(job.slice(0, written)).not.toMatch(PACKS)
  }
})
