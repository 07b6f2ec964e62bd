import ndarray from 'ndarray'
import {
  decode,
  encode,
  type PixelArray,
  readImage,
  readImageSync,
  writeImage,
} from '../../lib/index'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { failure, failureSync } from '../helpers/failures'
import { makePicture, samplesOf } from '../helpers/pictures'
import { allEntries, describeEntries, type Entry } from '../helpers/table'

// So that the child that `isolate` starts reads lib/ as it is.
process.execArgv.push('-r', join(__dirname, '../helpers/load_typescript.js'))

// decode and readImage with `bitDepth`: the same picture in as many bits as are asked for.

const DEPTHS = [8, 9, 10, 12, 16]

/** Both are the nearest codes of one value, so that they differ by no more than half a code of each. */
function expectSame(found: PixelArray, whole: PixelArray, depth: number): void {
  expect([found.shape, found.bitDepth ?? 8]).toEqual([whole.shape, depth])
  const samples = samplesOf(found)
  expect(samples.constructor.name).toBe(depth > 8 ? 'Uint16Array' : 'Uint8Array')
  const [to, from] = [2 ** depth - 1, 2 ** (whole.bitDepth ?? 8) - 1]
  const given = samplesOf(whole)
  let worst = 0
  for (let i = 0; i < samples.length; i++) {
    worst = Math.max(worst, Math.abs(samples[i]! / to - given[i]! / from))
  }
  expect(worst).toBeLessThanOrEqual(0.5 / to + 0.5 / from + 1e-6)
}

/** What a codec writes of 8 bits and of the most that it is asked for and has. */
function* streamsOf(entry: Entry): Generator<Uint8Array<ArrayBuffer>> {
  for (const [bitDepth, channels] of [
    [8, 3],
    [12, 3],
    [12, 4],
  ] as const) {
    const picture = makePicture({ width: 38, height: 26, bitDepth, channels })
    for (const options of bitDepth === 8 ? [{}] : [{ bitDepth: 10 }, { bitDepth: 12 }, {}]) {
      try {
        yield entry.make(options).encodeSync(picture)
        break
      } catch {
        continue // a codec that has no such depth says so: that is another test's
      }
    }
  }
}

describeEntries(allEntries, (entry) => {
  it('gives the depth that is asked for', async () => {
    const codec = entry.make()
    let compared = 0
    for (const stream of streamsOf(entry)) {
      const whole = codec.decodeSync(stream)
      for (const bitDepth of [8, 10, 16]) {
        const found = codec.decodeSync(stream, { bitDepth })
        expectSame(found, whole, bitDepth)
        compared++
      }
      const eight = samplesOf(codec.decodeSync(stream, { bitDepth: 8 }))
      expect(samplesOf(await codec.decode(stream, { bitDepth: 8 }))).toEqual(eight)
    }
    expect(compared).toBeGreaterThan(0)
  }, 120_000)
})

test.each(['png', 'tif', 'ppm', 'npy', 'avif', 'jxl'])(
  'readImage: .%s',
  async (extension) => {
    const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-depth-'))
    try {
      const path = join(folder, `a.${extension}`)
      await writeImage(path, makePicture({ width: 21, height: 13, bitDepth: 12 }))
      const whole = await readImage(path)
      expect(whole.bitDepth).toBeGreaterThan(8)
      for (const bitDepth of DEPTHS) {
        expectSame(await readImage(path, { bitDepth }), whole, bitDepth)
        expectSame(readImageSync(readFileSync(path), { bitDepth }), whole, bitDepth)
      }
      const isolated = await readImage(path, { bitDepth: 8, isolate: true })
      expect(isolated).toEqual(await readImage(path, { bitDepth: 8 }))
      const floats = await readImage(path, { bitDepth: 8, as: 'float32', layout: 'chw' })
      const codes = samplesOf(await readImage(path, { bitDepth: 8, layout: 'chw' }))
      expect(floats.data).toEqual(Float32Array.from(codes, (code) => code / 255))
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
  60_000,
)

test('every code of 8 bits comes back from 10 and 16', async () => {
  const ramp = Uint8Array.from({ length: 256 }, (_, i) => i)
  const stream = await encode(ndarray(ramp, [16, 16]), { codec: 'png' })
  for (const bitDepth of [10, 16]) {
    const deep = await readImage(stream, { bitDepth })
    const png = await encode(deep, { codec: 'png' })
    expect(samplesOf(await decode(png, { bitDepth: 8 }))).toEqual(ramp)
  }
})

describe('mistakes', () => {
  const stream = () => encode(makePicture({ width: 32, height: 32 }), { codec: 'png' })
  test.each([7, 17, 8.5, '8', NaN, null])('bitDepth: %p', async (value) => {
    const options = { bitDepth: value as number }
    const said = /bitDepth: expected an integer( from 8 to 16)?, got/
    expect((await failure(decode(await stream(), options))).message).toMatch(said)
    expect((await failure(readImage(await stream(), options))).message).toMatch(said)
    const bytes = await stream()
    expect(failureSync(() => readImageSync(bytes, options)).message).toMatch(said)
  })

  test('beside planes and like', async () => {
    const bytes = await encode(makePicture({ width: 32, height: 32 }), { codec: 'x264' })
    const planes = decode(bytes, { as: 'planes', bitDepth: 8 })
    expect((await failure(planes)).message).toBe(
      'decode: bitDepth: expected none for planes, got 8',
    )
    const like = decode(bytes, { like: makePicture({ width: 32, height: 32 }), bitDepth: 8 })
    expect((await failure(like)).message).toBe('decode: like, bitDepth: expected one of them')
  })

  test('depth, as others call it', async () => {
    const given = { depth: 8 } as object
    expect((await failure(readImage(await stream(), given))).message).toMatch(/it is bitDepth/)
    expect((await failure(decode(await stream(), given))).message).toMatch(/it is bitDepth/)
  })
})
