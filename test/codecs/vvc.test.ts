import { existsSync, readFileSync, mkdtempSync, copyFileSync, chmodSync, rmSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BitWriter } from '../../lib/bitstream/bit_writer'
import { verifyVvc, vvcTrueSize } from '../../lib/bitstream/nal/annexb'
import type { Descriptor } from '../../lib/codecs/descriptor'
import { Codec, CodecError, codecs, createCodec, decode, encode } from '../../lib/index'
import { inspect, metrics, VVC, WebP } from '../../lib/index'
import { makePicture } from '../helpers/pictures'

// VVC: what its bytes say; its coders where this machine has them.

const shared = process.env.NODECODECS_STREAMS ?? join(__dirname, '../../../shared/streams')
const streams = [
  ['gray.vvc', 98, 66, 'c9da7b3d709ba48e8137d43f904c74b4a85855fa957af81307971877f046caaf'],
  ['odd.vvc', 98, 66, '8d09eec9360d5a2f64589d08458d2b0f04e992c064453d0ff0c47aa15aa0e1af'],
  ['kodim23_420_q27.vvc', 768, 512, 'a210389366e735207aa6de300339f7ba641f9a26603979329b0860d6a417375e'],
  ['kodim23_420_q37.vvc', 768, 512, 'accc7b77b80090bcc803c0b9a4f608fd5aeaf415cd09f3934786afa79738ae0f'],
] as const // prettier-ignore
const read = (name: string) => new Uint8Array(readFileSync(join(shared, name)))
const there = existsSync(shared)
const decodes = (of: string) =>
  codecs().some(({ name, backend, decoder }) => name === 'vvc' && backend === of && decoder)
const [native, program] = [decodes('native'), decodes('ffmpeg')]

const nal = (type: number, payload: Iterable<number>) => [0, 0, 1, 0, (type << 3) | 1, ...payload]

/** An SPS of 4:2:0 with this size, a PPS and a slice that holds the picture header. */
function stream(width: number, height: number, pps = 0): Uint8Array {
  const sps = new BitWriter()
  sps.u(4, 0).u(4, 0).u(3, 0).u(2, 1).u(2, 2)
  sps.u(1, 0) // no profile, tier and level
  sps.u(2, 0).ue(width).ue(height).u(1, 0).u(1, 1)
  const slice = new BitWriter()
  slice.u(1, 1).u(1, 1).u(1, 0).u(1, 0).u(1, 0).ue(pps).u(8, 0xa5)
  return Uint8Array.from([
    ...nal(15, [...sps.bytes(), 0x80]),
    ...nal(16, [0x01, 0x80]),
    ...nal(7, [...slice.bytes(), 0x5a, 0x80]),
  ])
}

const errorOf = (call: () => unknown): CodecError => {
  try {
    call()
  } catch (error) {
    return error as CodecError
  }
  throw new Error('it did not fail')
}

test('every byte of a stream has its place, and the SPS says the size', () => {
  const { format, width, height, totals, bytes, sections } = inspect(stream(120, 88))
  expect({ format, width, height }).toEqual({ format: 'vvc', width: 120, height: 88 })
  expect(Object.values(totals).reduce((sum, one) => sum + one)).toBe(bytes)
  expect(sections.map(({ name }) => name)).toEqual(
    ['SPS', 'PPS', 'slice'].flatMap((name) => ['start code', name]),
  )
})

test('a true size goes into an SEI and comes back', () => {
  const padded = vvcTrueSize.write(stream(64, 48), 63, 47)
  expect(inspect(padded)).toMatchObject({ width: 63, height: 47 })
  expect(inspect(padded).sections.map(({ name }) => name)).toContain('SEI true size')
  verifyVvc(padded)
  expect(errorOf(() => verifyVvc(vvcTrueSize.write(stream(64, 48), 65, 47)))).toMatchObject({
    code: 'ERR_DECODE',
  })
})

test.each([
  ['no slice', (s: Uint8Array) => s.slice(0, -10), /pictures|slice|early|start code|cut off/],
  ['an unknown PPS', () => stream(64, 48, 5), /slice of PPS 5, which is not there/],
  ['no SPS', (s: Uint8Array) => s.slice(inspect(s).sections[1]!.length + 3), /has no SPS/],
  ['two pictures', (s: Uint8Array) => Uint8Array.from([...s, ...s]), /has 2 pictures/],
  ['nothing', () => new Uint8Array(0), /start code/],
])('%s is found without decoding', (_what, damage, message) => {
  const error = errorOf(() => verifyVvc(damage(stream(64, 48))))
  expect(error).toMatchObject({ code: 'ERR_DECODE' })
  expect(error.message).toMatch(message)
})

const real = there ? test.each(streams) : test.skip.each(streams)
const needs = there ? '' : ': needs ../shared/streams'

real(`%s: sizes, sections, damage${needs}`, (name, width, height) => {
  const bytes = read(name)
  expect(inspect(bytes)).toMatchObject({ format: 'vvc', width, height })
  expect(inspect(bytes).totals.picture).toBeGreaterThan(bytes.length * 0.5)
  verifyVvc(bytes)
  for (const cut of [3, 20, 60]) {
    expect(errorOf(() => verifyVvc(bytes.subarray(0, cut)))).toMatchObject({ code: 'ERR_DECODE' })
  }
})

