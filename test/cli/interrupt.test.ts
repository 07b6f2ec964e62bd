import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname } from 'node:path'
import { compared, pictureFolder } from '../helpers/cli_pictures'
import { ended, startCli } from '../helpers/run_cli'

const at = pictureFolder(compared)

/** A cwebp that knows its version, tells its pid and never ends. */
const hangingCwebp = `#!/usr/bin/env node
if (process.argv.includes('-version')) console.log('1.0.0')
else {
  require('fs').writeFileSync(process.env.PID_FILE, String(process.pid))
  setInterval(() => {}, 1000)
}
`

async function pidIn(file: string): Promise<number> {
  for (let tries = 0; tries < 500; tries++) {
    try {
      const pid = Number(readFileSync(file, 'utf8'))
      if (pid > 0) return pid
    } catch {
      // not started yet
    }
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`${file} was not written`)
}

test('Ctrl-C ends the command and the program that it runs, by the same signal', async () => {
  mkdirSync(at('bin'))
  for (const name of ['cwebp', 'dwebp'])
    writeFileSync(at(`bin/${name}`), hangingCwebp, { mode: 0o755 })
  const env = {
    ...process.env,
    PATH: [at('bin'), dirname(process.execPath)].join(delimiter),
    PID_FILE: at('pid'),
    TMPDIR: at('bin'),
  }
  const child = startCli(['apply', at('a.png'), '-c', 'webp', '-b', 'cli'], { env })
  const result = ended(child)
  const pid = await pidIn(at('pid'))
  child.kill('SIGINT')
  const { signal, stdout, stderr } = await result
  expect({ signal, stdout }).toEqual({ signal: 'SIGINT', stdout: '' })
  expect(stderr).toBe('nodecodecs: ended by SIGINT\n')
  expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  expect(readdirSync(at('bin')).sort()).toEqual(['cwebp', 'dwebp'])
})
