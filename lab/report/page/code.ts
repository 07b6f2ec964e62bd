import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { existsSync } from 'node:fs'
import type { PageCode } from './html'

/** The package's folder: this runs from lab/ and, bundled, from dist/. */
function root(): string {
  let folder = __dirname
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return folder
}

/** The page's own style and script, which the build bundles. */
export function pageCode(): PageCode {
  const [style, script] = ['style.css', 'page.js'].map((name) =>
    readFileSync(join(root(), 'dist/lab/page', name), 'utf8'),
  )
  return { style: style!, script: script! }
}
