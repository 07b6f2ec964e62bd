import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** A file of this package, as text: this runs from lab/ and, bundled, from dist/. */
export function packageFile(name: string): string {
  let folder = __dirname
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return readFileSync(join(folder, name), 'utf8')
}
