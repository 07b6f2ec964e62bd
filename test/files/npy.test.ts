import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ndarray from 'ndarray'
import {
  createCodec,
  decode,
  encode,
  metrics,
  metricsSync,
  QOI,
  readImage,
  writeImage,
} from '../../lib/index'
import { failure } from '../helpers/failures'
import { makePicture, samplesOf } from '../helpers/pictures'

// NumPy's files in and out, as pictures.

const folder = mkdtempSync(join(tmpdir(), 'nodecodecs-npy-'))
afterAll(() => rmSync(folder, { recursive: true }))
const place = (name: string) => join(folder, name)

/** A file by the words of numpy's documentation, not by our writer. */
function npy(descr: string, shape: string, samples: Uint8Array, order = 'False', version = 1) {
  const text = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${shape}), }\n`
  const head = Buffer.alloc(version > 1 ? 12 : 10)
  head.write('\x93NUMPY', 'latin1')
  head[6] = version
  if (version > 1) head.writeUInt32LE(text.length, 8)
  else head.writeUInt16LE(text.length, 8)
  return Buffer.concat([head, Buffer.from(text), samples])
}

const bytes = Uint8Array.from({ length: 24 }, (_, i) => i * 10)

test.each([
  ['(H, W, C)', '2, 4, 3', [2, 4, 3]],
  ['(C, H, W)', '3, 4, 2', [4, 2, 3]],
  ['gray', '4, 6', [4, 6, 1]],
  ['RGBA', '2, 3, 4', [2, 3, 4]],
  ['(1, H, W, C)', '1, 2, 4, 3', [2, 4, 3]],
])('%s', async (_name, shape, wanted) => {
  for (const version of [1, 2, 3]) {
    const image = await readImage(npy('|u1', shape, bytes, 'False', version))
    expect([image.shape, image.bitDepth]).toEqual([wanted, 8])
    if (shape[0] !== '3') expect(samplesOf(image)).toEqual(bytes)
    else expect([0, 1, 2].map((c) => image.get(3, 1, c))).toEqual([70, 150, 230])
  }
})

test('16 bits and floats, of both byte orders', async () => {
  const wide = Uint16Array.from(bytes, (value) => value * 257)
  const swapped = Buffer.from(Uint8Array.from(new Uint8Array(wide.buffer))).swap16()
  for (const file of [
    npy('<u2', '2, 4, 3', new Uint8Array(wide.buffer)),
    npy('>u2', '2, 4, 3', swapped),
  ]) {
    const image = await readImage(file)
    expect([image.bitDepth, samplesOf(image)]).toEqual([16, wide])
  }
  const floats = Float32Array.from(wide, (value) => value / 65535)
  const turned = Buffer.from(Uint8Array.from(new Uint8Array(floats.buffer))).swap32()
  for (const file of [
    npy('<f4', '2, 4, 3', new Uint8Array(floats.buffer)),
    npy('>f4', '2, 4, 3', turned),
  ]) {
    expect(samplesOf(await readImage(file))).toEqual(wide)
    expect((await readImage(file, { as: 'float32' })).data).toEqual(floats)
  }
})

test('is taken wherever a picture file is', async () => {
  const picture = makePicture({ width: 40, height: 30 })
  const path = place('in.npy')
  await writeImage(path, picture)
  const wanted = await new QOI().encode(picture)
  expect(await encode(path, { codec: 'qoi' })).toEqual(wanted)
  expect(await new QOI().encode(readFileSync(path))).toEqual(wanted)
  expect((await createCodec('qoi').apply(path)).bytes).toEqual(wanted)
  expect(await metrics(path, wanted, ['mse'])).toEqual({ mse: 0 })
  expect((await failure(decode(path))).message).toMatch(/it is a NumPy array: readImage/)
})

test.each([8, 12])('is written: what is read is what was given, %i bits', async (bitDepth) => {
  for (const channels of [1, 3, 4]) {
    const picture = makePicture({ width: 17, height: 9, channels, bitDepth })
    await writeImage(place('out.npy'), picture)
    const file = readFileSync(place('out.npy'))
    expect(file.indexOf('\n') % 64).toBe(63)
    expect(samplesOf(await readImage(place('out.npy')))).toEqual(samplesOf(picture))
  }
  const floats = Float32Array.from({ length: 60 }, (_, i) => i / 60)
  await writeImage(place('float.npy'), ndarray(floats, [3, 4, 5]))
  const file = readFileSync(place('float.npy'))
  expect(file.toString('latin1')).toMatch(/'<f4', 'fortran_order': False, 'shape': \(4, 5, 3\)/)
})

test.each<[string, Buffer, string, RegExp]>([
  [
    'dtype',
    npy('<f8', '1, 1', new Uint8Array(8)),
    'ERR_DECODE',
    /^npy: dtype '<f8': .*astype\(numpy\.float32\)/,
  ],
  [
    'bool',
    npy('|b1', '2, 2', new Uint8Array(4)),
    'ERR_DECODE',
    /^npy: dtype '\|b1': .*astype\(numpy\.uint8\)/,
  ],
  ['order', npy('|u1', '4, 6', bytes, 'True'), 'ERR_DECODE', /^npy: Fortran order: .*ascontig/],
  ['one axis', npy('|u1', '24,', bytes), 'ERR_DECODE', /^npy: shape \(24\): expected \(H, W\)/],
  ['channels', npy('|u1', '2, 6, 2', bytes), 'ERR_DECODE', /^npy: shape \(2, 6, 2\): /],
  ['a batch', npy('|u1', '2, 2, 2, 3', bytes), 'ERR_DECODE', /^npy: shape \(2, 2, 2, 3\): /],
  ['nothing', npy('|u1', '0, 4, 3', new Uint8Array(0)), 'ERR_DECODE', /^npy: shape \(0, 4, 3\)/],
  ['cut', npy('|u1', '4, 6', bytes.subarray(1)), 'ERR_DECODE', /expected 24 bytes .*, got 23$/],
  [
    'cut header',
    npy('|u1', '4, 6', bytes).subarray(0, 30),
    'ERR_DECODE',
    /ends inside of its header/,
  ],
  ['no header', Buffer.from('\x93NUMPY\x01\x00\x02\x00{}', 'latin1'), 'ERR_DECODE', /has no descr/],
  ['size', npy('|u1', '70000, 70000', bytes), 'ERR_LIMIT', /more than maxPixels/],
])('mistakes: %s', async (_name, file, code, message) => {
  const error = await failure(readImage(file))
  expect(error).toMatchObject({ name: 'CodecError', code, message: expect.stringMatching(message) })
})

test('floats out of range say where', async () => {
  const floats = Float32Array.from(bytes)
  const file = npy('<f4', '2, 4, 3', new Uint8Array(floats.buffer))
  expect((await failure(readImage(file))).message).toMatch(/0 to 1, got 10 at x 0, y 0, channel 1/)
})

const python = spawnSync('python3', ['-c', 'import numpy'], { timeout: 60_000 }).status === 0
const title = `numpy reads it and writes it${python ? '' : ' (skipped: no python3 with numpy)'}`
;(python ? test : test.skip)(title, async () => {
  const picture = makePicture({ width: 20, height: 10 })
  await writeImage(place('a.npy'), picture)
  writeFileSync(
    place('turn.py'),
    `import numpy, sys
