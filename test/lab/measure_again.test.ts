import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { codecs, writeImage } from '../../lib/index'
import { isResult, type Row, sweep } from '../../lab/index'
import { makePicture } from '../helpers/pictures'
import './processes'

// A metric that is added later is measured on the pixels of the first run, whatever form the stream
// decodes to by itself: 10 bits of an 8-bit picture, gray as RGB, padded sizes.

let base: string
beforeAll(() => (base = mkdtempSync(join(tmpdir(), 'nodecodecs-again-'))))
afterAll(() => rmSync(base, { recursive: true }))

const here = new Set(
  codecs()
    .filter(({ available, backend }) => available && backend === 'native')
    .map(({ name }) => name),
)
const deep = ['x265', 'av1', 'avif', 'heic', 'vp9', 'x264'].filter((name) => here.has(name))
const plain = ['x264', 'x265', 'av1', 'jpeg', 'webp', 'bpg', 'jxl'].filter((name) => here.has(name))

test.each([
  ['in 10 bits', deep.map((name) => `${name}:bitDepth=10,effort=0`), { width: 180, height: 166 }],
  ['of odd size', plain, { width: 179, height: 165 }],
  ['gray', plain, { width: 170, height: 164, channels: 1, gray: true }],
  [
    'of 16 bits',
    ['x265:bitDepth=10,effort=0', 'jpeg2000'],
    { width: 170, height: 164, bitDepth: 16 },
  ],
])(
  'pictures %s',
  async (_, names, form) => {
    const path = join(base, 'picture.png')
    await writeImage(path, makePicture(form))
    const rowsOf = async (metrics: string[], out?: string) => {
      const rows: Row[] = []
      const options = { pictures: [path], codecs: names, points: 1, metrics, out }
      for await (const row of sweep(options)) rows.push(row)
      return rows.filter(isResult).sort((a, b) => a.key.localeCompare(b.key))
    }
    const out = mkdtempSync(join(base, 'out-'))
    const before = await rowsOf(['psnr'], out)
    const after = await rowsOf(['psnr', 'ssim', 'mse'], out)
    const fresh = await rowsOf(['psnr', 'ssim', 'mse'])
    expect(before).toHaveLength(names.length)
    expect(after.map(({ metricErrors }) => metricErrors)).toEqual(names.map(() => undefined))
    expect(after.map(({ metrics }) => metrics)).toEqual(fresh.map(({ metrics }) => metrics))
    expect(after.map(({ encode }) => encode)).toEqual(before.map(({ encode }) => encode))
  },
  120_000,
)
