import '../lab/processes'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { PNG } from '../../lib/index'
import { run, runSync } from '../../lib/process'
import { findProgram } from '../../lib/process/executable'
import { alive } from '../helpers/alive'
import { codecFailure, failure } from '../helpers/failures'
import { timed, until } from '../helpers/commands'
import { StandIn } from '../helpers/stand_in'
import { makePicture } from '../helpers/pictures'
import { itWhere } from '../helpers/where'

// A program that starts others ends with all of them, and none is run that PATH does not name.

const onLinux = itWhere(
  process.platform === 'linux' && findProgram('setpriv') !== undefined,
  'needs setpriv of util-linux',
)
const file = (folder: string) => join(folder, 'pid')
let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'group-'))))
afterEach(() => rmSync(folder, { recursive: true }))

/** A shell that leaves a process in the background, and then does the rest. */
const forks = (rest: string) => `sleep 1000 & echo $! > '${file(folder)}'; ${rest}`
const grandchild = () => Number(readFileSync(file(folder)))
const ended = () => until(() => (alive(grandchild()) ? undefined : true))

describe.each([
  ['run', run],
  ['runSync', async (...args: Parameters<typeof runSync>) => runSync(...args)],
])('%s', (_, go) => {
  onLinux.each([
    ['hangs', 'wait', 'ERR_TIMEOUT'],
    ['floods', 'yes', 'ERR_LIMIT'],
  ])('nothing is left of a wrapper that forks and %s', async (_what, rest, code) => {
    const command = { program: 'sh', args: ['-c', forks(rest)] }
    const limit = { bytes: 1e6, setBy: 'the test' }
    const error = await codecFailure(() => go({ ...command, limit }, timed(3000)))
    expect(error.code).toBe(code)
    await ended()
  })

  onLinux('nothing is left of one that ends well', async () => {
    await go({ program: 'sh', args: ['-c', forks('exit 0').replace('&', '>/dev/null 2>&1 &')] })
    await ended()
  })
})

onLinux(
  'a wrapper of ffmpeg that forks, at the end of the time',
  async () => {
    const wrapper = new StandIn(forks('wait'))
    try {
      const codec = new PNG({ ...wrapper.options, timeout: 2000 })
      const image = makePicture({ width: 8, height: 8 })
      expect((await codecFailure(() => codec.encode(image))).code).toBe('ERR_TIMEOUT')
      await ended()
      const stream = new PNG().encodeSync(image)
      await new PNG({ isolate: true }).decode(stream) // the child that comes next compiles the sources
      const isolated = new PNG({ ...wrapper.options, isolate: true, timeout: 20_000 })
      rmSync(file(folder))
      const controller = new AbortController()
      const work = failure(isolated.decode(stream, { signal: controller.signal }))
      await until(() => (existsSync(file(folder)) ? true : undefined))
      controller.abort(new Error('enough'))
      expect((await work).message).toBe('enough')
      await ended()
    } finally {
      wrapper.remove()
    }
  },
  120_000,
)

describe('PATH', () => {
  const [path, cwd] = [process.env.PATH!, process.cwd()]
  afterEach(() => {
    process.env.PATH = path
    process.chdir(cwd)
  })

  it.each(['.', '', 'bin', './bin'])('an entry %j is no place for programs', (entry) => {
    mkdirSync(join(folder, 'bin'))
    for (const at of ['.', 'bin'])
      writeFileSync(join(folder, at, 'nodecodecs-trap'), '#!/bin/sh\n', { mode: 0o755 })
    process.chdir(folder)
    process.env.PATH = [entry, path, entry].join(delimiter)
    expect(findProgram('nodecodecs-trap')).toBeUndefined()
    process.env.PATH = [join(folder, 'bin'), path].join(delimiter)
    expect(findProgram('nodecodecs-trap')).toBe(join(folder, 'bin', 'nodecodecs-trap'))
  })
})
