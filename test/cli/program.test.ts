import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cliJson, runCli, startCli, ended } from '../helpers/run_cli'
import { pictureFolder } from '../helpers/cli_pictures'

const at = pictureFolder({ 'in.png': [40, 24, 3] })

const commands = [
  'apply',
  'encode',
  'decode',
  'inspect',
  'probe',
  'metrics',
  'codecs',
  'build',
  'help',
]

const withoutPrograms = { env: { ...process.env, PATH: '' } }

describe('help', () => {
  test('--help shows every command, examples and exit codes', async () => {
    const { code, stdout } = await runCli(['--help'])
    expect(code).toBe(0)
    for (const name of commands) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'))
    expect(stdout).toContain('Examples:')
    expect(stdout).toContain('Exit codes: 0')
  })

  test.each(commands)('%s --help has examples and --json', async (name) => {
    const { code, stdout } = await runCli([name, '--help'])
    expect(code).toBe(0)
    expect(stdout).toContain(`Usage: nodecodecs ${name}`)
    expect(stdout).toContain('Examples:')
    expect(stdout).toContain('--json')
  })

  test('help COMMAND is what COMMAND --help is, examples included', async () => {
    const [help, option] = await Promise.all([runCli(['help', 'encode']), runCli(['encode', '-h'])])
    expect(help).toEqual(option)
  })

  test('help CODEC tells its scale and every option row', async () => {
    const { code, stdout } = await runCli(['help', 'x265'])
    expect(await runCli(['help', 'hevc'])).toMatchObject({ code, stdout })
    expect(await runCli(['help', 'libx265'])).toMatchObject({ code, stdout })
    expect((await runCli(['help', 'jpegxl'])).stdout).toMatch(/^jxl /)
    expect(code).toBe(0)
    expect(stdout).toContain('QP 51..0')
    expect(stdout).toMatch(/^preset +ultrafast, superfast.* +speed against size/m)
    for (const option of ['tune', 'range', 'threads', 'timeout']) {
      expect(stdout).toMatch(new RegExp(`^${option} `, 'm'))
    }
  })

  test('help CODEC --json gives the rows', async () => {
    const { options, quality } = await cliJson<{
      options: Record<string, object>
      quality: { steps: number[] }
    }>(['help', 'webp'])
    expect(options.method).toMatchObject({ type: 'int', min: 0, max: 6 })
    expect(options.effort).toMatchObject({ type: 'int', min: 0, max: 9, default: 9 })
    expect(quality.steps).toHaveLength(101)
  })

  test('--version is that of the package', async () => {
    const { version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as {
      version: string
    }
    expect(await runCli(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n` })
  })
})

describe('mistakes in the call end with 2 and say what was expected', () => {
  test.each([
    [[], /Usage: nodecodecs/],
    [['frobnicate'], /unknown command 'frobnicate'/],
    [['help', 'x266'], /command or codec 'x266' is not known; did you mean 'x26[45]'\?/],
    [['encode', 'in.png'], /missing required argument 'out'/],
    [['encode', 'in.png', 'out.webp', '--frob'], /unknown option '--frob'/],
    [['encode', 'in.png', 'out.webp', '-q', 'high'], /'high' is invalid. Expected a number/],
    [['encode', 'in.png', 'out.webp', '-q', '101'], /quality: expected quality 0 .* got 101/],
    [
      ['encode', 'in.png', 'out.webp', '-s', 'metod=3'],
      /'metod' is not known; did you mean 'method'/,
    ],
    [['encode', 'in.png', 'out.webp', '-s', 'method=7'], /method: .*from 0 to 6, got 7/],
    [['encode', 'in.png', 'out.webp', '-s', 'method=x'], /method: expected an integer, got 'x'/],
    [['encode', 'in.png', 'out.webp', '-s', 'lossless=maybe'], /lossless: expected a boolean/],
    [['encode', 'in.png', 'out.webp', '-s', '=3'], /Expected KEY=VALUE/],
    [['encode', 'in.png', 'out.webp', '-b', 'gpu'], /backend: expected one of/],
    [
      ['encode', 'in.png', 'out.jpg', '-b', 'cli'],
      /jpeg: backend: expected one of native, got 'cli'/,
    ],
    [['encode', 'in.png', 'out.xyz'], /no codec has this extension .*--codec/],
    [['encode', 'in.png', 'out.hevc', '-c', 'x256'], /codec 'x256' is not known; did you mean/],
    [['decode', 'in.png', 'out.xyz'], /expected an extension among .*\.png/],
    [['apply'], /expected a picture, or --demo/],
    [['apply', 'in.png', '-c', 'wepb'], /codec 'wepb' is not known; did you mean 'webp'/],
    [['apply', 'in.png', '-b', 'nativ'], /backend 'nativ' is not known; did you mean 'native'/],
    [['apply', 'in.png', '-c', 'jpeg', '-b', 'cli'], /jpeg: backend: expected native, got cli/],
    [['apply', 'in.png', '-c', 'qoi', '-q', 'x265=30'], /--quality: codec 'x265' is not known/],
    [['apply', 'in.png', '-c', 'jpeg', '-q', '0'], /quality: expected quality 1 .* got 0/],
    [['apply', 'in.png', '-c', 'jpeg', '-q', 'jpeg='], /Expected a number/],
    [['apply', 'in.png', '-c', 'qoi', '-s', 'x265.preset=fast'], /--set x265.preset: expected/],
    [['apply', 'in.png', '-c', 'qoi', '-s', 'preset=fast'], /qoi: option 'preset' is not known/],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await runCli(args, { cwd: at() })
    expect(stderr).toMatch(message)
    expect(stdout).toBe('')
    expect(code).toBe(2)
  })
})

describe('failures end with 1 and leave standard output empty', () => {
  beforeAll(() => {
    writeFileSync(at('text.txt'), 'no picture')
    writeFileSync(at('cut.png'), readFileSync(at('in.png')).subarray(0, 60))
  })

  test.each([
    [['encode', 'missing.png', 'out.webp'], /ENOENT.*missing\.png/],
    [['encode', 'text.txt', 'out.webp'], /ERR_DECODE: text.txt: no known format begins with/],
    [['encode', 'in.png', 'no-folder/out.qoi'], /ENOENT.*no-folder/],
    [['decode', 'missing.hevc', 'out.png'], /ENOENT.*missing\.hevc/],
    [['decode', 'text.txt', 'out.png'], /ERR_DECODE: text.txt: no known format begins with/],
    [['decode', 'cut.png', 'out.png'], /ERR_DECODE: /],
    [['inspect', 'missing.hevc'], /ENOENT/],
    [['inspect', 'text.txt'], /ERR_DECODE: text.txt: no known format begins with/],
    [['inspect', 'cut.png'], /ERR_DECODE: /],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await runCli(args, { cwd: at() })
    expect(stderr).toMatch(message)
    expect(stdout).toBe('')
    expect(code).toBe(1)
  })

  test('a codec that is not there', async () => {
    const args = ['encode', at('in.png'), at('out.bpg'), '-b', 'cli']
    const { code, stderr } = await runCli(args, withoutPrograms)
    expect(stderr).toMatch(/ERR_UNAVAILABLE: bpg \(backend cli\): .*install_bpg\.sh/)
    expect(code).toBe(1)
  })
})

test('a reader that closes the pipe ends it without noise', async () => {
  const child = startCli(['codecs', '--json'])
  child.stdout!.destroy()
  expect(await ended(child)).toMatchObject({ code: 0, signal: null, stderr: '' })
})
