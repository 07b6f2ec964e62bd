import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

// The program as it is published, bundled, of the sources as they are now: it starts twice as quickly as
// the sources, which tests of it do some hundreds of times.

const root = join(__dirname, '../..')
const cache = join(root, 'node_modules/.cache/nodecodecs')
const HOUR = 3_600_000

function sources(): string[] {
  const folders = ['lib', 'lab', 'util'].map((name) => join(root, name))
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name))),
  )
  return files.filter((file) => /\.(m?ts|json)$|util\/bundle\w*\.js$/.test(file)).sort()
}

/** Changes with any source. */
function key(): string {
  const hash = createHash('sha256')
  for (const file of [...sources(), join(root, 'package.json')]) {
    const { mtimeMs, size } = statSync(file)
    hash.update(`${file} ${mtimeMs} ${size}\n`)
  }
  return hash.digest('hex').slice(0, 16)
}

function build(folder: string): void {
  const own = `${folder}.${process.pid}`
  const args = [join(root, 'util/bundle.js'), own]
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`util/bundle.js ended with ${status}: ${stderr}`)
  try {
    renameSync(own, folder)
  } catch (error) {
    if (!existsSync(folder)) throw error
    rmSync(own, { recursive: true }) // another process was quicker
  }
}

function removeOld(): void {
  for (const name of readdirSync(cache).filter((entry) => entry.startsWith('program-'))) {
    const folder = join(cache, name)
    const { mtimeMs } = statSync(folder, { throwIfNoEntry: false }) ?? { mtimeMs: Infinity }
    if (mtimeMs < Date.now() - HOUR) rmSync(folder, { recursive: true, force: true })
  }
}

let made: string | undefined

/** The path of the program's main file. */
export function bundledProgram(): string {
  if (made === undefined) {
    const folder = join(cache, `program-${key()}`)
    if (!existsSync(folder)) {
      build(folder)
      removeOld()
    }
    made = join(folder, 'cli/main.js')
  }
  return made
}
