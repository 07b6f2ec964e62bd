import { readFileSync, writeFileSync } from 'node:fs'
import ndarray from 'ndarray'
import { parseRaw } from '../../lib/cli/raw'
import { readImageSync } from '../../lib/index'
import { noise, pictureFolder } from '../helpers/cli_pictures'
import { ended, runCli, startCli } from '../helpers/run_cli'

// Samples without a header, from other programs and to them.

const [width, height] = [23, 17]
const at = pictureFolder({ 'in.png': [width, height, 3] })
const timeout = 60_000

/** The program with bytes on its stdin. */
async function piped(bytes: Uint8Array, args: string[]) {
  const child = startCli(args, { timeout })
  child.stdin!.on('error', () => undefined) // it may refuse before it has read them
  child.stdin!.end(bytes)
  return ended(child)
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength)

describe('what is piped in is the picture', () => {
  const forms: [string, channels: number, depth: number][] = [
    ['23x17x3', 3, 8],
    ['23x17', 3, 8],
    ['23x17x1', 1, 8],
    ['23x17x4:8', 4, 8],
    ['23x17x3:10', 3, 10],
    ['23x17x1:12', 1, 12],
    ['23x17x3:16', 3, 16],
  ]
  test.each(forms)('%s', async (form, channels, depth) => {
    const picture = noise(width, height, channels, depth)
    const out = at(`${form.replace(/\W/g, '_')}.j2k`)
    const args = ['encode', '-', out, '--raw', form, '-q', '1', '--json']
    const { code, stderr } = await piped(bytesOf(picture.data), args)
    expect([code, stderr]).toEqual([0, ''])
    const back = readImageSync(out)
    expect([back.shape, back.bitDepth]).toEqual([[height, width, channels], depth])
    expect(back.data).toEqual(picture.data)
  })

  test('planes per channel, and floats', async () => {
    const { data } = noise(width, height, 3, 16)
    const planar = ndarray(new Float32Array(data.length), [3, height, width])
    const pixels = ndarray(data, [height, width, 3])
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        for (let c = 0; c < 3; c++) planar.set(c, y, x, pixels.get(y, x, c) / 65535)
    const args = ['encode', '-', at('f.png'), '--raw', '23x17x3:float:chw']
    expect(await piped(bytesOf(planar.data), args)).toMatchObject({ code: 0, stderr: '' })
    expect(readImageSync(at('f.png')).data).toEqual(data)
  })
})

test('files, and decode --to raw gives the same bytes', async () => {
  const { data } = readImageSync(at('in.png'))
  writeFileSync(at('frame.rgb'), data)
  const made = ['encode', at('frame.rgb'), at('f.webp'), '--raw', '23x17x3', '--set', 'lossless']
  expect(await runCli(made, { timeout })).toMatchObject({ code: 0 })
  expect(await runCli(['decode', at('f.webp'), at('back.raw')], { timeout })).toMatchObject({
    code: 0,
  })
  expect(new Uint8Array(readFileSync(at('back.raw')))).toEqual(data)
  const child = startCli(['decode', at('f.webp'), '-', '--to', 'raw'], { timeout })
  const parts: Buffer[] = []
  child.stdout!.on('data', (part: Buffer) => parts.push(part))
  await new Promise((resolve) => child.on('close', resolve))
  expect(new Uint8Array(Buffer.concat(parts))).toEqual(data)
})

test('metrics beside a picture file, and apply', async () => {
  const { data } = readImageSync(at('in.png'))
  const metrics = ['metrics', '-', at('in.png'), '--raw', '23x17x3', '-m', 'mse', '--json']
  const told = await piped(data as Uint8Array, metrics)
  expect(JSON.parse(told.stdout)).toMatchObject({ identical: true, metrics: { mse: 0 } })
  const apply = ['apply', '-', '-c', 'png', '-b', 'native', '--raw', '23x17x3', '--json']
  const { rows } = JSON.parse((await piped(data as Uint8Array, apply)).stdout) as {
    rows: { identical: boolean }[]
  }
  expect(rows).toMatchObject([{ identical: true }])
})

describe('mistakes', () => {
  const refused: [string, string, number, RegExp][] = [
    [
      'too few bytes',
      '23x17x3',
      100,
      /--raw: expected 23 x 17 x 3 samples of 1 byte = 1173 bytes, got 100/,
    ],
    ['too many', '2x2x3:10', 25, /samples of 2 bytes = 24 bytes, got 25/],
    ['a sample above the bits', '2x2x3:10', 24, /1023/],
    ['a float that is none', '2x2x1:float', 16, /NaN/],
    ['no form', '23x17x2', 1, /Expected WIDTHxHEIGHTxCHANNELS/],
    ['no size', '0x17', 1, /Expected WIDTHxHEIGHTxCHANNELS/],
  ]
  test.each(refused)('%s', async (_name, form, length, message) => {
    const bytes = new Uint8Array(length).fill(255)
    const { code, stderr } = await piped(bytes, ['encode', '-', at('no.png'), '--raw', form])
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)])
  })

  test.each(['x', '1x', '1x1x5', '1x1x3:7', '1x1x3:17', '1x1x3:chw:8', '-1x1'])(
    'form %s',
    (form) => {
      expect(() => parseRaw(form)).toThrow(/Expected WIDTH/)
    },
  )
})
