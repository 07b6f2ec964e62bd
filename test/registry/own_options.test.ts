import {
  codecs,
  createCodec,
  defineCodec,
  inspect,
  PNG,
  readMetadata,
  writeMetadata,
} from '../../lib/index'
import { failureSync } from '../helpers/failures'
import { makePicture } from '../helpers/pictures'

// What a codec tells of itself may be given back, and a call that takes no options says so.

const names = [...new Set(codecs().map(({ name }) => name))]
const choices: Record<string, unknown>[] = [
  {},
  ...['native', 'ffmpeg', 'cli'].map((backend) => ({ backend })),
  { lossless: true },
  { effort: 3 },
  { subsampling: '4:4:4' },
  { bitDepth: 10 },
  { matrix: 'bt709', range: 'full' },
  { tune: 'ssim' },
  { preset: 'slow' },
  { encoder: 'libsvtav1' },
  { encoder: 'jpeg2000' },
  { format: 'j2k' },
  { timeout: 1000, maxQueue: 3, options: { threads: 1 } },
]

/** Of the choices those that the codec has. */
const made = (name: string) =>
  choices.flatMap((choice) => {
    try {
      return [createCodec(name, choice)]
    } catch {
      return []
    }
  })

describe.each(names)('%s', (name) => {
  it("a codec's own options make the same codec again", () => {
    const all = made(name)
    expect(all.length).toBeGreaterThan(1)
    for (const codec of all) {
      const again = createCodec(name, codec.options)
      expect(again.options).toEqual(codec.options)
      expect(again.backend).toBe(codec.backend)
    }
  })

  it('an encoder that is not its own is refused', () => {
    const error = failureSync(() => createCodec(name, { encoder: 'nobody' }))
    expect(error).toBeInstanceOf(RangeError)
    expect(error.message).toMatch(RegExp(`^${name}: encoder: expected `))
  })
})

test('a program as a codec', () => {
  const encode = ['cp', '{input.png}', '{output}']
  const decode = ['cp', '{input}', '{output.png}']
  const description = { name: 'own-options', encode, decode }
  const codec = defineCodec(description)
  expect(defineCodec(description, codec.options).options).toEqual(codec.options)
})

describe('calls that take few options', () => {
  const bytes = new PNG().encodeSync(makePicture({ width: 8, height: 8 }))
  const calls: Record<string, (...more: unknown[]) => unknown> = {
    inspect: (...more) => inspect(...([bytes, ...more] as [Uint8Array])),
    readMetadata: (...more) => readMetadata(...([bytes, ...more] as [Uint8Array])),
    writeMetadata: (...more) => writeMetadata(...([bytes, {}, ...more] as [Uint8Array, object])),
  }

  it.each(Object.entries(calls))('%s', (name, call) => {
    const error = failureSync(() => call({ strict: true }))
    expect(error).toBeInstanceOf(TypeError)
    expect(error.message).toMatch(`${name}: option 'strict' is not known`)
    expect(() => call({ signal: AbortSignal.abort(new Error('enough')) })).toThrow('enough')
    expect(() => call({ timeout: 0 })).toThrow(/^timeout: expected a number from 1/)
    expect(() => call({ timeout: 1000, signal: new AbortController().signal })).not.toThrow()
    for (const passes of [{}, undefined, 0]) expect(() => call(passes, [bytes])).not.toThrow()
  })

  it('as the function of map', () => {
    expect([bytes, bytes].map(inspect).map(({ format }) => format)).toEqual(['png', 'png'])
  })
})
