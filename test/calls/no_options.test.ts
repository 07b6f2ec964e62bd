import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createCodec,
  decode,
  encode,
  metrics,
  metricsSync,
  probe,
  probeSync,
  readImage,
  readImageSync,
  writeImage,
  writeImageSync,
} from '../../lib'
import { failure } from '../helpers/failures'

// What stands where a call's options belong, and is none: nothing that it holds may be passed over
// in silence, or a limit in a Map would be no limit.
const picture = { data: new Uint8Array(8 * 8 * 3), width: 8, height: 8, channels: 3 }
const png = createCodec('png')
const bytes = png.encodeSync(picture)
const folder = mkdtempSync(join(tmpdir(), 'no-options-'))
const file = join(folder, 'new.png')
afterAll(() => rmSync(folder, { recursive: true }))

/** Each public call, with `given` where its options belong. */
const calls: [name: string, call: (given: never) => unknown][] = [
  ['readImage', (given) => readImage(bytes, given)],
  ['readImageSync', (given) => readImageSync(bytes, given)],
  ['writeImage', (given) => writeImage(file, picture, given)],
  ['writeImageSync', (given) => writeImageSync(file, picture, given)],
  ['probe', (given) => probe(bytes, given)],
  ['probeSync', (given) => probeSync(bytes, given)],
  ['metrics', (given) => metrics(picture, picture, ['mse'], given)],
  ['metricsSync', (given) => metricsSync(picture, picture, ['mse'], given)],
  ['encode', (given) => encode(picture, given)],
  ['decode', (given) => decode(bytes, given)],
  ['codec.encode', (given) => png.encode(picture, given)],
  ['codec.encodeSync', (given) => png.encodeSync(picture, given)],
  ['codec.decode', (given) => png.decode(bytes, given)],
  ['codec.decodeSync', (given) => png.decodeSync(bytes, given)],
  ['codec.apply', (given) => png.apply(picture, given)],
  ['codec.applySync', (given) => png.applySync(picture, given)],
  ['createCodec', (given) => createCodec('png', given)],
]

const none: [what: string, given: unknown][] = [
  ['null', null],
  ['a number', 3],
  ['a text', 'x'],
  ['a list', []],
  ['a Map', new Map([['maxPixels', 3]])],
  ['a function', () => 1],
  ['a symbol', Symbol('options')],
]

describe.each(calls)('%s', (_name, call) => {
  test.each(none)('options that are %s', async (_what, given) => {
    const error = await failure((async () => await call(given as never))())
    expect(error).toBeInstanceOf(TypeError)
    expect(error.message).toContain('options: expected an object')
    expect(readdirSync(folder)).toEqual([])
  })

  test('an option that is not known', async () => {
    const error = await failure((async () => await call({ maxPixles: 3 } as never))())
    expect(error).toBeInstanceOf(TypeError)
    expect(error.message).toMatch(/option 'maxPixles' is not known|which codec/)
    expect(readdirSync(folder)).toEqual([])
  })
})