describe.each([
  ['native', native],
  ['ffmpeg', program],
] as const)('backend %s', (backend, can) => {
  const only = there && can ? test.each(streams) : test.skip.each(streams)
  only(`%s: the planes' SHA-256${can ? needs : ': needs FFmpeg 7.1'}`, async (name, w, h, sha) => {
    const codec = new VVC({ backend })
    const { planes, width, height } = await codec.decode(read(name), { as: 'planes' })
    const hash = createHash('sha256')
    for (const { buffer, byteOffset, byteLength } of planes) {
      hash.update(new Uint8Array(buffer, byteOffset, byteLength))
    }
    expect([width, height, hash.digest('hex')]).toEqual([w, h, sha])
    const { shape } = await decode(read(name))
    expect(shape.slice(0, 2)).toEqual([h, w])
  })
})

test('where there is a decoder and no encoder, decode works and encode says what is missing', async () => {
  // WebP's rows with an encoder that no FFmpeg has
  const other = {
    ...new WebP().descriptor,
    name: 'webp-read',
    encoders: ['libnone'],
    backends: ['native'] as const,
  }
  const bytes = await encode(makePicture({ width: 24, height: 16 }), { codec: 'webp' })
  const codec = new Codec(other as Descriptor)
  expect(codec.available()).toBe(false)
  expect((await codec.decode(bytes)).shape).toEqual([16, 24, 3])
  expect(codec.decodeSync(bytes).shape).toEqual([16, 24, 3])
  await expect(codec.encode(makePicture({ width: 8, height: 8 }))).rejects.toMatchObject({
    code: 'ERR_UNAVAILABLE',
    message: expect.stringContaining('no encoder libnone'),
  })
})

test('where it is not available it says what to install', async () => {
  const codec = new VVC({ backend: 'cli' })
  if (codec.available()) return expect((await codec.apply(makePicture({ width: 64, height: 64 }))).nBytes).toBeGreaterThan(0) // prettier-ignore
  await expect(codec.encode(makePicture({ width: 64, height: 64 }))).rejects.toMatchObject({
    code: 'ERR_UNAVAILABLE',
    message: expect.stringMatching(/install vvenc and vvdec .*vvencapp, vvdecapp/),
  })
  if (!native && !program) {
    await expect(decode(stream(64, 48))).rejects.toMatchObject({ code: 'ERR_UNAVAILABLE' })
  }
})

describe('vvencapp and vvdecapp, by a stand-in', () => {
  let folder: string
  const path = process.env.PATH
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'nodecodecs-vvc-'))
    for (const program of ['vvencapp', 'vvdecapp']) {
      copyFileSync(join(__dirname, '../programs/vvc_stand_in.js'), join(folder, program))
      chmodSync(join(folder, program), 0o755)
    }
    process.env.PATH = `${folder}:${path}`
  })
  afterAll(() => {
    process.env.PATH = path
    rmSync(folder, { recursive: true })
  })

  test('they get size, QP and preset, and their stream is checked', async () => {
    const codec = createCodec('vvc', { backend: 'cli', effort: 9 })
    expect(codec.available()).toBe(true)
    const picture = makePicture({ width: 96, height: 80 })
    const { restored } = await codec.apply(picture, { quality: 20 })
    expect((await metrics(picture, restored, ['psnr'])).psnr).toBeGreaterThan(30)
    const [encode] = codec.calls.slice(-2)
    expect(encode!.args.join(' ')).toMatch(
      /-s 96x80 -c yuv420_10 .*-q 20 --qpa 0 --preset slower -t 1/,
    )
    // of a copy, the SPS says the size
    const bytes = Uint8Array.from(await codec.encode(picture, { quality: 20 }))
    expect((await codec.decode(bytes)).shape).toEqual([80, 96, 3])
    await expect(codec.decode(bytes.slice(0, 9))).rejects.toMatchObject({ code: 'ERR_DECODE' })
  })

  test('an odd picture is padded, and its size stands in the stream', async () => {
    const codec = createCodec('vvc', { backend: 'cli' })
    const picture = makePicture({ width: 95, height: 79 })
    const { restored, bytes } = await codec.apply(picture, { quality: 20 })
    expect(codec.calls.at(-2)!.args.join(' ')).toContain('-s 96x80')
    expect(restored.shape).toEqual([79, 95, 3])
    expect((await metrics(picture, restored, ['psnr'])).psnr).toBeGreaterThan(30)
    const copy = Uint8Array.from(bytes)
    expect(inspect(copy)).toMatchObject({ width: 95, height: 79 })
    expect((await codec.decode(copy)).shape).toEqual([79, 95, 3])
    expect((await codec.decode(copy, { like: picture })).data).toEqual(restored.data)
    const tiny = makePicture({ width: 9, height: 5 })
    expect((await codec.apply(tiny, { quality: 20 })).restored.shape).toEqual([5, 9, 3])
  })
})