a = numpy.load(sys.argv[1])
assert a.shape == (10, 20, 3) and a.dtype == numpy.uint8, a.shape
numpy.save(sys.argv[2], numpy.ascontiguousarray(a[::-1]).astype('>u2'))`,
  )
  const { status, stderr } = spawnSync(
    'python3',
    [place('turn.py'), place('a.npy'), place('b.npy')],
    {
      encoding: 'utf8',
      timeout: 60_000,
    },
  )
  expect([status, stderr]).toEqual([0, ''])
  const back = await readImage(place('b.npy'))
  expect(back.bitDepth).toBe(16)
  expect(Array.from(samplesOf(back))).toEqual(
    Array.from(samplesOf(picture.step(-1, 1, 1) as never)),
  )
})

test('float samples of a file are those of an array: the codec’s depth, or the other picture’s', async () => {
  const size = { width: 24, height: 18 }
  const data = Float32Array.from({ length: 24 * 18 * 3 }, (_, i) => (i % 97) / 97)
  const file = npy('<f4', '18, 24, 3', new Uint8Array(data.buffer))
  const image = { data, ...size, channels: 3 }
  const eight = await encode(image, { codec: 'png' })
  expect(await encode(file, { codec: 'png' })).toEqual(eight)
  expect((await readImage(file)).bitDepth).toBe(16)
  const path = join(folder, 'floats.npy')
  writeFileSync(path, file)
  for (const one of [file, path, image]) {
    expect(metricsSync(one, eight, ['mse'])).toEqual({ mse: 0 })
    expect(await metrics(eight, one, 'mse')).toEqual({ mse: 0 })
  }
  expect(await metrics(path, file, 'mse')).toEqual({ mse: 0 })
})
