import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The package's folder: this code runs from lib/ and, bundled, from dist/ and dist/cli/. */
export function packageRoot(): string {
  // Bundled into an ES module there is no __dirname: then the program's own folder.
  let folder = typeof __dirname === 'string' ? __dirname : dirname(process.argv[1] ?? '.')
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) {
    folder = dirname(folder)
  }
  return folder
}
