import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** The folder of this code. Bundled into an ES module there is no __dirname: then the program's. */
export const codeFolder = (): string =>
  typeof __dirname === 'string' ? __dirname : dirname(resolve(process.argv[1] ?? 'program'))

/** The package's folder: this code runs from lib/ and, bundled, from dist/ and dist/cli/. */
export function packageRoot(): string {
  let folder = codeFolder()
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) {
    folder = dirname(folder)
  }
  return folder
}
