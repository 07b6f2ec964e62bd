import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { codecs, readImageSync, writeImageSync } from '../../lib/index'
import { cliJson, runCli, startCli, ended } from '../helpers/run_cli'
import { noise } from '../helpers/cli_pictures'

let folder: string
const at = (name: string) => join(folder, name)
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-test-'))
  writeImageSync(at('in.png'), noise(40, 24, 3))
})
afterAll(() => rmSync(folder, { recursive: true }))

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
    const { code, stdout, stderr } = await runCli(args, { cwd: folder })
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
    [['inspect', 'text.txt'], /ERR_DECODE: no known format begins with/],
    [['inspect', 'cut.png'], /ERR_DECODE: /],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await runCli(args, { cwd: folder })
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

describe('codecs', () => {
  test('--json is codecs() with scale and extension', async () => {
    const rows = await cliJson<{ name: string; quality: string; fileExtension: string }[]>([
      'codecs',
    ])
    expect(rows).toMatchObject(JSON.parse(JSON.stringify(codecs())) as object[])
    expect(rows.find(({ name }) => name === 'x265')).toMatchObject({
      quality: 'QP 51..0',
      fileExtension: '.hevc',
    })
  })

  test('prints one line for each, and what to install for the rest', async () => {
    const { code, stdout } = await runCli(['codecs'], withoutPrograms)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^jpeg +JPEG +native .* available$/m)
    expect(stdout).toMatch(/^webp +WebP +cli .* not available$/m)
    const [, missing] = stdout.split('Not available here:')
    expect(missing).toMatch(/^ {2}webp \(cli\): .*install/m)
    expect(missing).toMatch(/^ {2}x265 \(ffmpeg\): .*install/m)
  })

  test('names the version of every library behind the addon', async () => {
    const { stdout } = await runCli(['codecs'])
    expect(stdout).toMatch(/^The addon: ffmpeg \S+, .*libjpeg-turbo \d/m)
    for (const library of ['x265', 'libaom', 'dav1d', 'libwebp', 'libvpx'])
      expect(stdout).toMatch(new RegExp(`^The addon: .*\\b${library} v?\\d`, 'm'))
  })

  test('--ffmpeg names the program', async () => {
    const rows = await cliJson<{ backend: string; available: boolean }[]>([
      'codecs',
      '--ffmpeg',
      at('nowhere'),
    ])
    const over = rows.filter(({ backend }) => backend === 'ffmpeg')
    expect(over.length).toBeGreaterThan(5)
    expect(over.filter(({ available }) => available)).toEqual([])
  })
})

