import { dirname } from 'node:path'

// Next.js keeps native packages out of its bundles where it is told to, as it does sharp by itself.
export default {
  serverExternalPackages: ['nodecodecs'],
  output: 'standalone',
  outputFileTracingRoot: dirname(import.meta.dirname),
}
