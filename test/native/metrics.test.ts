import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type MetricName, metricNames, metricRow } from '../../lib/metrics/names'
import { native } from '../../lib/metrics/native'
import {
  blocks,
  type Case,
  expectClose,
  makePair,
  noisy,
  reference,
} from '../helpers/metrics_pictures'
import { buildNativeProgram, compiler, hasCompiler, libavutil } from '../helpers/native_program'

const root = join(__dirname, '../..')
const images = process.env.NODECODECS_IMAGES ?? join(root, '..', 'shared', 'images')
const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0

const numberOf = (text: string): number => (text === 'inf' ? Infinity : Number(text))

type Size = Pick<Case, 'width' | 'height' | 'channels' | 'bits'>

let folder: string
let program: string

function compare(size: Size, names: readonly string[], threads = 1, layout = 'hwc') {
  const { width, height, channels, bits } = size
  const numbers = [width, height, channels, bits, threads].map(String)
  const pictures = ['a', 'b'].map((name) => join(folder, name))
  const run = spawnSync(program, [...pictures, ...numbers, layout, '1', ...names], {
    encoding: 'utf8',
  })
  const lines = run.stdout.trim().split('\n')
  return {
    status: run.status,
    stderr: run.stderr,
    values: lines.map(numberOf),
  }
}

function write(a: Uint8Array | Uint16Array, b: Uint8Array | Uint16Array): void {
  writeFileSync(join(folder, 'a'), a)
  writeFileSync(join(folder, 'b'), b)
}

const lacking = hasCompiler ? libavutil.missing : `no ${compiler}`
const title = lacking ? `native/metrics (skipped: ${lacking})` : 'native/metrics'
;(lacking ? describe.skip : describe)(title, () => {
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'nodecodecs-metrics-'))
    program = join(folder, 'metrics_check')
    buildNativeProgram({
      main: 'metrics_check.cc',
      parts: ['metrics', 'pixels/frame.cc', 'pixels/range.cc', 'simd/isa.cc', 'error.cc'],
      output: program,
      flags: libavutil.flags,
    })
  }, 600_000)

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  describe.each(reference.synthetic)(
    '$name ($width x $height x $channels, $bits bit, $kind)',
    (entry) => {
      const names = Object.keys(entry.values) as MetricName[]

      beforeAll(() => write(...makePair(entry)))

      it('is the picture that the reference was computed of', () => {
        const hash = createHash('sha256')
        for (const picture of makePair(entry)) {
          hash.update(new Uint8Array(picture.buffer, picture.byteOffset, picture.byteLength))
        }
        expect(hash.digest('hex')).toBe(entry.sha256)
      })

      it.each([
        ['hwc', 1],
        ['chw', 2],
        ['reversed', 3],
      ] as const)('%s on %i threads: equal to numpy and scipy', (layout, threads) => {
        const { values, stderr } = compare(entry, names, threads, layout)
        expect(stderr).toBe('')
        names.forEach((name, i) => expectClose(name, values[i]!, entry.values[name]!))
      })
    },
  )

  it('does not depend on how many threads or which other names there are', () => {
    const entry = reference.synthetic.find((one) => one.name === 'odd at every scale')!
    write(...makePair(entry))
    const names = metricNames.filter((name) => metricRow(name).compute === native)
    const all = compare(entry, names, 1).values
    expect(compare(entry, names, 7).values).toEqual(all)
    names.forEach((name, i) => expect(compare(entry, [name]).values).toEqual([all[i]]))
  })

  it('sums squares without overflow', () => {
    const wide = { width: 70000, height: 2, channels: 1 }
    const black = new Uint8Array(140000)
    write(
      black,
      black.map(() => 255),
    )
    expect(compare({ ...wide, bits: 8 }, ['mse', 'psnr']).values).toEqual([65025, 0])
    const black16 = new Uint16Array(140000)
    write(
      black16,
      black16.map(() => 65535),
    )
    expect(compare({ ...wide, bits: 16 }, ['mse']).values).toEqual([65535 ** 2])
  })

  describe('refuses', () => {
    const size = { width: 8, height: 8, channels: 1, bits: 8 }
    beforeAll(() => write(new Uint8Array(200 * 200), new Uint8Array(200 * 200)))

    it.each([
      [size, 'psnr-z', 'TypeError: metrics: unknown metric "psnr-z"'],
      [
        size,
        'psnr-ycbcr',
        'RangeError: metrics: psnr-ycbcr: expected RGB, got 8x8, 1 channel, 8 bits',
      ],
      [
        size,
        'psnr-ycbcr-bt601',
        'RangeError: metrics: psnr-ycbcr-bt601: expected RGB, got 8x8, 1 channel, 8 bits',
      ],
      [
        { ...size, width: 160, height: 200 },
        'ms-ssim',
        'RangeError: metrics: ms-ssim: expected sides of at least 161, got 160x200, 1 channel, 8 bits',
      ],
      [
        { ...size, channels: 2 },
        'psnr',
        'RangeError: metrics: cannot compare pictures of 8x8, 2 channels, 8 bits',
      ],
      [
        { ...size, bits: 7 },
        'psnr',
        'RangeError: metrics: cannot compare pictures of 8x8, 1 channel, 7 bits',
      ],
    ])('%j %s', (bad, name, message) => {
      expect(compare(bad, [name])).toMatchObject({ status: 1, stderr: `${message}\n` })
    })
  })

  const missing = !hasFfmpeg ? 'no ffmpeg' : existsSync(images) ? '' : `no ${images}`
  const photographs = missing ? `photographs (skipped: ${missing})` : 'photographs'
  ;(missing ? describe.skip : describe)(photographs, () => {
    it.each(reference.photographs)(
      '$name, coarsened: equal to numpy and scipy',
      ({ name, seed, values }) => {
        const args = [
          '-v',
          'error',
          '-i',
          join(images, name),
          '-f',
          'rawvideo',
          '-pix_fmt',
          'rgb24',
          '-',
        ]
        const { stdout } = spawnSync('ffmpeg', args, { maxBuffer: 2 ** 24 })
        const portrait = name === 'kodim19.png'
        const size = {
          width: portrait ? 512 : 768,
          height: portrait ? 768 : 512,
          channels: 3,
          bits: 8,
        }
        const a = new Uint8Array(stdout)
        write(a, noisy(blocks(a, size), 8, seed))
        const names = Object.keys(values) as MetricName[]
        const result = compare(size, names, 2)
        names.forEach((metric, i) => expectClose(metric, result.values[i]!, values[metric]!))
      },
    )
  })
})