describe('encode and decode', () => {
  const rows = codecs().filter(({ available, backend }) => available && backend === 'native')

  test.each(rows.map(({ name }) => name))('%s: to a file and back', async (name) => {
    const stream = at(`round.${name}`)
    const encoded = await cliJson<{ codec: string; bytes: number; bpp: number }>(
      ['encode', at('in.png'), stream, '--codec', name], // prettier-ignore
    )
    const bytes = statSync(stream).size
    expect(encoded).toMatchObject({ codec: name, backend: 'native', bytes })
    expect(encoded.bpp).toBeCloseTo((bytes * 8) / (40 * 24), 9)
    const args = ['decode', stream, at(`${name}.png`), '--codec', name]
    expect(await cliJson(args)).toMatchObject({ codec: name, width: 40, height: 24, channels: 3 })
    expect(readImageSync(at(`${name}.png`)).shape).toEqual([24, 40, 3])
  })

  test.each(
    [
      ['.hevc', 'x265'],
      ['.265', 'x265'],
      ['.h264', 'x264'],
      ['.obu', 'av1'],
      ['.ivf', 'vp9'],
      ['.webp', 'webp'],
      ['.JPEG', 'jpeg'],
      ['.j2k', 'jpeg2000'],
      ['.jxl', 'jxl'],
      ['.qoi', 'qoi'],
      ['.bpg', 'bpg'],
      ['.avif', 'avif'],
      ['.heic', 'heic'],
    ].filter(([, name]) => rows.some((row) => row.name === name)),
  )('%s is %s, and its bytes are known by any name', async (extension, codec) => {
    const stream = at(`known${extension}`)
    expect(await cliJson(['encode', at('in.png'), stream])).toMatchObject({ codec })
    copyFileSync(stream, at('unnamed'))
    expect(await cliJson(['decode', at('unnamed'), at('o.png')])).toMatchObject({ codec })
  })

  test('AV1 in IVF is told by its fourcc', async () => {
    const stream = at('av1.ivf')
    await cliJson(['encode', at('in.png'), stream, '--codec', 'av1', '--set', 'speed=6'])
    expect(readFileSync(stream).subarray(0, 4).toString()).toBe('DKIF')
    expect(await cliJson(['decode', stream, at('o.png')])).toMatchObject({
      codec: 'av1',
      width: 40,
    })
  })

  test('--set reaches the encoder, a bare key is true, and the answer says lossless', async () => {
    const args = ['encode', at('in.png'), at('l.webp'), '--set', 'lossless', '--set', 'method=0']
    const { stdout } = await runCli(args)
    expect(stdout).toMatch(/l\.webp: [\d,]+ bytes, [\d.]+ bpp, webp \(native\), lossless, /)
    await cliJson(['decode', at('l.webp'), at('l.png')])
    expect(readImageSync(at('l.png')).data).toEqual(readImageSync(at('in.png')).data)
  })

  test("--set options.NAME is the encoder's own option, and one that nobody takes fails", async () => {
    const encode = (set: string) => runCli(['encode', at('in.png'), at('o.h264'), '--set', set])
    expect(await encode('options.x264-params=no-deblock=1')).toMatchObject({ code: 0 })
    const { code, stderr } = await encode('options.frobnicate=1')
    expect(code).not.toBe(0)
    expect(stderr).toContain('frobnicate')
  })

  test('the ffmpeg backend writes the same bytes', async () => {
    const args = (backend: string) => ['encode', at('in.png'), at(`${backend}.webp`), '-b', backend]
    await Promise.all([cliJson(args('native')), cliJson(args('ffmpeg'))])
    expect(readFileSync(at('ffmpeg.webp'))).toEqual(readFileSync(at('native.webp')))
  })
})

describe('inspect', () => {
  test.each(['.hevc', '.h264', '.obu', '.webp', '.jpg', '.jp2', '.png', '.qoi', '.bpg', '.avif'])(
    'the sections of %s are all bytes of the file, once',
    async (extension) => {
      const file = at(`inspected${extension}`)
      await cliJson(['encode', at('in.png'), file])
      const { sections, totals, bytes, width, height } = await cliJson<{
        sections: { offset: number; length: number }[]
        totals: Record<string, number>
        bytes: number
        width: number
        height: number
      }>(['inspect', file])
      const { size } = statSync(file)
      let end = 0
      for (const { offset, length } of sections) {
        expect(offset).toBe(end)
        end += length
      }
      expect(end).toBe(size)
      expect(Object.values(totals).reduce((a, b) => a + b)).toBe(size)
      expect({ bytes, width, height }).toEqual({ bytes: size, width: 40, height: 24 })
    },
  )

  test('prints sections, kinds and shares', async () => {
    await cliJson(['encode', at('in.png'), at('i.hevc')])
    const { stdout } = await runCli(['inspect', at('i.hevc')])
    expect(stdout).toMatch(/i\.hevc: hevc, 40 x 24/)
    expect(stdout).toMatch(/^ +\d+ +\d+ +header +SPS$/m)
    expect(stdout).toMatch(/^picture +[\d,]+ +[\d.]+ %$/m)
    expect(stdout).toMatch(/^all +[\d,]+ +100\.0 %$/m)
  })
})

test('a reader that closes the pipe ends it without noise', async () => {
  const child = startCli(['codecs', '--json'])
  child.stdout!.destroy()
  expect(await ended(child)).toMatchObject({ code: 0, signal: null, stderr: '' })
})
