import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { explain } from '../../../lib/backends/native/no_addon'
import { requirePlatformPackage } from '../../../lib/backends/native/platform_packages'

// What other machines are told: they are asked of `process`, which stands for each of them here.

const installed = mkdtempSync(join(tmpdir(), 'nodecodecs-platforms-'))
beforeAll(() => {
  mkdirSync(join(installed, 'util'))
  writeFileSync(join(installed, 'package.json'), '{ "name": "nodecodecs" }')
  writeFileSync(join(installed, 'util/ffmpeg.js'), 'module.exports = { check() {} }')
})
afterAll(() => rmSync(installed, { recursive: true }))

function told(machine: { platform: string; arch: string }): string {
  const { platform, arch } = process
  const pretend = (one: object) => {
    for (const [key, value] of Object.entries(one)) Object.defineProperty(process, key, { value })
  }
  pretend(machine)
  try {
    const { tried } = requirePlatformPackage()
    return explain({ kind: 'missing', tried }, installed)
  } finally {
    pretend({ platform, arch })
  }
}

test.each([
  ['linux', 'arm64', '@nodecodecs/linux-arm64-gnu or @nodecodecs/linux-arm64-musl'],
  ['darwin', 'arm64', '@nodecodecs/darwin-arm64'],
  ['darwin', 'x64', '@nodecodecs/darwin-x64'],
])('%s %s without its package: which, and what to do', (platform, arch, names) => {
  const text = told({ platform, arch })
  expect(text.startsWith(`${names} is not installed`)).toBe(true)
  expect(text).toMatch(/ nodecodecs build$/)
})

test.each(['x64', 'arm64'])('Windows %s: no addon, so no advice to build one', (arch) => {
  const text = told({ platform: 'win32', arch })
  expect(text).toMatch(/^there is no addon for Windows; put the ffmpeg program into PATH, or .*WSL/)
  expect(text).not.toMatch(/apt-get|nodecodecs build|brew/)
})

test('a platform of no package: how to make one', () => {
  expect(told({ platform: 'freebsd', arch: 'x64' })).toMatch(
    /^there is no prebuilt package for freebsd-x64; to make one here: .* nodecodecs build/,
  )
})
