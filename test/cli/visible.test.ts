import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { box } from '../../lib/bitstream/heif/box_writer'
import { visible, visibleLine } from '../../lib/cli/visible'
import { runCli } from '../helpers/run_cli'
import { itWhere } from '../helpers/where'

// What a file says, and what it is called, may not steer the terminal: no control character of
// either is written as it is.

// eslint-disable-next-line no-control-regex -- they are what is looked for
const RAW = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/
const CLEAR = '\x1b[2J'

const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-visible-'))
afterAll(() => rmSync(folder, { recursive: true }))
function file(name: string, ...parts: Uint8Array[]): string {
  const path = join(folder, name)
  writeFileSync(path, Buffer.concat(parts))
  return path
}

const jxl = file(
  'box.jxl',
  box('JXL ', [0x0d, 0x0a, 0x87, 0x0a]),
  box('ftyp', Buffer.from('jxl \0\0\0\0jxl ')),
  box(CLEAR, Buffer.alloc(4)),
  box('jxlc', Buffer.from('ff0afa7f01900880e8013800', 'hex')),
)
const pam = file('name.pam', Buffer.from(`P7\nWIDTH 2\nHEIGHT 2\nDEPTH 3\nMAXVAL 255\nTUPLTYPE ${CLEAR}\nENDHDR\n123456789012`)) // prettier-ignore

it.each([
  ['inspect', [jxl], '\\x1b[2J box'],
  ['inspect --json', [jxl, '--json'], '\\u001b[2J box'],
  ['probe', [pam], 'TUPLTYPE \\x1b[2J'],
  ['decode', [pam, join(folder, 'a.png')], 'TUPLTYPE \\x1b[2J'],
  ['encode', [pam, join(folder, 'a.png')], 'TUPLTYPE \\x1b[2J'],
])('%s of a file whose content has them', async (command, args, wanted) => {
  const { stdout, stderr } = await runCli([command.split(' ')[0]!, ...args])
  const all = stdout + stderr
  expect(all).toContain(wanted)
  expect(all).not.toMatch(RAW)
})

itWhere(process.platform !== 'win32', 'such names are not for Windows')(
  'a name that has them, and one of two lines',
  async () => {
    const path = file(`a${CLEAR}\nb.bin`, Buffer.from('junk'))
    for (const command of ['inspect', 'probe', 'metrics']) {
      const { code, stderr } = await runCli([
        command,
        path,
        ...(command === 'metrics' ? [jxl] : []),
      ])
      expect(code).toBe(1)
      expect(stderr).toContain('a\\x1b[2J')
      expect(stderr).not.toMatch(RAW)
    }
  },
)

itWhere(process.platform !== 'win32', 'such names are not for Windows')(
  'what is done with files of such names',
  async () => {
    const ppm = Buffer.concat([Buffer.from('P6 8 8 255\n'), Buffer.alloc(192, 99)])
    const [path, twin] = [file(`c${CLEAR}\nd.ppm`, ppm), file(`e${CLEAR}.ppm`, ppm)]
    const comma = file(`c,${CLEAR}\nd.ppm`, ppm)
    const out = join(folder, 'out')
    for (const [wanted, ...words] of [
      ['c\\x1b[2J\\nd.png', 'encode', path, twin, '--out', out, '--to', 'png'],
      ['c\\x1b[2J\\nd.png', 'decode', path, twin, '--out', join(folder, 'decoded')],
      [
        'c,\\x1b[2J\\nd.ppm",png,native,',
        'apply',
        comma,
        twin,
        '-c',
        'png',
        '-b',
        'native',
        '--csv',
      ],
      ['counted once', 'sweep', path, twin, '--codec', 'png', '--out', join(folder, 'sweep')],
    ] as const) {
      const { code, stdout, stderr } = await runCli(words)
      expect(code).toBe(0)
      expect(stdout + stderr).toContain(wanted)
      expect(stdout + stderr).not.toMatch(RAW)
    }
  },
)

it('a command that there is not', async () => {
  const { stderr } = await runCli([CLEAR])
  expect(stderr).toContain('\\x1b[2J')
  expect(stderr).not.toMatch(RAW)
})

test('text stays what it is', () => {
  expect(visible('é\t中\n')).toBe('é\t中\n')
  expect(visible('\x9b31m\x7f\0')).toBe('\\x9b31m\\x7f\\x00')
  expect(visibleLine('a\nb')).toBe('a\\nb')
})
