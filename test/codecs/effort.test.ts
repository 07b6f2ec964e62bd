import { Codec } from '../../lib/codec'
import type { Descriptor } from '../../lib/codecs/descriptor'
import { effortRow } from '../../lib/codecs/effort'
import { X264, X265, AV1, AVIF, HEIC, JPEG2000, QOI, VP9, WebP } from '../../lib/classes'
import { settled } from '../../lib/flow/plan'
import { resolve } from '../../lib/codecs/resolve'
import { allDescriptors } from '../../lib/registry'
import { makePicture, psnr, samplesOf } from '../helpers/pictures'

const efforts = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]

// Small, as the slowest settings are walked too; texture, so that there is something to search for.
const picture = makePicture({ width: 64, height: 64, texture: 0.1 })

const withEffort = allDescriptors().filter(({ options }) => 'effort' in options)

const encodersOf = ({ options }: Descriptor): (string | undefined)[] =>
  options.encoder?.type === 'enum' ? options.encoder.values.map(String) : [undefined]

/** Codec x encoder. */
const entries = withEffort.flatMap((descriptor) =>
  encodersOf(descriptor).map((encoder) => {
    const make = (options = {}) =>
      new Codec(descriptor, { backend: 'native', ...(encoder && { encoder }), ...options })
    const label = [descriptor.name, encoder].filter(Boolean).join(' ')
    return { label, descriptor, encoder: encoder ?? descriptor.encoders[0]!, make }
  }),
)

const bytesOf = (codec: Codec): Uint8Array => Uint8Array.from(codec.encodeSync(picture))

/** What 1 dB more costs this encoder of this picture: the logarithm of the bytes' factor. */
function costOfOneDb(codec: Codec): number {
  const { qualitySteps: steps, defaultQuality } = codec
  const near = steps.findIndex((step) => step === defaultQuality)
  const far = Math.max(1, Math.round(steps.length / 8))
  const ends = [Math.max(0, near - far), Math.min(steps.length - 1, near + far)]
  const [low, high] = ends.map((at) => {
    const bytes = codec.encodeSync(picture, { quality: steps[at] })
    return {
      bytes: bytes.length,
      psnr: psnr(samplesOf(picture), samplesOf(codec.decodeSync(bytes))),
    }
  })
  return Math.log(high!.bytes / low!.bytes) / (high!.psnr - low!.psnr)
}

test('every codec whose encoder has settings of speed has an effort', () => {
  const without = allDescriptors().filter(({ options }) => !('effort' in options))
  // Nothing to choose: OpenJPEG and QOI; bpgenc has its own `method`.
  expect(without.map(({ name }) => name).sort()).toEqual(['bpg', 'h265', 'jpeg2000', 'qoi'])
})

describe.each([
  ['JPEG2000', JPEG2000],
  ['QOI', QOI],
])('%s has nothing to choose', (_name, Class) => {
  test('and refuses effort and tune as unknown', () => {
    expect(() => new Class({ effort: 5 } as object)).toThrow(/option 'effort' is not known/)
    expect(() => new Class({ tune: 'psnr' } as object)).toThrow(/option 'tune' is not known/)
  })
})

