#!/usr/bin/env node
import nodeModule from 'node:module'
import { join } from 'node:path'

/** Since Node 22.1; the types are those of Node 20. */
type WithCache = typeof nodeModule & { enableCompileCache?: (folder: string) => unknown }

/**
 * A folder that is the user's alone: V8 runs what it finds there. (Node's own choice lies in the
 * temporary folder, where on many machines everybody may write.)
 */
function cacheFolder(): string | undefined {
  const { XDG_CACHE_HOME, LOCALAPPDATA, HOME } = process.env
  const caches = XDG_CACHE_HOME || LOCALAPPDATA || (HOME && join(HOME, '.cache'))
  return caches ? join(caches, 'nodecodecs') : undefined
}

// What V8 compiles of the program is kept for its next call. NODE_COMPILE_CACHE names another folder,
// NODE_DISABLE_COMPILE_CACHE=1 keeps nothing; where nothing can be written Node goes on without.
const folder = cacheFolder()
if (folder !== undefined) (nodeModule as WithCache).enableCompileCache?.(folder)

// Only now: what is read from here on is kept.
void import('./program.js').then(({ run }) => run(process.argv))
