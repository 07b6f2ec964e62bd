import { addon } from '../../lib/backends/native/addon'
import { failureSync } from '../helpers/failures'

describe('the addon by itself, called without lib/', () => {
  const native = addon()!
  const request = {
    label: 'test',
    engine: 'libav',
    encoder: 'png',
    pixelFormat: 'rgb24',
    options: {},
    width: 8,
    height: 8,
  }
  const view = {
    data: new Uint8Array(8 * 8 * 3),
    offset: 0,
    width: 8,
    height: 8,
    channels: 3,
    bitDepth: 8,
    rowStride: 24,
    columnStride: 3,
    channelStride: 1,
  }
  const jpeg = { ...request, engine: 'jpeg', encoder: 'libjpeg-turbo' }
  /** The same words from every way in: a copy of the samples, and the samples in place. */
  const fill = (changes: object) => {
    const calls = [native.createEncode, native.encodeSync, native.encodeSync]
    const messages = calls.map(
      (call, i) =>
        failureSync(() => call(i === 2 ? jpeg : request, { ...view, ...changes })).message,
    )
    expect(new Set(messages).size).toBe(1)
    return messages[0]
  }

  it.each([
    [{ rowStride: 25 }],
    [{ rowStride: -24 }],
    [{ offset: 1 }],
    [{ offset: -1 }],
    [{ offset: 2 ** 40 }],
    [{ columnStride: 2 ** 62 }],
    [{ channelStride: -(2 ** 63) }],
    [{ data: new Uint8Array(0) }],
  ])('samples outside of the array: %p', (changes) => {
    expect(fill(changes)).toMatch(/outside/)
  })

  it.each([
    [{ width: 0 }],
    [{ height: -1 }],
    [{ channels: 2 }],
    [{ channels: 2 ** 31 }],
    [{ bitDepth: 7 }],
    [{ bitDepth: 17 }],
  ])('a shape that cannot be: %p', (changes) => {
    expect(fill(changes)).toContain(`${Object.keys(changes)[0]}: expected`)
  })

  it('a sample type that is not that of the depth', () => {
    expect(fill({ data: new Uint16Array(192) })).toMatch(/Uint8Array/)
    expect(fill({ data: new Uint8Array(384), bitDepth: 10 })).toMatch(/Uint16Array/)
  })

  it('sizes outside of the frame', () => {
    expect(fill({ width: 9, rowStride: 0 })).toMatch(/outside/)
    const planes = [{ data: new Uint8Array(81), stride: 9 }]
    const gray = { ...request, pixelFormat: 'gray' }
    for (const [width, height] of [
      [9, 8],
      [8, 9],
    ]) {
      const error = failureSync(() => native.createEncode(gray, { planes, width, height } as never))
      expect(error.message).toMatch(/outside/)
    }
  })

  it('a picture of no size, or of a format that is not known', () => {
    expect(failureSync(() => native.createEncode({ ...request, width: 0 }, view)).message).toMatch(
      /outside/,
    )
    expect(
      failureSync(() => native.createEncode({ ...request, width: 2 ** 31 - 1 }, view)),
    ).toMatchObject({ code: 'ERR_LIMIT' })
    const error = failureSync(() => native.createEncode({ ...request, pixelFormat: 'rgb25' }, view))
    expect(error.message).toContain('rgb25')
  })

  it('an encode that has run, or is none', async () => {
    const pending = native.createEncode(request, view)
    await native.encode(pending)
    expect(failureSync(() => native.encode(pending)).message).toMatch(/has run already/)
    for (const wrong of [undefined, {}, 5, new Uint8Array(8)]) {
      const error = failureSync(() => native.encode(wrong as never))
      expect(error.message).toMatch(/createEncode/)
    }
  })
})
