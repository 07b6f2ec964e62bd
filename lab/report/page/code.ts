import { packageFile } from '../../files/package'
import type { PageCode } from './html'

/** The page's own style and script, which the build bundles. */
export const pageCode = (): PageCode => ({
  style: packageFile('dist/lab/page/style.css'),
  script: packageFile('dist/lab/page/page.js'),
})
