import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

interface Packed {
  files: { path: string }[]
}

/**
 * The paths of what `npm pack` would pack. npm 12 tells an object by name, npm 11 and before a list.
 * The package's own scripts are left out: they would build while other tests run.
 */
export function packedFiles(): string[] {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts']
  const cwd = join(__dirname, '../..')
  const report = execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: 'pipe' })
  const [packed] = Object.values(JSON.parse(report) as Record<string, Packed>)
  return packed!.files.map(({ path }) => path)
}
