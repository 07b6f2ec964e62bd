import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The package's folder: this code runs from lib/ and, bundled, from dist/ and dist/cli/. */
export function packageRoot(): string {
  let folder = __dirname
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) {
    folder = dirname(folder)
  }
  return folder
}
