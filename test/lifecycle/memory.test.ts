import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { codecs } from '../../lib/index'

// Nothing is left behind: the process does not hold more from third to third of the calls, for
// encodes and decodes that work, async and sync, and for every way in which they fail. A frame of
// the 128x128 picture that is lost per call would be 48 KiB times a third of the rounds.

/** As many rounds as a few seconds allow; each makes two to five calls. */
const rounds: Record<string, number> = {
  x264: 400,
  x265: 120,
  av1: 60,
  vp9: 200,
  bpg: 60,
  avif: 40,
  heic: 60,
  jpeg2000: 200,
  jxl: 200,
}
const otherwise = 1800

/** Mebibytes: what glibc may keep for itself in the arenas of the threads, and what arrays may hold. */
const spread = 24
const arrays = 1

/** glibc gives back what is freed, instead of up to 64 MB later (native/binding/addon.cc). */
const env = {
  ...process.env,
  MALLOC_MMAP_THRESHOLD_: String(128 << 10),
  MALLOC_TRIM_THRESHOLD_: String(128 << 10),
}

interface Growth {
  rss: number
  arrays: number
}

const run = promisify(execFile)

async function growths(name: string): Promise<Record<string, Growth>> {
  const loader = join(__dirname, '../helpers/load_typescript.js')
  const program = join(__dirname, 'memory.js')
  const count = String(rounds[name] ?? otherwise)
  const args = ['--expose-gc', '-r', loader, program, name, count]
  const { stdout, stderr } = await run(process.execPath, args, { env })
  expect(stderr).toBe('')
  return JSON.parse(stdout) as Record<string, Growth>
}

const names = codecs()
  .filter(({ backend, available }) => backend === 'native' && available)
  .map(({ name }) => name)

describe.each(names)('%s', (name) => {
  it('encodes, decodes and failures leave nothing behind', async () => {
    const all = await growths(name)
    expect(Object.keys(all)).toEqual(['async', 'sync', 'damaged', 'refused'])
    for (const [kind, growth] of Object.entries(all)) {
      expect({ kind, ...growth, ok: growth.rss < spread && growth.arrays < arrays }).toEqual({
        kind,
        ...growth,
        ok: true,
      })
    }
  }, 180_000)
})
