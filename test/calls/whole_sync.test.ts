import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decode, decodeSync, encode, encodeSync, type EncodeOptions } from '../../lib/index'
import { failure, failureSync } from '../helpers/failures'
import { any } from '../helpers/mistakes'
import { makePicture } from '../helpers/pictures'

// encodeSync and decodeSync beside encode and decode.

const image = makePicture({ width: 32, height: 24 })

test('the same bytes, and the same samples', async () => {
  const options: EncodeOptions = { codec: 'webp', quality: 60, options: { effort: 3 } }
  const bytes = encodeSync(image, options)
  expect(Buffer.from(bytes).equals(await encode(image, options))).toBe(true)
  for (const as of ['pixels', 'float32', 'planes'] as const) {
    expect(decodeSync(bytes, { as })).toEqual(await decode(bytes, { as }))
  }
  expect(decodeSync(bytes, { codec: 'webp', options: { maxPixels: 1000 } }).shape).toEqual([
    24, 32, 3,
  ])
})

test('the extension of `to` says which codec', () => {
  const to = join(mkdtempSync(join(tmpdir(), 'sync-')), 'a.qoi')
  const bytes = encodeSync(image, { to })
  expect(readFileSync(to).equals(bytes)).toBe(true)
  expect(decodeSync(to).data).toEqual(image.data)
})

test.each([
  [{}, 'which codec'],
  [{ codec: 'wepb' }, "did you mean 'webp'"],
  [{ codec: 'webp', speed: 3 }, 'give it as options: { effort'],
  [{ codec: 'avif', quality: 80 }, 'expected CRF 63'],
] as const)('mistakes are told alike: %j', async (options, said) => {
  const sync = failureSync(() => encodeSync(image, any(options)))
  expect(sync).toEqual(await failure(encode(image, any(options))))
  expect(sync.message).toContain(said)
})

test.each([
  [new Uint8Array([1, 2, 3]), {}, 'no known format'],
  [new Uint8Array([1, 2, 3]), { cdoec: 'webp' }, "did you mean 'codec'"],
] as const)('of decode too: %j', async (bytes, options, said) => {
  const sync = failureSync(() => decodeSync(bytes, any(options)))
  expect(sync).toEqual(await failure(decode(bytes, any(options))))
  expect(sync.message).toContain(said)
})

test('what comes later is for the asynchronous calls', () => {
  const blob = new Blob([new Uint8Array(4)])
  expect(failureSync(() => decodeSync(blob)).name).toBe('TypeError')
  expect(failureSync(() => encodeSync(blob, { codec: 'webp' })).name).toBe('TypeError')
})
