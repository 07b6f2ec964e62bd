import { mkdirSync } from 'node:fs'
import { waiting } from '../../lib/cli/waiting'
import { inSwitches } from '../../lib/cli/wording'
import { pictureFolder } from '../helpers/cli_pictures'
import { runCli } from '../helpers/run_cli'

// What new users of the program do wrong: the message names the switch, not the call.

const at = pictureFolder({ 'in.png': [24, 16, 3], 'alpha.png': [24, 16, 4] })
beforeAll(() => mkdirSync(at('photos')))

const encode = (...more: string[]): string[] => ['encode', at('in.png'), at('out.avif'), ...more]
const mistakes: [string, string[], RegExp][] = [
  ["a codec's option", encode('--bitDepth', '10'), /'--bitDepth'; it is --set bitDepth=\.\.\.$/],
  ['with dashes', encode('--bit-depth', '10'), /'--bit-depth'; it is --set bitDepth=\.\.\.$/],
  ['with =', encode('--bit-depth=10'), /'--bit-depth=?.*'; it is --set bitDepth=\.\.\.$/],
  ['a flag of a codec', encode('--lossless'), /'--lossless'; it is --set lossless=\.\.\.$/],
  ['a size', encode('--bytes', '500'), /'--bytes'; it is --target bytes=\d+$/],
  ["somebody's name of quality", encode('--crf', '30'), /'--crf'; it is --quality$/],
  ["somebody's format", encode('--format', 'avif'), /'--format'; it is --to EXTENSION or --codec/],
  ["somebody's output", encode('--output', 'x'), /'--output'; it is the second argument, or --out/],
  ['sharp, a colour', encode('--chroma-subsampling', '4:4:4'), /it is --set subsampling=4:2:0$/],
  ['sharp, mozjpeg', encode('--mozjpeg'), /; it is --set tune=visual$/],
  ['sharp, metadata', encode('--with-metadata'), /; it is --metadata keep$/],
  [
    "an option of some codecs that is others' effort",
    encode('--speed', '6'),
    /; it is --effort, or --set speed=\.\.\. of a codec that has it$/,
  ],
  [
    'a page',
    ['decode', 'https://e.org/a.avif', 'a.png'],
    /; as in curl -sL URL \| nodecodecs decode - OUT$/,
  ],
  [
    'a command of others',
    ['convert', at('in.png'), 'a.avif'],
    /unknown command 'convert'; it is encode$/,
  ],
  [
    'no command',
    [at('in.png'), 'a.avif'],
    /unknown command '.*in\.png'; a file .* nodecodecs encode .*in\.png OUT$/,
  ],
  ['a misspelt command', ['encod'], /unknown command 'encod'\n\(Did you mean encode\?\)$/],
  ['a misspelt switch', encode('--qualty', '9'), /unknown option '--qualty'\n\(Did you mean --qua/],
  ["somebody's name among --set", encode('--set', 'crf=3'), /'crf' is not known; it is --quality,/],
  ['--set of another', encode('--set', 'chroma=1'), /; it is --set subsampling=4:2:0$/],
  [
    'a quality out of the scale',
    encode('-q', '80'),
    /got 80; --target ssimulacra2=75 means the same/,
  ],
  [
    'a target out of reach',
    encode('-t', 'bytes=9'),
    /^nodecodecs: --target bytes=9 is not reachable/,
  ],
  ['alpha', ['encode', at('alpha.png'), at('x.jpg')], /give a --background '#fff' to flatten it/],
  ['a limit', encode('--max-pixels', '9'), /has more than --max-pixels \(9\)$/],
  [
    'a folder without --out',
    ['encode', at('photos'), at('out'), '--to', 'webp'],
    /photos is a folder: expected --out DIR, as in nodecodecs encode .*photos --to webp --out DIR$/,
  ],
  [
    'a folder of streams',
    ['decode', at('photos')],
    /as in nodecodecs decode .* --to png --out DIR$/,
  ],
  [
    "another codec's extension",
    [...encode('--codec', 'webp')],
    /^nodecodecs: encode: out: expected a name in \.webp, as webp writes it, got '.*out\.avif'$/,
  ],
]

test.each(mistakes)('%s', async (_name, args, message) => {
  const { code, stderr, stdout } = await runCli(args)
  expect(stderr.trim()).toMatch(message)
  expect(stdout).toBe('')
  expect(stderr).not.toMatch(/\b(target|options): \{|maxPixels/)
  expect(code).toBe(/max-pixels/.test(args.join()) ? 1 : 2)
})

test('messages of other matters stay as they are', () => {
  const text = "ENOENT: no such file or directory, open 'target.png'"
  expect(inSwitches(text)).toBe(text)
})

describe('what takes long says so', () => {
  const stream = (isTTY: boolean) => {
    const written: string[] = []
    const write = (text: string): boolean => written.push(text) > 0
    return { written, stream: { isTTY, write } as unknown as NodeJS.WriteStream }
  }
  const late = () => new Promise<number>((resolve) => setTimeout(() => resolve(7), 2300))

  test('on a terminal, from the first second on, and clears it', async () => {
    const { written, stream: terminal } = stream(true)
    expect(await waiting('out.avif: searching bpp=1', late, terminal)).toBe(7)
    const text = written.join('')
    expect(text).toMatch(/out\.avif: searching bpp=1: 1 s.*out\.avif: searching bpp=1: 2 s/s)
    expect(text).not.toMatch(/s$/)
  })

  test('what the work tells, beside the time', async () => {
    const { written, stream: terminal } = stream(true)
    await waiting('out.avif', (tell) => (tell('try 1: quality 30, 512 bytes'), late()), terminal)
    expect(written.join('')).toContain('out.avif: 1 s, try 1: quality 30, 512 bytes')
  })

  test('nothing in a file, nor of what is quick, nor after a failure', async () => {
    const [file, terminal] = [stream(false), stream(true)]
    await waiting('x', late, file.stream)
    await waiting('x', () => Promise.resolve(), terminal.stream)
    const failed = waiting('x', () => Promise.reject(new Error('no')), terminal.stream)
    await expect(failed).rejects.toThrow('no')
    expect([...file.written, ...terminal.written]).toEqual([])
  })
})