describe.each(entries)('effort of $label', ({ descriptor, encoder, make }) => {
  const available = make().available()
  const run = available ? test : test.skip
  const why = available ? '' : ' (skipped: this FFmpeg build has no such encoder)'

  test('is 0 to 9', () => {
    expect(() => make({ effort: -1 })).toThrow(RangeError)
    expect(() => make({ effort: 10 })).toThrow(/effort: expected an integer from 0 to 9, got 10/)
    expect(() => make({ effort: 2.5 })).toThrow(RangeError)
    expect(() => make({ effort: '5' })).toThrow(TypeError)
  })

  test('is the default that its row names, and settles every setting that it stands for', () => {
    const row = descriptor.options.effort
    const byDefault = row?.type === 'int' ? row.default : undefined
    expect(make().options).toEqual(make({ effort: byDefault }).options)
    for (const effort of efforts) {
      const given = { ...make().options, ...openOf(), effort }
      const point = descriptor.settle?.(given, encoder) ?? {}
      expect(Object.values(point)).not.toContain(undefined)
    }
    function openOf() {
      return Object.fromEntries(ownNames(descriptor).map((name) => [name, undefined]))
    }
  })

  run(`gives a stream that decodes, and the most effort is no loss against the least${why}`, () => {
    const results = efforts.map((effort) => {
      const codec = make({ effort })
      const bytes = codec.encodeSync(picture)
      const restored = samplesOf(codec.decodeSync(bytes))
      return { bytes: bytes.length, psnr: psnr(samplesOf(picture), restored) }
    })
    // At one quality an encoder may spend more bytes for a better picture.
    const [least, most] = [results[0]!, results.at(-1)!]
    const gained = most.psnr === least.psnr ? 0 : most.psnr - least.psnr
    const worth = gained === 0 ? 0 : gained * costOfOneDb(make({ effort: 0 }))
    const excess = Math.log(most.bytes / least.bytes) - worth
    // libjxl's distance is Butteraugli's: of noise its higher efforts keep less, on purpose.
    if (descriptor.name !== 'jxl') expect(excess).toBeLessThan(0.15)
    for (const result of results) expect(result.psnr).toBeGreaterThan(20)
  })
})

/** The rows that `effort` decides. */
function ownNames(descriptor: Descriptor): string[] {
  const names = ['preset', 'usage', 'speed', 'method', 'huffman', 'optimize', 'progressive']
  const more = ['compressionLevel', 'prediction', 'rdoq', 'partitions', 'filterIntra']
  return [...names, ...more].filter((n) => n in descriptor.options)
}

describe("the encoder's own settings count more than effort", () => {
  test.each([
    [X264, { preset: 'fast' }],
    [X265, { preset: 'ultrafast' }],
    [HEIC, { preset: 'ultrafast' }],
    [AV1, { speed: 8, usage: 'allintra' }],
    [AVIF, { speed: 8, usage: 'allintra' }],
    [VP9, { speed: 8 }],
    [WebP, { method: 1 }],
  ] as const)('%p %j', (Class, own) => {
    const make = Class as new (options: object) => Codec
    const codecs = [0, 9].map((effort) => new make({ ...own, effort, backend: 'native' }))
    expect(bytesOf(codecs[0]!)).toEqual(bytesOf(codecs[1]!))
    expect(codecs[0]!.options).toMatchObject(own)
  })

  test('one of them alone leaves the others at the encoder’s default, not at the effort', () => {
    const { options } = new AV1({ usage: 'allintra', effort: 9 })
    expect(options.speed).toBeUndefined()
    expect(new AV1({ effort: 0 }).options).toMatchObject({ usage: 'allintra' })
  })
})

describe('the tools of libaom that an effort leaves out', () => {
  const bytes = (options: object) =>
    bytesOf(new AV1({ usage: 'good', speed: 1, quality: 20, backend: 'native', ...options }))

  test('are rows, and each changes the stream', () => {
    const plain = bytes({})
    expect(bytes({ partitions: 'all', filterIntra: true })).toEqual(plain)
    const others = [{ partitions: 'rectangular' }, { partitions: 'square' }, { filterIntra: false }]
    for (const other of others) expect(bytes(other)).not.toEqual(plain)
  })

  test("and FFmpeg's own options count more than the rows", () => {
    const back = { 'enable-rect-partitions': 1, 'enable-ab-partitions': 1 }
    const options = { ...back, 'enable-1to4-partitions': 1 }
    expect(bytes({ partitions: 'square', options })).toEqual(bytes({}))
  })

  test('by default: squares only', () => {
    const { usage, speed, partitions, filterIntra } = new AV1().options
    expect({ usage, speed, partitions, filterIntra }).toEqual({
      usage: 'good',
      speed: 1,
      partitions: 'square',
      filterIntra: true,
    })
    expect(new AV1({ speed: 4 }).options.partitions).toBeUndefined()
  })
})

test('settled leaves codecs without settings as they are', () => {
  const qoi = allDescriptors().find(({ name }) => name === 'qoi')!
  const options = resolve(qoi, { quality: 0 })
  expect(settled(qoi, options, 'qoi')).toBe(options)
  expect(effortRow('preset', 3)).toMatchObject({ type: 'int', min: 0, max: 9, default: 3 })
})
